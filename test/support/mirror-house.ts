import { manualClock } from '../../core/clock.ts';
import type { Clock } from '../../core/clock.ts';
import type { ReadModel } from '../../core/cases/process-state.ts';
import type { Log } from '../../core/log.ts';
import type { EngineChange, EngineMirror, TakenStart } from '../../engine/mirror.ts';
import { openEngineMirror } from '../../store/engine/mirror/open-engine-mirror.ts';
import type { MirrorOptions } from '../../store/engine/mirror/mirror-context.ts';
import { openReadModel } from '../../store/engine/read-model.ts';
import { openStore } from '../../store/open-store.ts';
import { createTestDatabase } from './database.ts';
import { BUNDLE, definitionOf } from './mirror-changes.ts';
import { silentLog, START_MS, testKeys } from './store.ts';

/** A mirror on a database of its own, with processes `p` and `q` deployed. */
export interface MirrorHouse {
  readonly mirror: EngineMirror;
  readonly readModel: ReadModel;
  readonly databaseUrl: string;
  readonly clock: Clock & { advance(byMs: number): void };
  /** Applies changes as the next batch of the source. */
  tell(changes: readonly EngineChange[], source?: string): Promise<void>;
  /** A start that was taken for this case; answers its root key. */
  taken(caseId: string): Promise<string>;
  /** A mirror of a further process. */
  another(options?: Partial<MirrorOptions>): EngineMirror;
  close(): Promise<void>;
}

export async function openMirrorHouse(options: { log?: Log } = {}): Promise<MirrorHouse> {
  const database = await createTestDatabase();
  const clock = manualClock(START_MS);
  await migrate(database.url, clock);
  const opened: EngineMirror[] = [];
  const another = (given: Partial<MirrorOptions> = {}): EngineMirror => {
    const mirror = openEngineMirror(database.url, {
      engine: 'camunda8',
      log: options.log ?? silentLog,
      now: () => clock.now(),
      ...given,
    });
    opened.push(mirror);
    return mirror;
  };
  const mirror = another();
  await mirror.deployments.once({ hash: BUNDLE, key: 'test' }, async () => ({
    definitions: [definitionOf('p'), definitionOf('q')],
    decisions: { fee: 'decision 1' },
  }));
  const readModel = openReadModel(database.url);
  return {
    mirror,
    readModel,
    databaseUrl: database.url,
    clock,
    another,
    tell: (changes, source = '1') => tellNext(mirror, source, changes),
    taken: async (caseId) => (await takeStart(mirror, caseId)).rootKey,
    async close() {
      await Promise.all(opened.map((each) => each.close()));
      await readModel.close();
      await database.drop();
    },
  };
}

export async function tellNext(
  mirror: EngineMirror,
  source: string,
  changes: readonly EngineChange[],
): Promise<void> {
  const after = await mirror.position(source);
  const position = String(Number(after ?? 0) + changes.length);
  const atMs = changes.at(-1)?.atMs ?? START_MS;
  const batch = { source, after, position, atMs, changes };
  if (!(await mirror.apply(batch))) throw new Error(`${source} does not stand at ${after}`);
}

export function takeStart(mirror: EngineMirror, caseId: string): Promise<TakenStart> {
  const request = { processId: 'p', bundleHash: BUNDLE, startKey: `start:${caseId}`, caseId };
  return mirror.starts.take({ ...request, variables: {} }, 60_000);
}

async function migrate(databaseUrl: string, clock: Clock): Promise<void> {
  const store = openStore({ databaseUrl, keys: testKeys(), clock, log: silentLog });
  await store.migrate();
  await store.close();
}

/** Within `describe`: opens houses that end with their test. */
export function mirrorOfEachTest(): (options?: { log?: Log }) => Promise<MirrorHouse> {
  const open: MirrorHouse[] = [];
  afterEach(async () => {
    for (const house of open.splice(0)) await house.close();
  });
  return async (options) => {
    const house = await openMirrorHouse(options);
    open.push(house);
    return house;
  };
}
