import type { CaseFile, DocumentInfo } from '../core/cases/case-file.ts';
import type { Payment } from '../core/cases/repositories.ts';
import { memberOf } from '../core/json.ts';
import type {
  EnvelopeDocument,
  EnvelopePayment,
  TrustMark,
} from '../core/transfer/make-envelope.ts';
import { namedApplicantOf } from '../core/persons/applicant.ts';
import { paysFee } from '../core/payments/payment-money.ts';
import { makeEnvelope, MAX_ENVELOPE_BYTES } from '../core/transfer/make-envelope.ts';
import { makePayload } from '../core/transfer/make-payload.ts';
import type { WorkerContext } from './define-worker.ts';

/** Names of the documents that hold what was handed over. */
const ENVELOPE_NAME = 'transfer-envelope-';

export function envelopeName(transferId: string): string {
  return ENVELOPE_NAME + transferId;
}

interface Wanted {
  readonly transferId: string;
  readonly destination: string;
  /** Names of documents; absent: all. */
  readonly documents: readonly string[] | undefined;
}

type Context = Pick<WorkerContext<unknown>, 'file' | 'procedure' | 'ports' | 'nowMs'>;

/** The envelope of a case as it is now, or why there is none. */
export async function envelopeOf(
  { file, procedure, ports, nowMs }: Context,
  { transferId, destination, documents: names }: Wanted,
): Promise<Uint8Array | { readonly reason: string }> {
  const mapping = procedure.payload;
  if (!mapping) return { reason: 'the procedure has no transfer/payload.json' };
  const chosen = choose(file.documents, names);
  if (typeof chosen === 'string') return { reason: `the case has no document ${chosen}` };
  if (chosen.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) > MAX_ENVELOPE_BYTES) {
    return { reason: 'too large: the documents alone do not fit' };
  }
  const enclosures = new Map(chosen.map(({ name }, index) => [name, `anlage-${index + 1}`]));
  const { answers, facts } = file;
  const person = namedApplicantOf(file);
  const payload = makePayload(mapping, { answers, facts, person, enclosures });
  if (!payload.ok) {
    const problems = payload.problems.slice(0, 5).map(({ element, code }) => `${element}: ${code}`);
    return { reason: `payload: ${problems.join(', ')}` };
  }
  const { config, texts } = procedure;
  const envelope = makeEnvelope({
    deliveryId: transferId,
    createdAtMs: nowMs,
    caseNumber: file.number,
    receivedAtMs: file.receivedAtMs,
    service: {
      key: config.key,
      version: config.version,
      title: texts.get('de', 'service.title'),
      leikaKey: config.leikaKey,
    },
    areaKey: mapping.areaKey,
    sender: config.responsibleUnit,
    receiver: destination,
    trustLevel: trustLevelOf(file),
    payments: (await ports.payments.ofCase(file.id)).flatMap(paymentOf),
    payload: { schemaUri: mapping.schemaUri, xml: payload.xml },
    documents: await Promise.all(chosen.map((info, index) => enclose(ports, file, info, index))),
  });
  return envelope ?? { reason: `too large: more than ${MAX_ENVELOPE_BYTES} bytes` };
}

/** The newest version of each name, in the order in which the names came; or the name of none. */
function choose(
  all: readonly DocumentInfo[],
  names: readonly string[] | undefined,
): readonly DocumentInfo[] | string {
  const newest = new Map(
    all.filter(({ name }) => !name.startsWith(ENVELOPE_NAME)).map((info) => [info.name, info]),
  );
  const missing = names?.find((name) => !newest.has(name));
  if (missing !== undefined) return missing;
  return [...newest.values()].filter(({ name }) => names?.includes(name) ?? true);
}

async function enclose(
  ports: Context['ports'],
  file: CaseFile,
  { id, name, fileName, mediaType }: DocumentInfo,
  index: number,
): Promise<EnvelopeDocument> {
  const content = await ports.cases.documentContent(file.id, id);
  if (!content) throw new Error(`document ${name} has no content`);
  const purpose = isLetter(file, name) ? 'bericht' : 'anlage';
  return { id: `anlage-${index + 1}`, purpose, fileName, mediaType, content };
}

/** Was it written here, for the applicant? */
export function isLetter({ facts }: CaseFile, name: string): boolean {
  return memberOf(facts['letters'], name) !== undefined;
}

/** Money that goes back is told as such, also while it is on its way. */
function paymentOf(payment: Payment): EnvelopePayment[] {
  if (payment.status !== 'paid') return [];
  const { transactionId, reference, amountCents } = payment;
  const status = paysFee(payment) ? 'PAYED' : 'REFUNDED';
  return [{ transactionId, reference, amountCents, status }];
}

/** STORK-QAA 1 to 4, as the identity provider said it; nobody signed in: none. */
const TRUST_MARKS: readonly TrustMark[] = ['ohne', 'basis', 'normal', 'substantiell', 'hoch'];

function trustLevelOf({ facts }: CaseFile): TrustMark {
  const level = memberOf(facts['identity'], 'level');
  return (typeof level === 'number' ? TRUST_MARKS[level] : undefined) ?? 'ohne';
}
