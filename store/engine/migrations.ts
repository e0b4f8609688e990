import type { Migration } from '../migrations/migration.ts';
import { engineTables } from './0001-engine-tables.ts';
import { inboxOrder } from './0002-inbox-order.ts';
import { heldMessageIds } from './0003-held-message-ids.ts';
import { engineMirror } from './0004-engine-mirror.ts';

/** Tables of the embedded engine, after those of the case file; and those of engines elsewhere. */
export const engineMigrations: readonly Migration[] = [
  engineTables,
  inboxOrder,
  heldMessageIds,
  engineMirror,
];
