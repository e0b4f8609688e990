import type { Migration } from '../migrations/migration.ts';
import { engineTables } from './0001-engine-tables.ts';
import { inboxOrder } from './0002-inbox-order.ts';
import { heldMessageIds } from './0003-held-message-ids.ts';

/** Tables of the embedded engine, after those of the case file. */
export const engineMigrations: readonly Migration[] = [engineTables, inboxOrder, heldMessageIds];
