import { EngineError } from '../errors.ts';
import type { EngineMirror, Publication } from '../mirror.ts';
import type { PublishMessage } from '../port.ts';
import { asDocument } from './cluster.ts';
import type { Cluster } from './cluster.ts';

/**
 * Zeebe keeps a message and its id for the time to live. Where an id has to stay taken for longer, our
 * database remembers it: who publishes once more after that time has published already.
 */
export function makePublisher(cluster: Cluster, mirror: EngineMirror, now: () => number) {
  return async (message: PublishMessage): Promise<void> => {
    const publication = heldPublication(message, now());
    if (publication && (await mirror.publications.take(publication)) === 'done') return;
    await publish(cluster, message);
    if (publication) await mirror.publications.done(publication);
  };
}

async function publish(cluster: Cluster, message: PublishMessage): Promise<void> {
  const { name, correlationKey, messageId, timeToLiveMs, variables } = message;
  try {
    await cluster.call('publishing a message', (client) =>
      client.publishMessage({
        name,
        correlationKey,
        timeToLive: timeToLiveMs,
        variables: asDocument(variables),
        ...(messageId === undefined ? {} : { messageId }),
      }),
    );
  } catch (error) {
    // Its id is taken: it was published before.
    const isKnown = error instanceof EngineError && error.code === 'conflict';
    if (!isKnown || messageId === undefined) throw error;
  }
}

function heldPublication(message: PublishMessage, nowMs: number): Publication | undefined {
  const { name, correlationKey, messageId, timeToLiveMs, idHeldForMs = 0 } = message;
  if (messageId === undefined || idHeldForMs === 0) return undefined;
  const heldUntilMs = nowMs + timeToLiveMs + idHeldForMs;
  return { name, correlationKey, messageId, heldUntilMs };
}
