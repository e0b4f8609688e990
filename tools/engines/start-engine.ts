import { once } from 'node:events';
import { join } from 'node:path';
import { tryFileLock, type FileLock } from '../../store/postgres/file-lock.ts';
import { identifyProcess } from '../../store/postgres/process-identity.ts';
import { makeFolder } from '../../store/postgres/make-folder.ts';
import type { Life } from '../launch/run-until-signal.ts';
import { checkPorts } from './check-ports.ts';
import { checkSpace } from './check-space.ts';
import type { Engine, LaunchPlan, OptionValues } from './engine.ts';
import { spawnEngine, waitUntilReady, type EngineProcess } from './engine-process.ts';
import { findRecord, removeRecord, writeRecord, type EngineRecord } from './engine-record.ts';
import { findJava } from './find-java.ts';
import type { Folders } from './folders.ts';
import { installProgram } from './install-program.ts';
import { LaunchError } from './launch-error.ts';
import type { Progress } from './progress.ts';
import { signalProcess, stopProcess } from './stop-process.ts';
import { launcherLock, STOP_LIMIT_MS } from './stop-engine.ts';

export interface Start {
  readonly engine: Engine;
  readonly values: OptionValues;
  readonly background: boolean;
  readonly folders: Folders;
  readonly javaHome: string | undefined;
  readonly progress: Progress;
}

/** Resolves when the engine is ready and meant to stay, otherwise when it has ended or is to end. */
export async function startEngine(start: Start, life: Life): Promise<void> {
  const { engine, folders, background, progress } = start;
  const program = join(folders.programs, engine.program.key);
  const plan = engine.plan(start.values, { program, run: folders.run });
  makeFolder(folders.run);
  const lock = holdFolder(start);
  life.onStop('Lock', () => lock.release());
  await clearFolder(start);
  const launched = await launch(start, plan, life);
  progress.say(readyText(start, plan, launched));
  if (!background) await untilItEnds(engine, launched, life.stopping);
  if (background) lock.release();
}

/** Held by the launcher: while it fetches and starts, in the foreground as long as the engine runs. */
function holdFolder({ engine, folders }: Start): FileLock {
  const lock = tryFileLock(launcherLock(folders.run));
  if ('release' in lock) return lock;
  const running = findRecord(folders.run);
  if (running?.ready === true) throw runsAlready(engine, running);
  throw new LaunchError(
    'already-starting',
    `${engine.title} is just being started by process ${lock.heldBy}.`,
  );
}

/** An engine whose launcher was killed runs with nobody to stop it, and maybe with other settings. */
async function clearFolder({ engine, folders, progress }: Start): Promise<void> {
  const left = findRecord(folders.run);
  if (left?.background === true && left.ready) throw runsAlready(engine, left);
  if (left !== undefined) {
    progress.say(`Process ${left.pid} is left from a start that was killed: it is stopped.`);
    await stopProcess(left.pid, STOP_LIMIT_MS);
  }
  removeRecord(folders.run);
}

function runsAlready({ title, name }: Engine, { addresses, pid }: EngineRecord): LaunchError {
  return new LaunchError(
    'already-running',
    `${title} runs already at ${addresses[0]?.url} (process ${pid}). Stop it with npm run engine:${name} -- --stop, or choose another --folder.`,
  );
}

async function launch(start: Start, plan: LaunchPlan, life: Life): Promise<EngineProcess> {
  const { engine, folders, background, progress } = start;
  await checkPorts(plan.ports);
  const java = findJava(engine, start.javaHome);
  const signal = life.stopping;
  await installProgram({ engine, folder: folders.programs, java, signal, progress });
  checkSpace(folders.run, plan.neededMb, engine.title);
  signal.throwIfAborted();

  const startedAt = new Date().toISOString();
  const launched = spawnEngine(join(java.home, 'bin/java'), plan, folders.run);
  const { pid } = launched;
  const record = { pid, startedAt, background, ready: false, addresses: plan.addresses };
  life.onStop(
    engine.title,
    () => stopOwn(start, pid),
    () => signalProcess(pid, 'SIGKILL'),
  );
  writeRecord(folders.run, record);
  await progress.during(`Starting ${engine.title} with Java ${java.version}`, () =>
    waitUntilReady(engine.title, launched, plan.ready, signal),
  );
  writeRecord(folders.run, { ...record, ready: true });
  return launched;
}

async function stopOwn({ engine, folders, progress }: Start, pid: number): Promise<void> {
  const wasRunning = identifyProcess(pid) !== undefined;
  await stopProcess(pid, STOP_LIMIT_MS);
  removeRecord(folders.run);
  if (wasRunning) progress.say(`${engine.title} has stopped.`);
}

function readyText(start: Start, plan: LaunchPlan, { pid, logFile }: EngineProcess): string {
  const { engine, folders, background } = start;
  const stop = background ? `npm run engine:${engine.name} -- --stop` : 'Ctrl-C';
  const rows = [
    ...plan.addresses.map(({ label, url }) => [label, url]),
    ['Data', folders.run],
    ['Log', logFile],
    ['Process', String(pid)],
    ['Stop', stop],
  ];
  const lines = rows.map(([label = '', text]) => `  ${label.padEnd(9)} ${text}`);
  return ['', ...lines, ''].join('\n');
}

/** By itself, which is a failure, or because the launcher is to end. */
async function untilItEnds(
  { title }: Engine,
  { child, logFile }: EngineProcess,
  stopping: AbortSignal,
): Promise<void> {
  child.ref();
  if (child.exitCode === null && child.signalCode === null) {
    await Promise.race([once(child, 'exit'), once(stopping, 'abort')]);
  }
  if (stopping.aborted) return;
  const how = child.signalCode ?? `exit code ${child.exitCode}`;
  throw new LaunchError('engine-ended', `${title} has ended (${how}); see ${logFile}.`);
}
