import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { LaunchError } from './launch-error.ts';

export interface MavenRun {
  readonly args: readonly string[];
  readonly folder: string;
  /** Maven compiles with this Java, whatever the path holds. */
  readonly javaHome: string;
  /** Aborted, Maven is ended. */
  readonly signal: AbortSignal;
  readonly onLine: (line: string) => void;
}

/** What `env` answers when it does not find the program. */
const NOT_FOUND = 127;

/** Maven goes by its own settings; where it fetches from is not our business. */
export async function runMaven(run: MavenRun): Promise<void> {
  run.signal.throwIfAborted();
  const lines: string[] = [];
  const exitCode = await runToEnd(run, (line) => {
    lines.push(line);
    run.onLine(line);
  });
  run.signal.throwIfAborted();
  if (exitCode !== 0) throw explainMaven(exitCode, lines);
}

function runToEnd(
  { args, folder, javaHome, signal }: MavenRun,
  onLine: (line: string) => void,
): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const command = [
      `JAVA_HOME=${javaHome}`,
      'mvn',
      '--batch-mode',
      '-Dstyle.color=never',
      ...args,
    ];
    const maven = spawn('env', command, {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      // In a group of its own, so that a Ctrl-C reaches us first and we end it.
      detached: true,
    });
    const end = (): void => void maven.kill('SIGTERM');
    signal.addEventListener('abort', end, { once: true });
    createInterface(maven.stdout).on('line', onLine);
    createInterface(maven.stderr).on('line', onLine);
    maven.once('error', reject);
    maven.once('close', (exitCode) => {
      signal.removeEventListener('abort', end);
      resolve(exitCode);
    });
  });
}

/** One line of the many that Maven writes. */
export function explainMaven(exitCode: number | null, lines: readonly string[]): LaunchError {
  if (exitCode === NOT_FOUND) {
    return new LaunchError(
      'maven-missing',
      'Maven is needed to fetch the engine, once: there is no program mvn on the path.',
    );
  }
  const text = lines.join('\n');
  if (/No space left on device|Disk quota exceeded/.test(text)) {
    return new LaunchError('disk-full', 'Maven found no space left on the disk.');
  }
  const reason = firstError(lines) ?? `it ended with ${exitCode}`;
  if (/Could not (resolve|transfer|find)|UnknownHost|PluginResolutionException/.test(text)) {
    return new LaunchError('fetch-failed', `Maven could not fetch what is needed: ${reason}`);
  }
  return new LaunchError('build-failed', `Maven did not succeed: ${reason}`);
}

const LONGEST_REASON = 400;

function firstError(lines: readonly string[]): string | undefined {
  const line = lines.find((one) => /^\[ERROR\] +\S/.test(one));
  return line
    ?.replace(/^\[ERROR\] +/, '')
    .replace(/ -> \[Help \d+\]$/, '')
    .slice(0, LONGEST_REASON);
}

/** The file that Maven is just fetching, when the line says so. */
export function fileInLine(line: string): string | undefined {
  return /Downloading from \S+ \S*\/([^/\s]+)$/.exec(line)?.[1];
}
