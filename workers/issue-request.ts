import type { CaseFile } from '../core/cases/case-file.ts';
import type { IssueRequest } from '../core/issued/issued-document.ts';
import { applicantOf, registeredApplicantOf } from '../core/persons/applicant.ts';
import { personKey } from '../core/persons/match-person.ts';
import { readPlate } from '../core/vehicles/plate.ts';

/** What a model says of the document that it wants. */
export interface WantedDocument {
  readonly documentKind: string;
  readonly validFrom?: string | null | undefined;
  readonly validUntil?: string | null | undefined;
  readonly zone?: string | null | undefined;
  readonly replacesDocumentId?: string | null | undefined;
  readonly subjectAnswer?: string | null | undefined;
  readonly subjectShared?: boolean | null | undefined;
}

interface Wish {
  readonly input: WantedDocument;
  readonly file: CaseFile;
  readonly elementInstanceKey: string;
}

/**
 * Who holds it, for the blind index. By the register's names, once they are known: with one given
 * name less, nobody gets a second one. Two whom names and birth date do not tell apart share it, also
 * once a clerk has said who is meant: a key of one's own would not be found before that, and would
 * change when the other one leaves the register.
 */
export function holderKeyOf(file: CaseFile): string | undefined {
  const holder = registeredApplicantOf(file) ?? applicantOf(file);
  return holder && personKey(holder);
}

/** What is wanted, or what is missing for it. */
export function issueRequest({ input, file, elementInstanceKey }: Wish): IssueRequest | string {
  const { documentKind, validFrom, validUntil, zone, replacesDocumentId } = input;
  const subjectAnswer = input.subjectAnswer ?? PLATE;
  const holder = holderKeyOf(file);
  const subject = subjectOf(subjectAnswer, file.answers[subjectAnswer]);
  if (!holder) return 'the case names no applicant';
  if (!subject) return `the case names no readable ${subjectAnswer}`;
  if (!validFrom || !validUntil || validUntil < validFrom) return 'no term from validFrom on';
  return {
    key: `${file.id} ${elementInstanceKey}`,
    kind: documentKind,
    caseId: file.id,
    holder,
    // Of what many may use, each holder has one of their own.
    subject: input.subjectShared ? `${subject} ${holder}` : subject,
    validFrom,
    validUntil,
    shown: { [subjectAnswer]: subject, ...(zone ? { zone } : {}) },
    ...(replacesDocumentId ? { replacesId: replacesDocumentId } : {}),
  };
}

const PLATE = 'plate';

/** A plate in its normal form: written in two ways, two documents would stand for one vehicle. */
function subjectOf(answer: string, typed: unknown): string | undefined {
  if (typeof typed !== 'string' || typed.trim() === '') return undefined;
  if (answer !== PLATE) return typed.trim().replace(/\s+/g, ' ');
  const read = readPlate(typed);
  return 'plate' in read ? read.plate : undefined;
}
