import { EngineError } from '../errors.ts';
import type { PublishMessage } from '../port.ts';
import type { Definitions, MessageStart } from './definitions.ts';
import type { RootKeys } from './root-keys.ts';
import type { Runner } from './runner.ts';
import type { EmbeddedEngineSettings } from './settings.ts';
import type { EngineStore, InstanceWrite, MessageFilter, StartableMessage } from './store.ts';

/**
 * Messages and those who wait for them. Both sides are in the database before either looks for the
 * other, so that one of them sees the other; what a crash leaves unmatched is found by `sweep`.
 */
export interface MessageExchange {
  publish(message: PublishMessage): Promise<void>;
  /** After a step: kept messages for new subscriptions or a place that is free again, and its own. */
  committed(write: InstanceWrite): void;
  /** Matches what fits; when very much cannot be given, the rest of it at the next calls. */
  sweep(): Promise<void>;
  drain(): Promise<void>;
}

type Keys = NonNullable<MessageFilter['keys']>;

/** Where the last look at waiting and at starting processes ended; empty: begin at the oldest. */
interface Places {
  waits?: MessageFilter['after'];
  starts?: MessageFilter['after'];
}

interface Matching {
  readonly running: Promise<void>;
  next?: Promise<void>;
}

const MAX_MATCHES = 500;

export function makeMessageExchange(
  store: EngineStore,
  definitions: Definitions,
  settings: EmbeddedEngineSettings,
  runner: Runner,
  rootKeys: RootKeys,
): MessageExchange {
  const { now, log } = settings;
  const running = new Set<Promise<void>>();
  const matching = new Map<string, Matching>();
  /** Each sweep goes on from here: what can never be given does not keep the later ones waiting. */
  const swept: Places = {};

  /** Until nothing fits any more: a correlated step may have opened the next subscription. */
  const match = async (keys?: Keys, nowMs = now(), places: Places = {}): Promise<void> => {
    const filter = { nowMs, limit: MAX_MATCHES, ...(keys === undefined ? {} : { keys }) };
    for (let given = 1; given > 0;) {
      given = (await startInstances(filter, places)) + (await correlate(filter, places));
    }
  };

  /**
   * Publications of the same name and key at the same time share their matching, which begins after
   * all of them are stored: a hundred at once do not try each other's message a hundred times.
   */
  const matchShared = (key: Keys[number], nowMs: number): Promise<void> => {
    const id = JSON.stringify([key.name, key.correlationKey]);
    const current = matching.get(id);
    if (current !== undefined) {
      current.next ??= current.running.catch(() => undefined).then(() => matchShared(key, nowMs));
      return current.next;
    }
    const entry: Matching = { running: match([key], nowMs) };
    matching.set(id, entry);
    const done = () => matching.delete(id);
    entry.running.then(done, done);
    return entry.running;
  };

  const correlate = async (filter: MessageFilter, places: Places): Promise<number> => {
    const matches = await store.matchingSubscriptions(from(places.waits, filter));
    places.waits = nextPlace(matches);
    const given = await Promise.all(
      matches.map(({ rootKey, waitKey, variables, messageKey, processId }) =>
        taken(
          runner.run(
            rootKey,
            { type: 'correlateMessage', waitKey, variables },
            { message: { messageKey, processId } },
          ),
        ),
      ),
    );
    return given.filter(Boolean).length;
  };

  const startInstances = async (filter: MessageFilter, places: Places): Promise<number> => {
    const starts = definitions.messageStarts();
    if (starts.length === 0) return 0;
    const messages = await store.messagesForStart(
      starts.map(({ messageName, definition }) => ({
        messageName,
        processId: definition.graph.processId,
      })),
      from(places.starts, filter),
    );
    places.starts = nextPlace(messages);
    let given = 0;
    for (const message of messages) {
      for (const start of starts) {
        if (start.messageName !== message.name) continue;
        if (message.taken.includes(start.definition.graph.processId)) continue;
        if (await startOne(start, message)) given += 1;
      }
    }
    return given;
  };

  const startOne = async (start: MessageStart, message: StartableMessage): Promise<boolean> => {
    const { definition, startEventId } = start;
    const { processId } = definition.graph;
    const { name, correlationKey, variables, messageKey } = message;
    const meta = {
      rootKey: await rootKeys.next(),
      definitionKey: definition.key,
      processId,
      bundleHash: definitions.bundleOf(definition.key),
      ...(correlationKey === '' ? {} : { startedBy: { name, correlationKey } }),
    };
    return taken(
      runner.start(
        meta,
        { type: 'start', definitionKey: definition.key, startEventId, variables },
        { messageKey, processId },
      ),
    );
  };

  /**
   * Somebody else was faster, or the place is taken: not an error. A message that cannot be given
   * must not keep the others waiting.
   */
  const taken = async (done: Promise<unknown>): Promise<boolean> => {
    try {
      return (await done) !== false;
    } catch (error) {
      const code = error instanceof EngineError ? error.code : '';
      if (code === 'unavailable' || code === 'timeout') throw error;
      if (code !== 'conflict' && code !== 'not-found') {
        log.error({ err: error }, 'a message could not be given');
      }
      return false;
    }
  };

  const inBackground = (keys: Keys): void => {
    const promise = match(keys)
      .catch((error: unknown) => log.warn({ err: error }, 'messages wait for the next sweep'))
      .finally(() => running.delete(promise));
    running.add(promise);
  };

  return {
    async publish({ name, correlationKey, messageId, timeToLiveMs, variables }) {
      const createdAtMs = now();
      const inserted = await store.insertMessage({
        name,
        correlationKey,
        variables,
        createdAtMs,
        // One that is not kept still lives for this moment.
        expiresAtMs: createdAtMs + Math.max(1, timeToLiveMs),
        ...(messageId === undefined ? {} : { messageId }),
      });
      // By the time of its publication: one that lives for a moment has not expired on the way.
      if (inserted) await matchShared({ name, correlationKey }, createdAtMs);
    },
    committed({ meta, patch, messages }) {
      const opened = patch.waits.put.flatMap((wait) =>
        wait.kind === 'message' ? [{ name: wait.name, correlationKey: wait.correlationKey }] : [],
      );
      const freed = patch.status !== 'active' && meta.startedBy !== undefined;
      const keys = [...opened, ...messages, ...(freed ? [meta.startedBy] : [])];
      if (keys.length > 0) inBackground(keys);
    },
    sweep: () => match(undefined, now(), swept),
    drain: async () => {
      await Promise.all(running);
    },
  };
}

function from(after: MessageFilter['after'], filter: MessageFilter): MessageFilter {
  return after === undefined ? filter : { ...filter, after };
}

/** After the last of a full page; after one that is not full, at the beginning again. */
function nextPlace<Row extends NonNullable<MessageFilter['after']>>(
  page: readonly Row[],
): MessageFilter['after'] {
  return page.length < MAX_MATCHES ? undefined : page.at(-1);
}
