/** Work queued by root: the first of each root's queue goes, with the first ones of other roots. */
export interface Lanes<Work> {
  submit(root: string, work: Work): void;
  /** What is at work for this root, or next. */
  first(root: string): Work | undefined;
  /** The first one has had its answer; without this it is tried again. */
  shift(root: string): Work | undefined;
  /** Resolves when nothing is on its way any more. */
  drain(): Promise<void>;
}

const MAX_BATCH = 256;

/**
 * @param lanes batches at work at the same time; a root is in one of them at most
 * @param runBatch never rejects
 */
export function makeLanes<Work>(
  lanes: number,
  runBatch: (roots: readonly string[]) => Promise<void>,
): Lanes<Work> {
  const queues = new Map<string, Work[]>();
  const busy = new Set<string>();
  const ready = new Set<string>();
  const idleWaiters: (() => void)[] = [];
  let running = 0;
  let scheduled = false;

  /** What arrives until the event loop turns goes together; nobody waits for a timer. */
  const schedule = (): void => {
    if (scheduled || ready.size === 0 || running >= lanes) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      void turn();
    });
  };

  const turn = async (): Promise<void> => {
    if (running >= lanes || ready.size === 0) return;
    running += 1;
    const roots = takeReady();
    await runBatch(roots);
    running -= 1;
    for (const root of roots) release(root);
    schedule();
    if (running === 0 && queues.size === 0) for (const done of idleWaiters.splice(0)) done();
  };

  const takeReady = (): string[] => {
    const roots: string[] = [];
    for (const root of ready) {
      if (roots.length >= MAX_BATCH) break;
      roots.push(root);
    }
    for (const root of roots) {
      ready.delete(root);
      busy.add(root);
    }
    return roots;
  };

  const release = (root: string): void => {
    busy.delete(root);
    if (queues.has(root)) ready.add(root);
  };

  return {
    submit(root, work) {
      const queue = queues.get(root);
      if (queue === undefined) queues.set(root, [work]);
      else queue.push(work);
      if (!busy.has(root)) ready.add(root);
      schedule();
    },
    first: (root) => queues.get(root)?.[0],
    shift(root) {
      const queue = queues.get(root);
      const work = queue?.shift();
      if (queue?.length === 0) queues.delete(root);
      return work;
    },
    drain: () =>
      running === 0 && queues.size === 0
        ? Promise.resolve()
        : new Promise((resolve) => idleWaiters.push(resolve)),
  };
}
