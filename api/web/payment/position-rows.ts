import type { Payment } from '../../../core/cases/repositories.ts';
import type { Procedure } from '../../../core/procedures/procedure.ts';
import type { Locale } from '../../../core/procedures/texts.ts';

export interface PositionRow {
  readonly label: string;
  readonly reference: string;
  readonly amountCents: number;
}

/** What is paid for: each item with its amount; none where the fee is one sum. */
export function positionRows(
  payment: Payment,
  { texts }: Pick<Procedure, 'texts'>,
  locale: Locale,
): PositionRow[] {
  return (payment.positions ?? []).map(({ textKey, reference, amountCents }) => ({
    label: texts.has(textKey) ? texts.get(locale, textKey) : reference,
    reference,
    amountCents,
  }));
}
