import type { Sequelize, Transaction } from 'sequelize';
import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { CommandSignal } from './commands/command-signal.ts';
import type { Keys } from './crypto/keys.ts';
import type { Models } from './models/index.ts';

/** What every repository works with. */
export interface StoreContext {
  readonly sequelize: Sequelize;
  readonly models: Models;
  readonly keys: Keys;
  readonly clock: Clock;
  readonly log: Log;
  readonly newCommands: CommandSignal;
}

/** Commits when `work` succeeds, otherwise nothing of it stays. */
export function inTransaction<Result>(
  { sequelize }: StoreContext,
  work: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  return sequelize.transaction(work);
}
