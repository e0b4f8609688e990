import type { PostingRecord } from '../connectors/treasury/port.ts';
import type { CaseFile } from '../core/cases/case-file.ts';
import { isIban } from '../core/payments/iban.ts';

/**
 * Where the applicant wants the money: the answers `refundWay` (`transfer`), `refundIban` and
 * `refundHolder` of a form; without them back the way it came. The process knows the way, never the
 * account.
 */
export function refundTarget({ answers }: CaseFile): NonNullable<PostingRecord['refundTo']> {
  const { refundWay, refundIban, refundHolder } = answers;
  const isTransfer = refundWay === 'transfer' && typeof refundIban === 'string';
  if (!isTransfer || !isIban(refundIban) || typeof refundHolder !== 'string') {
    return { type: 'original-method' };
  }
  const holder = refundHolder.trim();
  return holder === ''
    ? { type: 'original-method' }
    : { type: 'transfer', iban: refundIban, holder };
}
