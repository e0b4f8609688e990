import { z } from 'zod';
import type { IssuedDocument } from '../../../core/issued/issued-document.ts';
import type { JsonValue } from '../../../core/json.ts';
import { deskCaseById } from '../../desk-cases.ts';
import type { StaffCaseContext } from '../../context.ts';
import type { DeskGroup, DeskRow } from './case-facts.ts';
import { documentRows } from './issued-facts.ts';

/**
 * Documents of other cases that a decision depends on, as the register has them now: what stands in
 * the way, and what the application goes on from.
 */
export async function decisiveDocuments(context: StaffCaseContext): Promise<DeskGroup[]> {
  const { file, t } = context;
  const conflicting = await found(context, file.facts['conflictingDocument']);
  const earlier = await found(context, file.facts['earlierDocument']);
  // The earlier one is often the one in the way: it is shown once, as what matters more.
  const isOther = earlier?.id !== conflicting?.id;
  return [
    ...(conflicting ? [await groupOf(context, t('desk.conflictingDocument'), conflicting)] : []),
    ...(earlier && isOther ? [await groupOf(context, t('desk.earlierDocument'), earlier)] : []),
  ];
}

const referenceSchema = z.object({ id: z.string() });

async function found(
  { services }: StaffCaseContext,
  fact: JsonValue | undefined,
): Promise<IssuedDocument | undefined> {
  const reference = referenceSchema.safeParse(fact);
  return reference.success ? services.issued.find(reference.data.id) : undefined;
}

async function groupOf(
  context: StaffCaseContext,
  title: string,
  document: IssuedDocument,
): Promise<DeskGroup> {
  const rows = await documentRows(context, document);
  const plain = rows.map((row): DeskRow => ({ ...row, before: undefined }));
  return { title, note: undefined, rows: [...plain, ...(await caseRows(context, document))] };
}

/** The case that it comes from, for whoever may open it. */
async function caseRows(context: StaffCaseContext, { caseId }: IssuedDocument): Promise<DeskRow[]> {
  const theirs = await deskCaseById(context, context.staff, caseId);
  if (!theirs) return [];
  const { number } = theirs.file;
  const href = `/mitarbeit/vorgang/${number}`;
  return [{ label: context.t('desk.caseNumber'), lines: [number], before: undefined, href }];
}
