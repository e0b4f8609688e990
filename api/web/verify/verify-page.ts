import { formatDate, localDay } from '../../../core/i18n/format.ts';
import type { IssuedDocument } from '../../../core/issued/issued-document.ts';
import { validityOn } from '../../../core/issued/issued-document.ts';
import type { Procedure } from '../../../core/procedures/procedure.ts';
import type { Answer } from '../../answer.ts';
import { page } from '../../answer.ts';
import type { Context } from '../../context.ts';
import { lineValue } from '../../fields.ts';
import { issuedText } from '../issued-text.ts';
import { VERDICTS } from './verdicts.ts';

const MAX_LENGTH = 60;

/**
 * What a document is worth that somebody holds in hands: by the code that stands on it, for
 * everybody, without the name of its holder. A wrong code counts as a guess (404).
 */
export async function showVerification(context: Context): Promise<Answer> {
  const code = lineValue(context.query, 'code', MAX_LENGTH);
  if (code === undefined) return verificationPage(context, { status: 200 });
  const document = await context.services.issued.findByCode(code);
  if (!document) return verificationPage(context, { status: 404, isUnknown: true });
  const file = await context.services.cases.find(document.caseId);
  const procedure = file && (await context.services.catalogue.byHash(file.bundleHash));
  return verificationPage(context, { status: 200, result: resultOf(context, document, procedure) });
}

function verificationPage(
  { t }: Context,
  { status, result, isUnknown }: { status: number; result?: object; isUnknown?: boolean },
): Answer {
  const view = { result, unknown: isUnknown ?? false };
  return page('verify', t('verify.heading'), view, { status, section: 'none' });
}

function resultOf(
  { t, locale, nowMs }: Context,
  document: IssuedDocument,
  procedure: Procedure | undefined,
): object {
  const { tone, heading } = VERDICTS[validityOn(document, localDay(nowMs))];
  const text = (name: string): string | undefined => issuedText(procedure, locale, name);
  return {
    tone,
    heading: t(heading),
    facts: [
      { label: t('verify.kind'), value: text('title') ?? document.kind },
      ...Object.entries(document.shown).map(([name, value]) => ({
        label: text(name) ?? name,
        value,
      })),
      { label: t('verify.validFrom'), value: formatDate(document.validFrom, locale) },
      { label: t('verify.validUntil'), value: formatDate(document.validUntil, locale) },
    ],
    asOf: nowMs,
  };
}
