import { CaseError } from '../../core/cases/case-error.ts';
import type { CaseRepository } from '../../core/cases/repositories.ts';
import { chainFits } from '../audit/chain.ts';
import { sameMark, trackingCode, trackingMark } from '../crypto/tracking-code.ts';
import type { CaseRow } from '../models/case-file.ts';
import type { StoreContext } from '../store-context.ts';
import { inTransaction } from '../store-context.ts';
import { applyChange } from './apply-change.ts';
import { readDocument } from './documents.ts';
import { isUuid } from './is-uuid.ts';
import { lockCase } from './lock-case.ts';
import { casesBegunFrom } from './begun-from.ts';
import { casesOfPerson, findCaseForPerson } from './person-cases.ts';
import { readCase, readDocumentVersions } from './read-case.ts';
import { submitCase } from './submit-case.ts';

const HEAD_COLUMNS = [
  'id',
  'number',
  'procedureKey',
  'bundleHash',
  'receivedAtMs',
  'version',
] as const;

export function makeCaseRepository(context: StoreContext): CaseRepository {
  return {
    submit: (draftId, submission) => submitCase(context, draftId, submission),
    async find(caseId) {
      const row = await findRow(context, caseId);
      return row && readCase(context, row);
    },
    async findByNumber(number) {
      const row = (await context.models.caseFile.findOne({ where: { number } }))?.get();
      return row && readCase(context, row);
    },
    async heads(caseIds) {
      const attributes = [...HEAD_COLUMNS];
      const where = { id: caseIds.filter(isUuid) };
      const rows = await context.models.caseFile.findAll({ where, attributes });
      return rows.map((row) => row.get());
    },
    findByNumberAndCode: (number, code) => findByNumberAndCode(context, number, code),
    trackingCode: (caseId) => trackingCode(context.keys, caseId),
    ofPerson: (subject) => casesOfPerson(context, subject),
    begunFrom: (number) => casesBegunFrom(context, number),
    findForPerson: (number, subject) => findCaseForPerson(context, number, subject),
    change: (caseId, actor, decide) => changeCase(context, caseId, actor, decide),
    async documentContent(caseId, documentId) {
      const row = await findRow(context, caseId);
      return row && isUuid(documentId) ? readDocument(context, row, documentId) : undefined;
    },
    async documentVersions(caseId) {
      const row = await findRow(context, caseId);
      return row ? readDocumentVersions(context, row) : [];
    },
    async auditTrail(caseId) {
      const entries = await auditRows(context, caseId);
      return entries.map(({ sequence, event, detail, actor, atMs, hash }) => ({
        sequence,
        event,
        actor,
        atMs,
        hash,
        ...(detail === null ? {} : { detail }),
      }));
    },
    async verifyAuditChain(caseId) {
      const row = await findRow(context, caseId);
      if (!row) throw new CaseError('case-not-found', `There is no case ${caseId}`);
      return chainFits(row.id, await auditRows(context, row.id), row.auditHead);
    },
  };
}

async function findRow({ models }: StoreContext, caseId: string): Promise<CaseRow | undefined> {
  if (!isUuid(caseId)) return undefined;
  return (await models.caseFile.findByPk(caseId))?.get();
}

async function auditRows({ models }: StoreContext, caseId: string) {
  if (!isUuid(caseId)) return [];
  const rows = await models.audit.findAll({ where: { caseId }, order: [['sequence', 'ASC']] });
  return rows.map((row) => row.get());
}

/** The same work for a wrong number and a wrong code: one look-up, one mark, one comparison. */
async function findByNumberAndCode(context: StoreContext, number: string, code: string) {
  const { models, keys } = context;
  const wanted = number.slice(0, 64).trim().toUpperCase().replace(/\0/g, '');
  const mark = trackingMark(keys, wanted, code);
  const row = (await models.caseFile.findOne({ where: { number: wanted } }))?.get();
  const fits = sameMark(mark, row?.codeMac ?? '0'.repeat(mark.length));
  return row && fits ? readCase(context, row) : undefined;
}

async function changeCase(
  context: StoreContext,
  ...[caseId, actor, decide]: Parameters<CaseRepository['change']>
): ReturnType<CaseRepository['change']> {
  const { file, commands } = await inTransaction(context, async (transaction) => {
    const locked = await lockCase(context, caseId, transaction);
    const change = decide(locked.file);
    if (!change) return { file: locked.file, commands: 0 };
    await applyChange(context, locked, actor, change, transaction);
    const after = await readCase(context, locked.model.get(), transaction);
    return { file: after, commands: change.commands?.length ?? 0 };
  });
  if (commands > 0) context.newCommands.fire();
  return file;
}
