import { deskCaseOf } from '../../desk-cases.ts';
import { lineValue, oneValue } from '../../fields.ts';
import type { Fields } from '../../fields.ts';
import type { StaffContext } from '../../context.ts';

/** A number that somebody types to open its case; undefined where nothing was typed. */
export function typedNumber(query: Fields): string | undefined {
  if (oneValue(query, 'oeffnen') === undefined) return undefined;
  return lineValue(query, 'oeffnen', 40)?.toUpperCase() ?? '';
}

/** The page of a case that is theirs; also of one that nobody of them has to do anything for. */
export async function caseHref(context: StaffContext, number: string): Promise<string | undefined> {
  const found = await deskCaseOf(context, context.staff, number);
  return found && `/mitarbeit/vorgang/${found.file.number}`;
}
