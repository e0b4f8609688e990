import { randomUUID } from 'node:crypto';
import { EngineError } from '../errors.ts';
import type { Cluster } from './cluster.ts';
import { FENCE } from './records/fences-in.ts';
import type { Fence } from './records/record-stream.ts';
import { COMMAND_MS } from './settings.ts';

/** Signals of ours that come back in the records of every partition, behind all that was before them. */
export interface Fences {
  /** Resolves when the records of all partitions have been read up to the moment of the call. */
  readUpToNow(): Promise<void>;
  seen(fence: Fence): void;
}

export function makeFences(cluster: Cluster): Fences {
  const awaited = new Map<string, { missing: Set<number>; passed: () => void }>();
  return {
    async readUpToNow() {
      const { partitionsCount } = await cluster.call('reading the topology', (client) =>
        client.topology(),
      );
      const name = `${FENCE}${randomUUID()}`;
      const missing = new Set(Array.from({ length: partitionsCount }, (_, index) => index + 1));
      let timer: NodeJS.Timeout | undefined;
      try {
        await new Promise<void>((resolve, reject) => {
          awaited.set(name, { missing, passed: resolve });
          const late = new EngineError('timeout', 'the records of the cluster do not come');
          timer = setTimeout(() => reject(late), COMMAND_MS);
          cluster
            .call('asking what has been done', (client) =>
              client.broadcastSignal({ signalName: name, variables: {} }),
            )
            .catch(reject);
        });
      } finally {
        clearTimeout(timer);
        awaited.delete(name);
      }
    },
    seen({ partitionId, name }) {
      const fence = awaited.get(name);
      if (fence?.missing.delete(partitionId) && fence.missing.size === 0) fence.passed();
    },
  };
}
