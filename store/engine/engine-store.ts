import pg from 'pg';
import type { EngineStore } from '../../engine/embedded/store.ts';
import { pgSettings } from '../connection.ts';
import { LastingClient } from '../lasting-client.ts';
import { commitRows } from './commit.ts';
import { saveDeployment, storedDefinitions, storedResources } from './deployments.ts';
import { EXACT_JSON } from './json-columns.ts';
import { extendJobLock, lockJobs, releaseJob } from './jobs.ts';
import { loadInstances } from './load.ts';
import {
  dropExpiredMessages,
  insertMessages,
  matchingSubscriptions,
  messagesForStart,
} from './messages.ts';
import { listenForSignals, sendSignal } from './signals.ts';
import { claimDueTimers, nextTimerAtMs } from './timers.ts';

const ROOT_KEYS_PER_RANGE = 1000;
const MAX_CONNECTIONS = 10;

/** The embedded engine's tables on PostgreSQL, with a pool of its own for the hot path. */
export function openEngineStore(databaseUrl: string): EngineStore {
  const settings = pgSettings(databaseUrl, 'engine');
  const pool = new pg.Pool({
    Client: LastingClient,
    ...settings,
    max: MAX_CONNECTIONS,
    options: PLANNER_OPTIONS,
    types: EXACT_JSON,
  });
  // A broken idle connection is replaced by the pool; the next query says what is wrong.
  pool.on('error', () => undefined);
  return {
    saveDeployment: (deployment, nowMs) => saveDeployment(pool, deployment, nowMs),
    deploymentResources: (hash) => storedResources(pool, hash),
    definitions: () => storedDefinitions(pool),
    reserveRootKeys: async () => {
      const { rows } = await pool.query<{ first: string }>(
        `select nextval('engine.root_key') as first`,
      );
      return { first: BigInt(rows[0]?.first ?? 0), count: ROOT_KEYS_PER_RANGE };
    },
    load: (rootKeys) => loadInstances(pool, rootKeys),
    rootOfStart: async (startKey) => {
      const { rows } = await pool.query<{ key: string }>(
        'select key::text from engine.instance where start_key = $1',
        [startKey],
      );
      return rows[0]?.key;
    },
    commit: (writes) => commitRows(pool, writes),
    lockJobs: (request) => lockJobs(pool, request),
    extendJobLock: (job, untilMs) => extendJobLock(pool, job, untilMs),
    releaseJob: (job, dueAtMs) => releaseJob(pool, job, dueAtMs),
    claimDueTimers: (nowMs, limit, untilMs) => claimDueTimers(pool, nowMs, limit, untilMs),
    nextTimerAtMs: (nowMs) => nextTimerAtMs(pool, nowMs),
    insertMessages: (messages) => insertMessages(pool, messages),
    matchingSubscriptions: (filter) => matchingSubscriptions(pool, filter),
    messagesForStart: (starts, filter) => messagesForStart(pool, starts, filter),
    dropExpiredMessages: (nowMs) => dropExpiredMessages(pool, nowMs),
    counts: async () => {
      const { rows } = await pool.query<{ jobs: number; incidents: number }>(
        `select (select count(*)::int from engine.job) as jobs,
           (select count(*)::int from engine.incident where resolved_at_ms is null) as incidents`,
      );
      return { openJobs: rows[0]?.jobs ?? 0, openIncidents: rows[0]?.incidents ?? 0 };
    },
    listen: (listener) => listenForSignals(settings, listener),
    signal: (signal) => sendSignal(pool, signal),
    close: () => pool.end(),
  };
}

/**
 * Every statement here finds its rows by key. A plan made while the tables were empty, or after a
 * bulk load without statistics, would scan and join them whole; these settings rule that out.
 */
const PLANNER_OPTIONS =
  '-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c jit=off';
