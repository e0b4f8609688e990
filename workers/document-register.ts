import { z } from 'zod';
import { LOST } from '../core/issued/issued-document.ts';
import type { IssueConflict, IssuedDocument } from '../core/issued/issued-document.ts';
import type { JsonObject } from '../core/json.ts';
import { localDay } from '../core/i18n/format.ts';
import { daysBetween } from '../core/law/deadline.ts';
import type { WorkerAnswer, WorkerContext } from './define-worker.ts';
import { defineWorker } from './define-worker.ts';
import { holderKeyOf, issueRequest } from './issue-request.ts';

/** Stable: it stands in the register and names a text. */
const codeSchema = z.string().regex(/^[a-z]+(-[a-z]+)*$/);

const input = z.object({
  /**
   * `find` looks for the valid one of the applicant, or the lost one; `check` asks whether one could be issued;
   * `issue` does; `read` tells what became of one; `end` ends it; `note` keeps with it what happened
   * and leaves it valid.
   */
  operation: z.enum(['find', 'check', 'issue', 'read', 'end', 'note']),
  /** Which kind of document, such as `bewohnerparkausweis`. */
  documentKind: z.string().min(1).max(60),
  /** `check`, `issue`: first and last day. */
  validFrom: z.iso.date().nullish(),
  validUntil: z.iso.date().nullish(),
  /** `check`, `issue`: stands on the document and on the page that verifies it. */
  zone: z.string().min(1).max(40).nullish(),
  /** `check`, `issue`: the earlier document that this one takes the place of, and of its renewals. */
  replacesDocumentId: z.uuid().nullish(),
  /** `check`, `issue`: which answer says what it is for; default `plate`. */
  subjectAnswer: z.string().min(1).max(60).nullish(),
  /** `check`, `issue`: many may have one for it, such as the cars of an organisation. */
  subjectShared: z.boolean().nullish(),
  /** `read`, `end`, `note`: which document; to end it, how and why. */
  documentId: z.uuid().nullish(),
  endState: z.enum(['lapsed', 'revoked']).nullish(),
  endReason: codeSchema.nullish(),
  /** `end`: what ends with it, see `EndingReach`; default `renewals`. */
  endReach: z.enum(['document', 'renewals', 'subject', 'holder']).nullish(),
  /** `note`: what happened, such as `moved-inside`; the text `issued.event.<reason>` says it. */
  noteReason: codeSchema.nullish(),
});

const output = z.object({
  documentOutcome: z.enum([
    'found',
    /** None is valid, but the last one was lost before its last day. */
    'lost',
    'none',
    'free',
    'issued',
    'ended',
    'noted',
    'valid',
    'replaced',
    'lapsed',
    'revoked',
    'holder-conflict',
    'subject-conflict',
    'earlier-conflict',
  ]),
  documentId: z.string().optional(),
  /** `find`: first day of the one that was found. */
  documentFrom: z.string().optional(),
  /** `find`: its last day; `issue`: the last day of the new one, which may be later than asked for. */
  documentUntil: z.string().optional(),
  /** `find`: how many days are left until then. */
  documentDaysLeft: z.number().int().optional(),
  /** `find`: last day of its last renewal, where it has one; else its own. */
  documentRenewedUntil: z.string().optional(),
});

type Context = WorkerContext<z.output<typeof input>>;
type Operation = Context['input']['operation'];
type Answer = WorkerAnswer<z.input<typeof output>>;

/** The register of issued documents: one valid per person and per vehicle, also in races. */
export const documentRegister = defineWorker({
  topic: 'document-register',
  title: 'Ausgestellte Dokumente führen',
  input,
  output,
  errors: {},
  handle: (context) => OPERATIONS[context.input.operation](context),
});

const OPERATIONS: Readonly<Record<Operation, (context: Context) => Promise<Answer>>> = {
  find,
  check,
  issue,
  read,
  end,
  note,
};

/** The one that is valid today; else one that will be; else what was lost of the last one's term. */
async function find({ input, file, ports, nowMs, change }: Context): Promise<Answer> {
  const holder = holderKeyOf(file);
  if (!holder) return { type: 'giveUp', reason: 'the case names no applicant' };
  const today = localDay(nowMs);
  const all = await ports.issued.ofHolder(input.documentKind, holder);
  const running = all.filter(({ validUntil }) => validUntil >= today);
  const found = firstToEnd(running.filter(({ state }) => state === 'valid'));
  const term = found ? await ports.issued.withRenewals(found.id) : lostLast(running);
  const earlier = found ?? lastToEnd(term);
  // Asked again, it may know the applicant by other names: what was found before is forgotten.
  await noteFound(change, 'earlierDocument', earlier && documentFacts(earlier));
  if (!earlier) return outcome('none');
  const { id, validUntil } = earlier;
  return {
    type: 'done',
    output: {
      documentOutcome: found ? 'found' : 'lost',
      documentId: id,
      documentFrom: [earlier, ...term].map(({ validFrom }) => validFrom).toSorted()[0],
      documentUntil: validUntil,
      documentDaysLeft: daysBetween(today, validUntil),
      documentRenewedUntil: (lastToEnd(term) ?? earlier).validUntil,
    },
  };
}

function firstToEnd(documents: readonly IssuedDocument[]): IssuedDocument | undefined {
  return documents.toSorted((a, b) => a.validUntil.localeCompare(b.validUntil))[0];
}

function lastToEnd(documents: readonly IssuedDocument[]): IssuedDocument | undefined {
  return documents.toSorted((a, b) => b.validUntil.localeCompare(a.validUntil))[0];
}

/** Lost together with its renewals: the terms of all. What was issued after a loss has used them up. */
function lostLast(documents: readonly IssuedDocument[]): IssuedDocument[] {
  const newestFirst = documents.toSorted((a, b) => b.issuedAtMs - a.issuedAtMs);
  const isOther = newestFirst.findIndex(({ endReason }) => endReason !== LOST);
  return isOther < 0 ? newestFirst : newestFirst.slice(0, isOther);
}

async function check(context: Context): Promise<Answer> {
  const { ports, change } = context;
  const request = issueRequest(context);
  if (typeof request === 'string') return { type: 'giveUp', reason: request };
  const conflict = await ports.issued.conflict(request, request.replacesId);
  if (conflict) return conflictOf(context, conflict);
  await noteFound(change, 'conflictingDocument', undefined);
  return outcome('free');
}

async function issue(context: Context): Promise<Answer> {
  const { ports, topic, change } = context;
  const request = issueRequest(context);
  if (typeof request === 'string') return { type: 'giveUp', reason: request };
  const answer = await ports.issued.issue(request, `worker:${topic}`);
  if (answer.outcome === 'conflict') return conflictOf(context, answer.conflict);
  await noteFound(change, 'conflictingDocument', undefined);
  await change(() => ({ facts: { issuedDocument: documentFacts(answer.document) }, audit: [] }));
  const { id, validUntil } = answer.document;
  const output = { documentOutcome: 'issued', documentId: id, documentUntil: validUntil } as const;
  return { type: 'done', output };
}

async function conflictOf({ change }: Context, conflict: IssueConflict): Promise<Answer> {
  // The earlier one stands in the facts already.
  const inTheWay = conflict.with === 'earlier' ? undefined : { id: conflict.documentId };
  await noteFound(change, 'conflictingDocument', inTheWay);
  return outcome(`${conflict.with}-conflict`);
}

async function read({ input: { documentId }, ports }: Context): Promise<Answer> {
  const document = documentId ? await ports.issued.find(documentId) : undefined;
  if (!document) return { type: 'giveUp', reason: 'read needs the documentId of an issued one' };
  return outcome(document.state, document.id);
}

async function end({ input, file, ports, topic, change }: Context): Promise<Answer> {
  const { documentId, endState: state, endReason: reason } = input;
  if (!documentId || !state || !reason) {
    return { type: 'giveUp', reason: 'end needs documentId, endState and endReason' };
  }
  const ending = { state, reason, reach: input.endReach ?? 'renewals', byCaseId: file.id };
  const document = await ports.issued.end(documentId, ending, `worker:${topic}`);
  // What had been replaced before says so; the letter tells why what took its place has ended.
  const told = document.state === 'replaced' ? { ...document, endReason: reason } : document;
  await change(() => ({ facts: { issuedDocument: documentFacts(told) }, audit: [] }));
  return outcome('ended', documentId);
}

async function note({ input, file, ports, topic, elementInstanceKey }: Context): Promise<Answer> {
  const { documentId, noteReason: reason } = input;
  if (!documentId || !reason) {
    return { type: 'giveUp', reason: 'note needs documentId and noteReason' };
  }
  // Once per step, however often it is tried.
  const key = `${file.id} ${elementInstanceKey}`;
  await ports.issued.note(documentId, { key, reason }, `worker:${topic}`);
  return outcome('noted', documentId);
}

function outcome(
  documentOutcome: z.input<typeof output>['documentOutcome'],
  documentId?: string,
): Answer {
  const id = documentId === undefined ? {} : { documentId };
  return { type: 'done', output: { documentOutcome, ...id } };
}

/**
 * For the clerk who decides and for letters; of one in the way its id and no more: it may be somebody
 * else's, and its state and its case are read from the register when the page is shown.
 */
async function noteFound(
  change: Context['change'],
  name: 'earlierDocument' | 'conflictingDocument',
  found: JsonObject | undefined,
): Promise<void> {
  await change(({ facts }) => {
    const isKnown = (facts[name] ?? null) !== null;
    return found || isKnown ? { facts: { [name]: found ?? null }, audit: [] } : undefined;
  });
}

/** For letters: the code stands on the document. */
function documentFacts({ shown, ...document }: IssuedDocument): JsonObject {
  return { ...document, shown: { ...shown } };
}
