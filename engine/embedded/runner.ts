import { EngineError } from '../errors.ts';
import { applyPatch, CommandRejected, emptyState, step } from '../interpreter/index.ts';
import type { Command, InstanceState, StepResult } from '../interpreter/index.ts';
import type { Definitions } from './definitions.ts';
import { makeLanes } from './lanes.ts';
import { DEFAULT_LANES, DEFAULT_MAX_WARM_INSTANCES } from './settings.ts';
import type { EmbeddedEngineSettings } from './settings.ts';
import type {
  CommitOutcome,
  EngineStore,
  InstanceMeta,
  InstanceWrite,
  MessageUse,
} from './store.ts';
import { isContention, toEngineError } from './to-engine-error.ts';
import { makeWarmInstances } from './warm-instances.ts';
import type { WarmInstance } from './warm-instances.ts';
import { writeOf } from './write-of.ts';

/** What a command brings along besides itself. */
export interface CommandOptions {
  readonly heldJob?: { readonly key: number; readonly holder: string };
  readonly jobDueAtMs?: number;
  readonly message?: MessageUse;
}

/** Runs steps: one at a time for each root instance, many instances in one commit. */
export interface Runner {
  run(rootKey: string, command: Command, options?: CommandOptions): Promise<StepResult>;
  /** Answers false when the start key, or the message's one instance, was there already. */
  start(
    meta: InstanceMeta,
    command: Command & { type: 'start' },
    message?: MessageUse,
  ): Promise<boolean>;
  /** As it is in memory, unless another process has gone further: `atLeastVersion`. */
  view(rootKey: string, atLeastVersion?: number): Promise<WarmInstance | undefined>;
  /** Resolves when nothing is on its way any more. */
  drain(): Promise<void>;
}

/** Jobs that a step would make, and those of them that were kept. */
export type KeptJobs = Pick<InstanceWrite, 'patch' | 'lockedJobs'>;

export interface RunnerHooks {
  /** Which new jobs of a step are kept for workers of this process. */
  keepJobs(
    meta: InstanceMeta,
    result: StepResult,
    before: InstanceState,
  ): InstanceWrite['lockedJobs'];
  /** The step did not come to pass. */
  giveUpJobs(kept: KeptJobs): void;
  committed(write: InstanceWrite, result: StepResult): void;
}

interface Pending {
  readonly command: Command;
  readonly options: CommandOptions;
  /** A new instance: its meta; there is nothing to load. */
  readonly meta?: InstanceMeta;
  readonly resolve: (result: StepResult | undefined) => void;
  readonly reject: (error: unknown) => void;
}

interface Refusal {
  readonly root: string;
  readonly error: unknown;
}

/** A step that could be made: so far nobody but us knows. */
interface Made {
  readonly root: string;
  readonly pending: Pending;
  readonly warm: WarmInstance;
  readonly result: StepResult;
  readonly nowMs: number;
}

interface Attempt extends Made {
  readonly write: InstanceWrite;
}

export function makeRunner(
  store: EngineStore,
  definitions: Definitions,
  settings: EmbeddedEngineSettings,
  hooks: RunnerHooks,
): Runner {
  const warm = makeWarmInstances(
    store,
    settings.maxWarmInstances ?? DEFAULT_MAX_WARM_INSTANCES,
    (keys) => definitions.ensureDefinitions(keys),
  );
  const lanes = makeLanes<Pending>(settings.lanes ?? DEFAULT_LANES, async (roots) => {
    try {
      await runBatch(roots);
    } catch (error) {
      failAll(roots, error);
    }
  });

  const submit = (rootKey: string, pending: Omit<Pending, 'resolve' | 'reject'>) =>
    new Promise<StepResult | undefined>((resolve, reject) => {
      lanes.submit(rootKey, { ...pending, resolve, reject });
    });

  const failAll = (roots: readonly string[], error: unknown): void => {
    for (const root of roots) {
      // Whether it was written is not known: the database will say.
      warm.drop(root);
      reject(root, error);
    }
  };

  const reject = (root: string, error: unknown): void => {
    lanes.shift(root)?.reject(toEngineError(error));
  };

  const runBatch = async (roots: readonly string[]): Promise<void> => {
    const cold = roots.filter((root) => lanes.first(root)?.meta === undefined);
    const instances = await warm.get(cold);
    const hashes = new Set(
      roots.map(
        (root) => lanes.first(root)?.meta?.bundleHash ?? instances.get(root)?.meta.bundleHash,
      ),
    );
    for (const hash of hashes) if (hash !== undefined) await definitions.ensure(hash);
    const made = await attemptAll(roots, instances);
    // From here on nothing waits before the commit: whoever keeps a job gives it up or gets it.
    await commitTogether(oncePerMessage(made).flatMap(prepare));
  };

  /** A message that several processes take: one of them in a batch, the others stay in their queues. */
  const oncePerMessage = (made: readonly Made[]): Made[] => {
    const used = new Set<string>();
    return made.filter(({ pending: { options } }) => {
      if (options.message === undefined) return true;
      if (used.has(options.message.messageKey)) return false;
      used.add(options.message.messageKey);
      return true;
    });
  };

  /**
   * Makes the steps; what does not fit is answered at once. A refusal is not written, so no commit
   * tells that the copy in memory was stale: it counts only for what the database holds.
   */
  const attemptAll = async (
    roots: readonly string[],
    instances: ReadonlyMap<string, WarmInstance>,
  ): Promise<Made[]> => {
    const tried = roots.map((root) => attempt(root, instances.get(root)));
    const doubtful = tried.flatMap((one) =>
      'error' in one && instances.has(one.root) ? [one.root] : [],
    );
    const reread = doubtful.length === 0 ? instances : await warm.reread(doubtful);
    return tried.flatMap((one) => {
      if (!('error' in one)) return [one];
      const now = reread.get(one.root);
      const wasStale = now?.version !== instances.get(one.root)?.version;
      const again = wasStale ? attempt(one.root, now) : one;
      if (!('error' in again)) return [again];
      reject(one.root, again.error);
      return [];
    });
  };

  const attempt = (root: string, found: WarmInstance | undefined): Made | Refusal => {
    const pending = lanes.first(root) as Pending;
    const instance = pending.meta === undefined ? found : newInstance(pending.meta);
    try {
      if (instance === undefined) throw new CommandRejected('not-found', `no instance ${root}`);
      const nowMs = settings.now();
      const env = { nowMs, zone: settings.zone };
      const result = step(definitions, instance.state, pending.command, env);
      return { root, pending, warm: instance, result, nowMs };
    } catch (error) {
      return { root, error };
    }
  };

  const prepare = (made: Made): Attempt[] => {
    const { root, pending, warm: instance, result, nowMs } = made;
    const kept = hooks.keepJobs(instance.meta, result, instance.state);
    try {
      const write = writeOf(instance, result, { ...pending, nowMs, kept, definitions });
      return [{ ...made, write }];
    } catch (error) {
      hooks.giveUpJobs({ patch: result.patch, lockedJobs: kept });
      reject(root, error);
      return [];
    }
  };

  const commitTogether = async (attempts: readonly Attempt[]): Promise<void> => {
    if (attempts.length === 0) return;
    let outcome: CommitOutcome;
    try {
      outcome = await store.commit(attempts.map(({ write }) => write));
    } catch (error) {
      await commitOneByOne(attempts, error);
      return;
    }
    for (const one of attempts) {
      const { rootKey } = one.write.meta;
      if (outcome.applied.has(rootKey)) succeed(one);
      else if (outcome.taken.has(rootKey)) fail(one, messageTaken());
      else await retry(one);
    }
  };

  /** One write that the database refuses does not take the others with it. */
  const commitOneByOne = async (attempts: readonly Attempt[], error: unknown): Promise<void> => {
    if (isContention(error)) for (const one of attempts) again(one);
    else if (attempts.length > 1 && toEngineError(error).code !== 'unavailable') {
      for (const one of attempts) await commitTogether([one]);
    } else for (const one of attempts) fail(one, error);
  };

  const succeed = ({ warm: instance, result, write }: Attempt): void => {
    const { rootKey } = write.meta;
    applyPatch(instance.state, result.patch);
    instance.version = write.expectedVersion + 1;
    if (result.patch.status === 'active') warm.keep(instance);
    else warm.drop(rootKey);
    const pending = lanes.shift(rootKey);
    hooks.committed(write, result);
    pending?.resolve(result);
  };

  const fail = ({ write }: Attempt, error: unknown): void => {
    hooks.giveUpJobs(write);
    warm.drop(write.meta.rootKey);
    reject(write.meta.rootKey, error);
  };

  /** Nothing was written, by no fault of the step: it stays first in its queue. */
  const again = ({ write }: Attempt): void => {
    hooks.giveUpJobs(write);
    warm.drop(write.meta.rootKey);
  };

  /** Not written: another process was faster (again, from what it left), or the start is there. */
  const retry = async (one: Attempt): Promise<void> => {
    const { rootKey } = one.write.meta;
    again(one);
    if (one.pending.meta !== undefined) {
      lanes.shift(rootKey)?.resolve(undefined);
      return;
    }
    try {
      const [now] = (await warm.get([rootKey])).values();
      if (now?.version === one.write.expectedVersion && one.pending.options.heldJob !== undefined) {
        reject(rootKey, new EngineError('conflict', 'the lock of the job is lost'));
      }
    } catch (error) {
      reject(rootKey, error);
    }
  };

  return {
    run: async (rootKey, command, options = {}) =>
      (await submit(rootKey, { command, options })) as StepResult,
    start: async (meta, command, message) => {
      const options = message === undefined ? {} : { message };
      return (await submit(meta.rootKey, { command, options, meta })) !== undefined;
    },
    view: async (rootKey, atLeastVersion = 0) => {
      const found = (await warm.get([rootKey])).get(rootKey);
      if (found === undefined || found.version >= atLeastVersion) return found;
      return (await warm.reread([rootKey])).get(rootKey);
    },
    drain: () => lanes.drain(),
  };
}

function messageTaken(): EngineError {
  return new EngineError('conflict', 'the message was taken');
}

function newInstance(meta: InstanceMeta): WarmInstance {
  return { meta, version: 0, state: emptyState() };
}
