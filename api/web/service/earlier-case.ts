import type { CaseFile } from '../../../core/cases/case-file.ts';
import type { Procedure } from '../../../core/procedures/procedure.ts';
import type { Context } from '../../context.ts';
import { lineValue } from '../../fields.ts';
import type { Fields } from '../../fields.ts';
import { openCaseOf } from '../../open-case.ts';
import { signInPath } from '../sign-in/paths.ts';

const FIELD = 'aus';
const MAX_LENGTH = 30;

/** The earlier case whose answers a new application begins with, when it is open to this browser. */
export async function earlierCase(
  context: Context,
  procedure: Procedure,
  fields: Fields,
): Promise<CaseFile | undefined> {
  const number = earlierNumber(procedure, fields);
  const file = number === undefined ? undefined : await openCaseOf(context, number);
  return file?.procedureKey === procedure.key ? file : undefined;
}

/** For the service page: which case it is about, and how to open it where it is not. */
export async function earlierView(
  context: Context,
  procedure: Procedure,
): Promise<
  { number: string; isOpen: boolean; signInHref: string; trackingHref: string } | undefined
> {
  const number = earlierNumber(procedure, context.query);
  if (number === undefined) return undefined;
  const isOpen = (await earlierCase(context, procedure, context.query)) !== undefined;
  return {
    number,
    isOpen,
    signInHref: signInPath('person', earlierPath(procedure, number)),
    trackingHref: `/verfolgen?${new URLSearchParams({ nummer: number })}`,
  };
}

/** The service page with the number of an earlier case. */
export function earlierPath({ key }: Procedure, number: string): string {
  return `/dienste/${key}?${new URLSearchParams({ [FIELD]: number })}`;
}

/** Absent, too, where the procedure takes nothing from earlier cases. */
function earlierNumber({ config }: Procedure, fields: Fields): string | undefined {
  const takes = Object.values(config.prefill).some((source) => source.startsWith('earlier.'));
  return takes ? lineValue(fields, FIELD, MAX_LENGTH) : undefined;
}
