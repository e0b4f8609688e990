import type { Clock } from '../../core/clock.ts';
import { manualClock } from '../../core/clock.ts';
import type { EngineCommand } from '../../core/cases/case-file.ts';
import type { Log } from '../../core/log.ts';
import { parseKeys } from '../../store/crypto/keys.ts';
import type { Keys } from '../../store/crypto/keys.ts';
import type { Store } from '../../store/open-store.ts';
import { openStore } from '../../store/open-store.ts';
import { createTestDatabase } from './database.ts';

export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** 2026-03-02 09:00 in Germany. */
export const START_MS = Date.UTC(2026, 2, 2, 8);

export interface TestStore {
  readonly store: Store;
  readonly url: string;
  readonly clock: Clock & { advance(byMs: number): void };
  /** Another process on the same database: own pool, own listener. */
  another(options?: { keys?: Keys }): Store;
  drop(): Promise<void>;
}

/** A migrated store on a database of its own. */
export async function openTestStore(): Promise<TestStore> {
  const database = await createTestDatabase();
  const clock = manualClock(START_MS);
  const opened: Store[] = [];
  const another = (options: { keys?: Keys } = {}): Store => {
    const keys = options.keys ?? testKeys();
    const store = openStore({ databaseUrl: database.url, keys, clock, log: silentLog });
    opened.push(store);
    return store;
  };
  const store = another();
  await store.migrate();
  return {
    store,
    url: database.url,
    clock,
    another,
    async drop() {
      await Promise.all(opened.map((each) => each.close()));
      await database.drop();
    },
  };
}

/** Keys made of one repeated byte each: enough to tell them apart. */
export function testKeys(current = 'k1'): Keys {
  return parseKeys(testKeyText(current));
}

export function testKeyText(current = 'k1'): string {
  const key = (byte: number): string => Buffer.alloc(32, byte).toString('base64');
  return JSON.stringify({
    current,
    master: { k1: key(1), k2: key(2) },
    blindIndex: key(3),
    tracking: key(4),
  });
}

export function startCommand(caseId: string): EngineCommand {
  return { key: `start:${caseId}`, type: 'start', processId: 'fee', variables: { count: 1 } };
}

const DAY_MS = 86_400_000;

export async function newDraft(store: Store, nowMs = START_MS) {
  return store.drafts.create({
    procedureKey: 'bibliotheksgebuehr',
    bundleHash: 'bundle-1',
    locale: 'de',
    expiresAtMs: nowMs + 30 * DAY_MS,
  });
}

/** A submitted case with something in it that may be seen nowhere in clear. */
export async function submitSomething(store: Store, nowMs = START_MS) {
  const { draft } = await newDraft(store, nowMs);
  return store.cases.submit(draft.id, {
    numberPrefix: 'BG',
    answers: { cardNumber: '2000000018', note: 'Änne Grünthal-Ölschläger' },
    contact: { email: 'Aenne.Gruenthal@example.org' },
    command: startCommand,
    actor: 'applicant',
  });
}
