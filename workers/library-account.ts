import { z } from 'zod';
import type { CaseFile } from '../core/cases/case-file.ts';
import { isOutsideFailure } from '../core/effects/outside-failure.ts';
import { performOnce } from '../core/effects/perform-once.ts';
import type { WorkerAnswer, WorkerContext } from './define-worker.ts';
import { defineWorker } from './define-worker.ts';
import type { KeptItem } from './library-items.ts';
import {
  accountFacts,
  accountKey,
  chosenItemNumbers,
  itemFacts,
  keptItems,
  positionOf,
  stillOpen,
  totalCents,
  unknownReads,
} from './library-items.ts';

const input = z.object({
  /**
   * `read` asks what is open and writes `facts.libraryAccount` (and `facts.unknownReads`, a list as
   * long as the tries with numbers that the library does not know); `choose` asks again, adds up
   * what the applicant chose (`answers.chosenItems`, item numbers) and writes `facts.chosenItems`
   * and `facts.choiceStale`; `book` tells the library of the payment.
   */
  operation: z.enum(['read', 'choose', 'book']),
  /** Which answer names the account: `cardNumber` or `invoiceNumber`. */
  identification: z.enum(['card', 'invoice']),
  /** `book`: what was paid, and under which reference. */
  amountCents: z.number().int().positive().nullish(),
  paymentReference: z.string().min(1).max(36).nullish(),
});

const kind = z.enum(['overdue', 'loan', 'lost-medium']);

const output = z.object({
  /** `read` */
  accountState: z.enum(['open', 'nothing-open', 'unknown', 'blocked']).optional(),
  itemCount: z.number().int().optional(),
  openAmountCents: z.number().int().optional(),
  /** `choose` */
  chosenCount: z.number().int().optional(),
  chosenAmountCents: z.number().int().optional(),
  /** One for each item, and each kind once: what accounts and terms depend on. */
  chosenPositions: z
    .array(z.object({ reference: z.string(), kind, amountCents: z.number().int() }))
    .optional(),
  chosenKinds: z.array(kind).optional(),
  /** `book` */
  bookingId: z.string().optional(),
});

type Context = WorkerContext<z.output<typeof input>>;
type Answer = WorkerAnswer<z.input<typeof output>>;

/** What is open at the library, what of it is to be paid, and the booking of the payment. */
export const libraryAccount = defineWorker({
  topic: 'library-account',
  title: 'Bibliothekskonto lesen, Auswahl summieren, Zahlung buchen',
  input,
  output,
  errors: {
    'choice-invalid':
      'choose: nothing was chosen, or something that is not open any more, or costs something else',
    'amount-changed': 'book: the items cost something else by now',
    'already-settled': 'book: somebody has paid the items already',
  },
  handle: (context) => {
    if (context.input.operation === 'read') return read(context);
    if (context.input.operation === 'choose') return choose(context);
    return book(context);
  },
});

async function read({
  input,
  file,
  ports,
  nowMs,
  change,
  elementInstanceKey,
}: Context): Promise<Answer> {
  const key = accountKey(file, input.identification);
  if (!key)
    return { type: 'giveUp', reason: `no answer for identification ${input.identification}` };
  const account = await ports.library.account(key);
  await change((current) => ({
    facts: {
      ...accountFacts(account, nowMs),
      ...(account.state === 'unknown' ? unknownReads(current, elementInstanceKey) : {}),
    },
    audit: [{ event: 'library-account-read', detail: { state: account.state } }],
  }));
  return {
    type: 'done',
    output: {
      accountState: account.state,
      itemCount: account.items.length,
      openAmountCents: totalCents(account.items),
    },
  };
}

async function choose({ input, file, ports, change }: Context): Promise<Answer> {
  const key = accountKey(file, input.identification);
  if (!key)
    return { type: 'giveUp', reason: `no answer for identification ${input.identification}` };
  const chosen = stillOpen(chosenItems(file), await ports.library.account(key));
  if (!chosen || chosen.length === 0) {
    await change(() => ({
      facts: { choiceStale: true },
      audit: [{ event: 'library-choice-refused' }],
    }));
    return { type: 'businessError', code: 'choice-invalid', message: 'not open as it was chosen' };
  }
  // As they were when they were chosen: the receipt names them after the account has changed.
  await change(() => ({
    facts: { chosenItems: chosen.map(itemFacts), choiceStale: false },
    audit: [{ event: 'library-items-chosen', detail: { count: chosen.length } }],
  }));
  return {
    type: 'done',
    output: {
      chosenCount: chosen.length,
      chosenAmountCents: totalCents(chosen),
      chosenPositions: chosen.map(positionOf),
      chosenKinds: [...new Set(chosen.map((item) => item.kind))],
    },
  };
}

/** All that was chosen, as the applicant saw it; nothing when it does not fit what was shown. */
function chosenItems(file: CaseFile): KeptItem[] {
  const numbers = chosenItemNumbers(file);
  const items = keptItems(file).filter((item) => numbers.includes(item.itemNumber));
  return items.length === numbers.length && totalCents(items) > 0 ? items : [];
}

async function book(context: Context): Promise<Answer> {
  const { input, file, ports } = context;
  const account = accountKey(file, input.identification);
  const { amountCents, paymentReference } = input;
  if (!account || !amountCents || !paymentReference) {
    return { type: 'giveUp', reason: 'book needs account, amountCents and paymentReference' };
  }
  const itemNumbers = chosenItemNumbers(file);
  const { caseId, elementInstanceKey, topic } = {
    caseId: file.id,
    elementInstanceKey: context.elementInstanceKey,
    topic: context.topic,
  };
  try {
    const outcome = await performOnce(ports.effects, {
      identity: { caseId, elementInstanceKey, topic, purpose: 'book', attempt: 1 },
      request: { itemNumbers, amountCents, paymentReference },
      act: async (bookingId) => ({
        ...(await ports.library.book({
          bookingId,
          account,
          itemNumbers,
          amountCents,
          paymentReference,
        })),
      }),
      repetition: {
        type: 'find',
        find: async (key) => found(await ports.library.findBooking(key)),
      },
    });
    return { type: 'done', output: { bookingId: outcome.key } };
  } catch (error) {
    return refusal(error);
  }
}

function found<Found extends object>(
  booking: Found | undefined,
): { [K in keyof Found]: Found[K] } | undefined {
  return booking && { ...booking };
}

function refusal(error: unknown): Answer {
  const code = isOutsideFailure(error) && error.kind === 'rejected' ? error.reason : undefined;
  if (code === 'amount-changed' || code === 'already-settled') {
    return { type: 'businessError', code, message: 'the library did not accept the payment' };
  }
  throw error;
}
