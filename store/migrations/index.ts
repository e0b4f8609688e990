import { engineMigrations } from '../engine/migrations.ts';
import { caseFileTables } from './0001-case-file.ts';
import { auditAndCommandTables } from './0002-audit-and-commands.ts';
import { sessionTable } from './0003-sessions.ts';
import { draftEntries } from './0004-draft-entries.ts';
import { flaggedPaymentIndex } from './0005-flagged-payments.ts';
import { closedFlags } from './0006-closed-flags.ts';
import { issuedDocuments } from './0009-issued-documents.ts';
import { draftDocuments } from './0010-draft-documents.ts';
import { paymentMoney } from './0011-payment-money.ts';
import { draftOwners } from './0012-draft-owners.ts';
import { staffMembers } from './0013-staff-members.ts';
import { plateLookups } from './0014-plate-lookups.ts';
import { documentEvents } from './0015-document-events.ts';
import type { Migration } from './migration.ts';

/** In the order in which they run. */
export const migrations: readonly Migration[] = [
  caseFileTables,
  auditAndCommandTables,
  sessionTable,
  draftEntries,
  flaggedPaymentIndex,
  closedFlags,
  issuedDocuments,
  draftDocuments,
  paymentMoney,
  draftOwners,
  staffMembers,
  plateLookups,
  documentEvents,
  ...engineMigrations,
];
