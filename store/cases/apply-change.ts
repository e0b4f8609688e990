import type { Transaction } from 'sequelize';
import type { CaseChange, CaseFile, TakenUploads } from '../../core/cases/case-file.ts';
import { chainEntries } from '../audit/chain.ts';
import {
  checkValue,
  MAX_ANSWERS_BYTES,
  MAX_AUDIT_BYTES,
  MAX_COMMAND_BYTES,
  MAX_FACTS_BYTES,
} from '../check-value.ts';
import { writeCommand } from '../commands/write-command.ts';
import { sealJson } from '../crypto/seal.ts';
import type { StoreContext } from '../store-context.ts';
import { takeTaskUploads } from '../task-uploads.ts';
import { checkDocument, writeDocument } from './documents.ts';
import type { LockedCase } from './lock-case.ts';
import { caseOwner, dataKeyOf } from './read-case.ts';
import { writeSearch } from './search.ts';

/** Writes a change of a locked case; the caller's transaction makes it all or nothing. */
export async function applyChange(
  context: StoreContext,
  { model, row, file }: LockedCase,
  actor: string,
  change: CaseChange,
  transaction: Transaction,
): Promise<void> {
  const answers = { ...file.answers, ...change.answers };
  const facts = { ...file.facts, ...change.facts };
  checkChange(change, answers, facts);
  const dataKey = dataKeyOf(context, row);
  const place = caseOwner(row.id);
  const head = { caseId: row.id, sequence: row.auditSequence, hash: row.auditHead };
  const entries = chainEntries(head, change.audit, actor, context.clock.now());
  const last = entries.at(-1);
  await model.update(
    {
      ...(change.answers ? { answers: sealJson(dataKey, `${place}:answers`, answers) } : {}),
      ...(change.facts ? { facts: sealJson(dataKey, `${place}:facts`, facts) } : {}),
      ...(change.contact
        ? { contact: sealJson(dataKey, `${place}:contact`, { ...change.contact }) }
        : {}),
      version: row.version + 1,
      ...(last ? { auditSequence: last.sequence, auditHead: last.hash } : {}),
    },
    { transaction },
  );
  await context.models.audit.bulkCreate(entries, { transaction });
  if (change.contact) await writeSearch(context, row.id, change.contact, transaction);
  for (const document of change.documents ?? []) {
    await writeDocument(context, row.id, dataKey, document, transaction);
  }
  if (change.uploads) await takeUploads(context, row.id, dataKey, change.uploads, transaction);
  for (const command of change.commands ?? []) {
    await writeCommand(context, row.id, command, transaction);
  }
}

async function takeUploads(
  context: StoreContext,
  caseId: string,
  dataKey: Buffer,
  uploads: TakenUploads,
  transaction: Transaction,
): Promise<void> {
  for await (const upload of takeTaskUploads(context, uploads, transaction)) {
    await writeDocument(context, caseId, dataKey, upload, transaction);
  }
}

export function checkChange(
  change: CaseChange,
  answers: CaseFile['answers'],
  facts: CaseFile['facts'],
): void {
  checkValue('answers', answers, MAX_ANSWERS_BYTES);
  checkValue('facts', facts, MAX_FACTS_BYTES);
  for (const command of change.commands ?? []) {
    checkValue(`command ${command.key}`, { ...command }, MAX_COMMAND_BYTES);
  }
  for (const { event, detail } of change.audit) {
    checkValue(`audit event ${event}`, detail ?? {}, MAX_AUDIT_BYTES);
  }
  for (const document of change.documents ?? []) checkDocument(document);
}
