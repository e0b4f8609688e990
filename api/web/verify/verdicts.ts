import type { TextKey } from '../../../core/i18n/translate.ts';
import type { Validity } from '../../../core/issued/issued-document.ts';

/** What a document is worth, in words, and how loudly they are said. */
export const VERDICTS: Readonly<Record<Validity, { tone: string; heading: TextKey }>> = {
  valid: { tone: 'success', heading: 'verify.valid' },
  'not-yet-valid': { tone: 'warning', heading: 'verify.not-yet-valid' },
  expired: { tone: 'danger', heading: 'verify.expired' },
  replaced: { tone: 'danger', heading: 'verify.replaced' },
  lapsed: { tone: 'danger', heading: 'verify.lapsed' },
  revoked: { tone: 'danger', heading: 'verify.revoked' },
};
