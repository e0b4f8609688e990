import { z } from 'zod';
import type { CaseChange, CaseFile, DocumentInfo } from '../core/cases/case-file.ts';
import { effectKey } from '../core/effects/effect-key.ts';
import { performOnce } from '../core/effects/perform-once.ts';
import type { WorkerAnswer, WorkerContext } from './define-worker.ts';
import { defineWorker } from './define-worker.ts';
import { envelopeName, envelopeOf } from './transfer-envelope.ts';
import { note, receiptOf, timeOf, transferOf } from './transfer-facts.ts';

const input = z.object({
  /** `deliver` hands over; `read-receipt` waits for what the receiver says. */
  operation: z.enum(['deliver', 'read-receipt']),
  /** `deliver`: name of the receiver as it is configured. */
  destination: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,59}$/)
    .nullish(),
  /** `deliver`: names of the documents that go along; absent: all. */
  documents: z.array(z.string().min(1).max(200)).max(200).nullish(),
  /** `read-receipt`: which delivery. */
  transferId: z.string().max(64).nullish(),
});

const output = z.object({
  transferId: z.string(),
  transferState: z.enum(['delivered', 'accepted']),
});

type Context = WorkerContext<z.output<typeof input>>;
type Answer = WorkerAnswer<z.input<typeof output>>;

const TOPIC = 'case-transfer';

/** Hands a case over to another system: payload by FIM, in an envelope of our own. */
export const caseTransfer = defineWorker({
  topic: TOPIC,
  title: 'Vorgang an ein anderes System übergeben',
  input,
  output,
  errors: { 'transfer-refused': 'The receiver refused the case.' },
  handle: (context) =>
    context.input.operation === 'deliver' ? deliver(context) : readReceipt(context),
});

/**
 * The envelope is filed before it goes out, and it is what was filed that goes out: every
 * repetition sends the same bytes, whatever has become of the case meanwhile.
 */
async function deliver(context: Context): Promise<Answer> {
  const { input: wanted, file, ports, elementInstanceKey, change } = context;
  const { destination } = wanted;
  if (!destination) return { type: 'giveUp', reason: 'deliver needs a destination' };
  const identity = {
    caseId: file.id,
    elementInstanceKey,
    topic: TOPIC,
    purpose: 'deliver',
    attempt: 1,
  };
  const transferId = effectKey(identity);
  const filed = filedEnvelope(file, transferId) ?? (await fileEnvelope(context, transferId));
  if ('reason' in filed) return { type: 'giveUp', reason: filed.reason };
  const outcome = await performOnce(ports.effects, {
    identity,
    request: { destination },
    act: async (deliveryId) => {
      const envelope = await ports.cases.documentContent(file.id, filed.id);
      if (!envelope) throw new Error(`the envelope of ${deliveryId} has no content`);
      const { deliveredAtMs } = await ports.caseTransfer.deliver({
        deliveryId,
        destination,
        envelope,
      });
      return { deliveredAtMs };
    },
    repetition: {
      type: 'find',
      find: async (deliveryId) => {
        const state = await ports.caseTransfer.find({ deliveryId, destination });
        return state && { deliveredAtMs: timeOf(state) };
      },
    },
  });
  const { deliveredAtMs } = outcome.result;
  await change((current) =>
    transferOf(current, transferId)
      ? undefined
      : note(current, transferId, { destination, state: 'delivered', atMs: deliveredAtMs }),
  );
  return { type: 'done', output: { transferId, transferState: 'delivered' } };
}

function filedEnvelope(file: CaseFile, transferId: string): DocumentInfo | undefined {
  return file.documents.find(({ name }) => name === envelopeName(transferId));
}

async function fileEnvelope(
  context: Context,
  transferId: string,
): Promise<DocumentInfo | { readonly reason: string }> {
  const { destination, documents } = context.input;
  const envelope = await envelopeOf(context, {
    transferId,
    destination: destination ?? '',
    documents: documents ?? undefined,
  });
  if ('reason' in envelope) return envelope;
  const file = await context.change((current): CaseChange | undefined => {
    if (filedEnvelope(current, transferId)) return undefined;
    const document = {
      name: envelopeName(transferId),
      fileName: `Uebergabe-${current.number}.xml`,
      mediaType: 'application/xml',
      content: envelope,
      forApplicant: false,
    };
    return {
      documents: [document],
      audit: [{ event: 'transfer-prepared', detail: { transferId } }],
    };
  });
  return filedEnvelope(file, transferId) ?? { reason: 'the envelope is not in the case' };
}

async function readReceipt({
  input: wanted,
  file,
  ports,
  nowMs,
  change,
}: Context): Promise<Answer> {
  const transferId = wanted.transferId ?? '';
  const transfer = transferOf(file, transferId);
  if (!transfer) return { type: 'giveUp', reason: 'this case was not handed over under that id' };
  const { destination, atMs } = transfer;
  const state = await ports.caseTransfer.find({ deliveryId: transferId, destination });
  if (!state || state.state === 'delivered') {
    return { type: 'retryLater', reason: 'no receipt yet', afterMs: pauseMs(nowMs - atMs) };
  }
  await change((current) =>
    transferOf(current, transferId)?.state === state.state
      ? undefined
      : note(current, transferId, { destination, ...receiptOf(state) }),
  );
  if (state.state === 'refused') {
    const message = `the receiver refused: ${state.reason}`;
    return { type: 'businessError', code: 'transfer-refused', message };
  }
  return { type: 'done', output: { transferId, transferState: 'accepted' } };
}

const SHORTEST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 15 * 60_000;

/** The longer nobody has answered, the less often it is asked. */
function pauseMs(waitedMs: number): number {
  return Math.min(LONGEST_PAUSE_MS, Math.max(SHORTEST_PAUSE_MS, Math.floor(waitedMs / 4)));
}
