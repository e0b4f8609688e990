import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { LaunchPlan, ReadyCheck } from './engine.ts';
import { markOf } from './engine-record.ts';
import { LaunchError } from './launch-error.ts';

const POLL_MS = 200;
const ASK_LIMIT_MS = 5_000;
/** On a machine that is busy with other things a start takes ten times as long. */
const READY_LIMIT_MS = 300_000;
const MEMORY = '-Xmx1g';
/** FEEL on an engine reckons in the zone of its process; the house reckons in this one. */
const ZONE = 'Europe/Berlin';

export interface EngineProcess {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly logFile: string;
}

export function logFileOf(runFolder: string): string {
  return join(runFolder, 'engine.log');
}

/** In a group of its own: a Ctrl-C reaches the launcher alone, which then stops it. */
export function spawnEngine(java: string, plan: LaunchPlan, runFolder: string): EngineProcess {
  const logFile = logFileOf(runFolder);
  if (existsSync(logFile)) renameSync(logFile, `${logFile}.1`);
  const log = openSync(logFile, 'w', 0o600);
  try {
    const child = spawn(
      java,
      [MEMORY, `-Duser.timezone=${ZONE}`, '-Dfile.encoding=UTF-8', markOf(runFolder)].concat(
        plan.javaArguments,
      ),
      {
        cwd: runFolder,
        detached: true,
        stdio: ['ignore', log, log],
        // Nothing of our own environment: what it is told stands in the plan.
        env: { LC_ALL: 'C.UTF-8', ...plan.environment },
      },
    );
    // The reason is told by there being no process.
    child.once('error', () => undefined);
    if (child.pid === undefined) {
      throw new LaunchError('engine-failed', `${java} cannot be run.`);
    }
    child.unref();
    return { child, pid: child.pid, logFile };
  } finally {
    closeSync(log);
  }
}

/** Asks until all answers are as they should be; says why when it ends before. */
export async function waitUntilReady(
  title: string,
  { child, logFile }: EngineProcess,
  checks: readonly ReadyCheck[],
  signal: AbortSignal,
): Promise<void> {
  for (let waitedMs = 0; waitedMs < READY_LIMIT_MS; waitedMs += POLL_MS) {
    signal.throwIfAborted();
    if (child.exitCode !== null || child.signalCode !== null) throw failed(title, child, logFile);
    if (await allAnswer(checks)) return;
    await delay(POLL_MS);
  }
  throw new LaunchError(
    'engine-not-ready',
    `${title} was not ready after ${READY_LIMIT_MS / 1000} s; see ${logFile}.`,
  );
}

async function allAnswer(checks: readonly ReadyCheck[]): Promise<boolean> {
  const answered = await Promise.all(checks.map(answers));
  return answered.every(Boolean);
}

async function answers({ url, accepts }: ReadyCheck): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(ASK_LIMIT_MS) });
    return response.ok && accepts(await response.json());
  } catch {
    return false;
  }
}

function failed(title: string, child: ChildProcess, logFile: string): LaunchError {
  const how = child.signalCode ?? `exit code ${child.exitCode}`;
  const reason = reasonIn(readFileSync(logFile, 'utf8'));
  return new LaunchError(
    'engine-failed',
    `${title} ended before it was ready (${how}): ${reason} See ${logFile}.`,
  );
}

const LONGEST_REASON = 300;

/** The innermost cause that a Java program names, else its last line. */
export function reasonIn(log: string): string {
  const lines = log.split('\n').filter((line) => line.trim() !== '');
  const cause = lines.findLast((line) => line.startsWith('Caused by: '));
  const line = cause?.slice('Caused by: '.length) ?? lines.at(-1) ?? 'it wrote nothing';
  const text = line.trim().slice(0, LONGEST_REASON);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
