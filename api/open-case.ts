import type { CaseFile } from '../core/cases/case-file.ts';
import type { Context } from './context.ts';
import { isCaseNumber } from './address-keys.ts';

/** The case with this number, when this session has opened it, or its applicant is signed in. */
export async function openCaseOf(
  { rights, identity, services }: Pick<Context, 'rights' | 'identity' | 'services'>,
  number: string,
): Promise<CaseFile | undefined> {
  if (!isCaseNumber(number)) return undefined;
  const access = rights.caseAccess(number);
  if (access) return services.cases.find(access.caseId);
  const signedIn = identity.signedIn();
  if (signedIn?.kind !== 'person') return undefined;
  return services.cases.findForPerson(number, signedIn.person.subject);
}
