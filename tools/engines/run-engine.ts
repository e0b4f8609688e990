import { readConfig } from '../../core/config.ts';
import { runUntilSignal } from '../launch/run-until-signal.ts';
import { explainError } from '../launch/start-error.ts';
import { describeStatus } from './describe-status.ts';
import type { Engine } from './engine.ts';
import { foldersOf } from './folders.ts';
import { makeProgress } from './progress.ts';
import { helpText, readArguments, type Arguments } from './read-arguments.ts';
import { startEngine, type Start } from './start-engine.ts';
import { LAUNCHER_STOP_LIMIT_MS, stopEngine } from './stop-engine.ts';

/** The command of an engine: what its arguments ask for. What goes wrong is one line and ends with 1. */
export async function runEngine(engine: Engine, args: readonly string[]): Promise<void> {
  try {
    await obey(engine, readArguments(engine, args));
  } catch (error) {
    console.error(explainError(error));
    process.exitCode = 1;
  }
}

async function obey(engine: Engine, { action, ...rest }: Arguments): Promise<void> {
  if (action === 'help') return console.log(helpText(engine));
  const config = readConfig();
  const folders = foldersOf(engine, config.dataDir, rest.folder);
  if (action === 'status') return showStatus(engine, folders.run);
  if (action === 'stop') return console.log(await stopEngine(engine, folders.run));
  const { background, values } = rest;
  const progress = makeProgress(process.stdout);
  await run({ engine, values, background, folders, javaHome: config.javaHome, progress });
}

function showStatus(engine: Engine, runFolder: string): void {
  const { running, text } = describeStatus(engine, runFolder, Date.now());
  console.log(text);
  process.exitCode = running ? 0 : 1;
}

async function run(start: Start): Promise<void> {
  await runUntilSignal({
    start: (life) => startEngine(start, life),
    say: (line) => console.error(line),
    stopLimitMs: LAUNCHER_STOP_LIMIT_MS,
  });
}
