import { setTimeout as delay } from 'node:timers/promises';
import { EngineError } from '../errors.ts';
import type { EngineMirror, ForeignDefinition } from '../mirror.ts';
import type { StartRequest } from '../port.ts';
import { ORIGIN } from '../mirror.ts';
import type { Origin } from './origin.ts';
import { asDocument } from './cluster.ts';
import type { Cluster } from './cluster.ts';
import type { Fences } from './fences.ts';
import { COMMAND_MS } from './settings.ts';

/** Longer than any command of ours is on its way. */
const LEASE_MS = 3 * COMMAND_MS;
const BUSY_PAUSE_MS = 50;

/**
 * One instance per start key. Zeebe knows no business key, and a message id only as long as the
 * message lives; so who starts is settled in our database. Whoever takes over from one that did not
 * come back first reads all partitions up to now: the instance may be there.
 */
export function makeStarts(cluster: Cluster, mirror: EngineMirror, fences: Fences) {
  const create = async (
    definition: ForeignDefinition,
    request: StartRequest,
    rootKey: string,
  ): Promise<void> => {
    const origin: Origin = {
      root: rootKey,
      bundle: request.bundleHash,
      ...(request.caseId === undefined ? {} : { case: request.caseId }),
    };
    const { processInstanceKey } = await cluster.call('starting a process', (client) =>
      client.createProcessInstance({
        bpmnProcessId: definition.processId,
        version: definition.version,
        variables: asDocument({ ...request.variables, [ORIGIN]: { ...origin } }),
      }),
    );
    await mirror.starts.started(rootKey, processInstanceKey);
  };

  const isThere = async (rootKey: string): Promise<boolean> => {
    await fences.readUpToNow();
    return (await mirror.foreign(rootKey)) !== undefined;
  };

  return async (request: StartRequest): Promise<{ instanceKey: string }> => {
    const definition = await definitionOf(mirror, request);
    const until = Date.now() + COMMAND_MS;
    for (;;) {
      const { state, rootKey } = await mirror.starts.take(request, LEASE_MS);
      if (state === 'started') return { instanceKey: rootKey };
      if (state === 'busy') {
        if (Date.now() > until) throw new EngineError('timeout', `${request.startKey} is starting`);
        await delay(BUSY_PAUSE_MS);
        continue;
      }
      if (state === 'retaken' && (await isThere(rootKey))) return { instanceKey: rootKey };
      try {
        await create(definition, request, rootKey);
      } catch (error) {
        // Refused for sure: nothing was started. Of everything else nobody knows.
        if (isRefusal(error)) await mirror.starts.release(rootKey);
        throw error;
      }
      return { instanceKey: rootKey };
    }
  };
}

async function definitionOf(
  mirror: EngineMirror,
  { bundleHash, processId }: StartRequest,
): Promise<ForeignDefinition> {
  const bundle = await mirror.deployments.find(bundleHash);
  const definition = bundle?.definitions.find((one) => one.processId === processId);
  if (definition) return definition;
  throw new EngineError('not-found', `there is no process ${processId} in bundle ${bundleHash}`);
}

function isRefusal(error: unknown): boolean {
  return (
    error instanceof EngineError && !['unavailable', 'timeout', 'conflict'].includes(error.code)
  );
}
