import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** The text that every scanner knows. In two parts: no scanner shall find it in this file. */
export const EICAR = [
  'X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR',
  '-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*',
].join('');
/** Of our own making, so that nothing is downloaded: `.ndb`, any type, anywhere, the bytes in hex. */
const SIGNATURES = `Amtsweg.Eicar-Test:0:*:${Buffer.from(EICAR).toString('hex')}\n`;

export const STREAM_MAX_BYTES = 1024 * 1024;
const READY_WITHIN_MS = 30_000;

export interface TestClamd {
  readonly socketPath: string;
  stop(): Promise<void>;
}

/** Debian puts it where only root's path leads. */
export function findClamd(): string | undefined {
  return ['clamd', '/usr/sbin/clamd', '/usr/local/sbin/clamd', '/opt/homebrew/sbin/clamd'].find(
    (name) => spawnSync(name, ['--version']).status === 0,
  );
}

/** A real clamd with one signature, on a socket of its own. */
export async function startClamd(binary: string): Promise<TestClamd> {
  const folder = mkdtempSync(join(tmpdir(), 'amtsweg-clamd-'));
  const socketPath = join(folder, 'clamd.sock');
  writeFileSync(join(folder, 'eicar.ndb'), SIGNATURES);
  writeFileSync(join(folder, 'clamd.conf'), configuration(folder, socketPath));
  const daemon = spawn(binary, ['--config-file', join(folder, 'clamd.conf')], { stdio: 'pipe' });
  let said = '';
  daemon.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  daemon.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = new Promise<void>((resolve) => daemon.once('close', () => resolve()));
  const stop = async (): Promise<void> => {
    daemon.kill('SIGKILL');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  const untilMs = Date.now() + READY_WITHIN_MS;
  while (!(await answers(socketPath))) {
    if (daemon.exitCode !== null || Date.now() > untilMs) {
      await stop();
      throw new Error(`clamd did not start: ${said}`);
    }
    await pause(50);
  }
  return { socketPath, stop };
}

function configuration(folder: string, socketPath: string): string {
  return [
    `DatabaseDirectory ${folder}`,
    `TemporaryDirectory ${folder}`,
    `LocalSocket ${socketPath}`,
    // Otherwise the daemon of root changes to a user who may not read the folder.
    `User ${userInfo().username}`,
    'Foreground yes',
    'LogFile /dev/null',
    `StreamMaxLength ${STREAM_MAX_BYTES}`,
    'OfficialDatabaseOnly no',
    '',
  ].join('\n');
}

function answers(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(socketPath, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
