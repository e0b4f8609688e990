import type { AuditEvent } from '../cases/audit-event.ts';
import { z } from 'zod';
import type { CaseChange, CaseFile, DocumentInfo } from '../cases/case-file.ts';
import { localDay } from '../i18n/format.ts';
import type { DeliveryDays } from '../law/announcement.ts';

const deliverySchema = z.object({
  /** Which version was provided: a newer one needs a delivery of its own. */
  documentId: z.string(),
  providedAtMs: z.number(),
  /** When the notice that something is there went out. */
  noticeSentAtMs: z.number().exactOptional(),
  /** The first time that the applicant got it. */
  retrievedAtMs: z.number().exactOptional(),
  /** Only a decision is announced; a permit, a receipt or a confirmation is just there. */
  isDecision: z.literal(true).exactOptional(),
});

/** What the law wants to know of a document that was put into the mailbox. */
export type Delivery = z.output<typeof deliverySchema>;

const deliveriesSchema = z.record(z.string(), deliverySchema);

/** By the document's name; kept with the case (`facts.deliveries`). */
export function deliveriesOf(file: CaseFile): Readonly<Record<string, Delivery>> {
  const kept = deliveriesSchema.safeParse(file.facts['deliveries'] ?? {});
  if (!kept.success) throw new Error('facts.deliveries are not what was written there');
  return kept.data;
}

/** Once per version of the document. */
export function provide(
  file: CaseFile,
  document: DocumentInfo,
  nowMs: number,
  isDecision = false,
): CaseChange | undefined {
  const there = deliveriesOf(file)[document.name];
  if (there?.documentId === document.id) return undefined;
  const kind = isDecision ? ({ isDecision } as const) : {};
  const delivery = { documentId: document.id, providedAtMs: nowMs, ...kind };
  return changed(file, document.name, delivery, 'document-provided');
}

/** The first notice counts. */
export function noteNotice(file: CaseFile, name: string, nowMs: number): CaseChange | undefined {
  const delivery = deliveriesOf(file)[name];
  if (delivery === undefined || delivery.noticeSentAtMs !== undefined) return undefined;
  return changed(file, name, { ...delivery, noticeSentAtMs: nowMs }, 'document-notice-sent');
}

/** The first retrieval counts; of a version that was not provided it is none. */
export function noteRetrieval(
  file: CaseFile,
  documentId: string,
  nowMs: number,
): CaseChange | undefined {
  const [found] = Object.entries(deliveriesOf(file)).filter(
    ([, delivery]) => delivery.documentId === documentId && delivery.retrievedAtMs === undefined,
  );
  if (found === undefined) return undefined;
  const [name, delivery] = found;
  return changed(file, name, { ...delivery, retrievedAtMs: nowMs }, 'document-retrieved');
}

/**
 * The moments as days where the municipality is. Who was signed in on submitting has the case in
 * the mailbox of the account; everybody else opens it by number and code.
 */
export function deliveryDays(
  { facts }: Pick<CaseFile, 'facts'>,
  { providedAtMs, noticeSentAtMs, retrievedAtMs }: Delivery,
  nowMs: number,
): DeliveryDays {
  return {
    providedOn: localDay(providedAtMs),
    ...(noticeSentAtMs === undefined ? {} : { noticeSentOn: localDay(noticeSentAtMs) }),
    ...(retrievedAtMs === undefined ? {} : { retrievedOn: localDay(retrievedAtMs) }),
    inAccount: facts['identity'] !== undefined,
    today: localDay(nowMs),
  };
}

function changed(file: CaseFile, name: string, delivery: Delivery, event: AuditEvent): CaseChange {
  const deliveries = { ...deliveriesOf(file), [name]: delivery };
  return {
    facts: { deliveries },
    audit: [{ event, detail: { documentName: name, documentId: delivery.documentId } }],
  };
}
