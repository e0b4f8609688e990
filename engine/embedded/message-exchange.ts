import { EngineError } from '../errors.ts';
import type { PublishMessage } from '../port.ts';
import type { Definitions, MessageStart } from './definitions.ts';
import { makeLanes } from './lanes.ts';
import { makeMessageKeeper } from './message-keeper.ts';
import type { RootKeys } from './root-keys.ts';
import type { Runner } from './runner.ts';
import type { EmbeddedEngineSettings } from './settings.ts';
import type {
  EngineStore,
  InstanceWrite,
  MessageFilter,
  MessageKey,
  StartableMessage,
} from './store.ts';

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

/** Where the last look at waiting and at starting processes ended; empty: begin at the oldest. */
interface Places {
  waits?: MessageFilter['after'];
  starts?: MessageFilter['after'];
}

/** Somebody who wants to know that a key was looked at. */
interface Look {
  readonly key: MessageKey;
  /** What lived then is given, even if it has expired on the way. */
  readonly nowMs: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

const MAX_MATCHES = 500;
const MATCHING = 4;

export function makeMessageExchange(
  store: EngineStore,
  definitions: Definitions,
  settings: EmbeddedEngineSettings,
  runner: Runner,
  rootKeys: RootKeys,
): MessageExchange {
  const { now, log } = settings;
  /** Each sweep goes on from here: what can never be given does not keep the later ones waiting. */
  const swept: Places = {};

  const keeper = makeMessageKeeper(store);

  /**
   * Many keys share a look, and everybody who asks for the same key meanwhile shares the next one: a
   * hundred messages at once do not try each other a hundred times. An error is the database's, and
   * all of them hear of it: their messages are kept, and a sweep or a repetition gives them.
   */
  const looks = makeLanes<Look>(MATCHING, async (ids) => {
    const asked = ids.map(everybody);
    const works = asked.flat();
    try {
      await matchKeys(asked.flatMap(atFirst));
      for (const { resolve } of works) resolve();
    } catch (error) {
      for (const { reject } of works) reject(error);
    }
  });

  const everybody = (id: string): Look[] => {
    const works: Look[] = [];
    for (let work = looks.shift(id); work !== undefined; work = looks.shift(id)) works.push(work);
    return works;
  };

  const look = (key: MessageKey, nowMs: number): Promise<void> =>
    new Promise((resolve, reject) => {
      looks.submit(idOf(key), { key, nowMs, resolve, reject });
    });

  /** Until nothing fits any more: a correlated step may have opened the next subscription. */
  const match = async (filter: MessageFilter, places: Places): Promise<void> => {
    for (let given = 1; given > 0;) {
      given = (await startInstances(filter, places)) + (await correlate(filter, places));
    }
  };

  /** To the end: what cannot be given does not hide what can. */
  const matchKeys = async (living: MessageFilter['living']): Promise<void> => {
    const places: Places = {};
    do await match({ living, limit: MAX_MATCHES }, places);
    while (places.waits !== undefined || places.starts !== undefined);
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
    const wanted = messages.flatMap((message) =>
      starts
        .filter(({ messageName, definition }) => {
          const { processId } = definition.graph;
          return messageName === message.name && !message.taken.includes(processId);
        })
        .map((start) => ({ start, message })),
    );
    const given = await Promise.all(
      firstOfEachPlace(wanted).map(({ start, message }) => startOne(start, message)),
    );
    return given.filter(Boolean).length;
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

  const inBackground = (key: MessageKey): void => {
    look(key, now()).catch((error: unknown) =>
      log.warn({ err: error }, 'messages wait for the next sweep'),
    );
  };

  return {
    async publish({ name, correlationKey, messageId, timeToLiveMs, idHeldForMs = 0, variables }) {
      const createdAtMs = now();
      const inserted = await keeper.keep({
        name,
        correlationKey,
        variables,
        createdAtMs,
        // One that is not kept still lives for this moment.
        expiresAtMs: createdAtMs + Math.max(1, timeToLiveMs),
        idHeldForMs,
        ...(messageId === undefined ? {} : { messageId }),
      });
      // By the time of its publication: one that lives for a moment has not expired on the way.
      if (inserted) await look({ name, correlationKey }, createdAtMs);
    },
    committed({ meta, patch, messages }) {
      const opened = patch.waits.put.flatMap((wait) =>
        wait.kind === 'message' ? [{ name: wait.name, correlationKey: wait.correlationKey }] : [],
      );
      const freed = patch.status !== 'active' && meta.startedBy !== undefined;
      const keys = [...opened, ...messages, ...(freed ? [meta.startedBy] : [])];
      for (const { name, correlationKey } of keys) inBackground({ name, correlationKey });
    },
    sweep: () => match({ living: { nowMs: now() }, limit: MAX_MATCHES }, swept),
    drain: async () => {
      await keeper.drain();
      await looks.drain();
    },
  };
}

function idOf({ name, correlationKey }: MessageKey): string {
  return JSON.stringify([name, correlationKey]);
}

/** The key that they all look at, as of the first of them. */
function atFirst(looks: readonly Look[]) {
  const [first] = looks;
  if (first === undefined) return [];
  const sinceMs = looks.reduce((earliest, { nowMs }) => Math.min(earliest, nowMs), Infinity);
  return [{ ...first.key, nowMs: sinceMs }];
}

interface WantedStart {
  readonly start: MessageStart;
  readonly message: StartableMessage;
}

/** Of one process and correlation key one instance may run: the oldest message starts it. */
function firstOfEachPlace(wanted: readonly WantedStart[]): WantedStart[] {
  const places = new Set<string>();
  return wanted.filter(({ start, message: { name, correlationKey } }) => {
    if (correlationKey === '') return true;
    const place = JSON.stringify([start.definition.graph.processId, name, correlationKey]);
    if (places.has(place)) return false;
    places.add(place);
    return true;
  });
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
