import type { IdentifiedPerson } from '../../connectors/identity/port.ts';
import type { CaseFile, Draft } from '../../core/cases/case-file.ts';
import type { CaseRepository } from '../../core/cases/repositories.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Procedure } from '../../core/procedures/procedure.ts';
import { identityFacts } from './identity-facts.ts';
import { prefilledIn } from './prefill.ts';
import { mainProcessId, startVariables } from './main-process.ts';

export interface SubmissionService {
  /**
   * Makes a case of a draft, once: a second submission of the same draft answers the same case.
   * `answers` are checked and hold only what is relevant.
   */
  submit(
    draft: Draft,
    procedure: Procedure,
    answers: JsonObject,
    /** Of the draft's documents those that belong to them. */
    uploads: readonly { readonly draftDocumentId: string; readonly name: string }[],
    /** Whose draft it is, signed in at this moment. */
    applicant?: IdentifiedPerson,
  ): Promise<{ file: CaseFile; trackingCode: string; created: boolean }>;
}

export function makeSubmissionService(ports: {
  readonly cases: CaseRepository;
}): SubmissionService {
  return {
    submit: (draft, procedure, answers, uploads, applicant) =>
      ports.cases.submit(draft.id, {
        numberPrefix: procedure.config.numberPrefix,
        draftVersion: draft.version,
        uploads,
        answers,
        ...(applicant ? { facts: { identity: identityFacts(applicant) } } : {}),
        contact: draft.contact,
        ...begunFrom(draft),
        actor: 'applicant',
        command: (caseId) => ({
          key: `start:${caseId}`,
          type: 'start',
          processId: mainProcessId(procedure),
          variables: startVariables(procedure, caseId, answers),
        }),
      }),
  };
}

function begunFrom(draft: Draft): { earlier?: string } {
  const earlier = prefilledIn(draft)?.earlier;
  return earlier === undefined ? {} : { earlier };
}
