import type { CaseFile } from '../../../core/cases/case-file.ts';
import type { Procedure } from '../../../core/procedures/procedure.ts';
import type { Context } from '../../context.ts';
import { lineValue, oneValue } from '../../fields.ts';
import type { Fields } from '../../fields.ts';
import { openCaseOf } from '../../open-case.ts';
import { signInPath } from '../sign-in/paths.ts';

const FIELD = 'aus';
/** What the applicant wants: a name of the procedure's `followUps`. */
const WANTED = 'anliegen';
/** Put into the address that the provider leads back to. */
const SIGNED_IN = 'angemeldet';
const MAX_LENGTH = 60;

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
    signInHref: signInPath('person', hereAgain(procedure, context.query)),
    trackingHref: `/verfolgen?${new URLSearchParams({ nummer: number })}`,
  };
}

/** What was wanted when the service page was opened, as far as the procedure knows it. */
export function wantedFollowUp({ config }: Procedure, fields: Fields): string | undefined {
  const name = lineValue(fields, WANTED, MAX_LENGTH);
  return name !== undefined && Object.hasOwn(config.followUps, name) ? name : undefined;
}

/** The service page with the number of an earlier case, and what is wanted of it. */
export function followUpPath({ key }: Procedure, number: string, followUp: string): string {
  return `/dienste/${key}?${new URLSearchParams({ [FIELD]: number, [WANTED]: followUp })}`;
}

/** This service page once more, as it was asked for; for whoever goes away to sign in. */
export function hereAgain(procedure: Procedure, fields: Fields): string {
  const number = earlierNumber(procedure, fields);
  const followUp = wantedFollowUp(procedure, fields);
  const query = new URLSearchParams({
    ...(number === undefined ? {} : { [FIELD]: number }),
    ...(followUp === undefined ? {} : { [WANTED]: followUp }),
    [SIGNED_IN]: '1',
  });
  return `/dienste/${procedure.key}?${query}`;
}

/** Has somebody come back here from signing in? */
export function isBackSignedIn({ identity, query }: Context): boolean {
  return identity.signedIn()?.kind === 'person' && oneValue(query, SIGNED_IN) !== undefined;
}

/** Absent, too, where the procedure takes nothing from earlier cases. */
function earlierNumber({ config }: Procedure, fields: Fields): string | undefined {
  const takes = Object.values(config.prefill).some((source) => source.startsWith('earlier.'));
  return takes ? lineValue(fields, FIELD, MAX_LENGTH) : undefined;
}
