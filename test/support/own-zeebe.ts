import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from '../../store/postgres/free-port.ts';
import type { RunningZeebe } from './camunda8-harness.ts';
import { findFreePorts, runLauncher, startLauncher } from './engine-launcher.ts';

/** A Zeebe of one's own, on free ports and in a folder that goes with it. */
export interface OwnZeebe extends RunningZeebe {
  stop(): Promise<void>;
}

const SECRET = 'records-of-a-test';

export async function startOwnZeebe(): Promise<OwnZeebe> {
  const folder = mkdtempSync(join(tmpdir(), 'amtsweg-zeebe-'));
  const [rest, management, records] = [
    await findFreePort(),
    await findFreePort(),
    await findFreePort(),
  ];
  const grpc = await findFreePorts(3);
  const launcher = startLauncher('camunda8', [
    ...['--folder', folder, '--clock-controlled'],
    ...['--port', String(rest), '--grpc-port', String(grpc)],
    ...['--management-port', String(management)],
    ...['--exporter-url', `http://amtsweg:${SECRET}@127.0.0.1:${records}`],
    // Each record at once: with more in a request, the last of them wait for a second.
    ...['--exporter-bulk-size', '1'],
  ]);
  await launcher.saw('Ctrl-C');
  return {
    grpcUrl: `grpc://127.0.0.1:${grpc}`,
    restUrl: `http://127.0.0.1:${rest}`,
    clockUrl: `http://127.0.0.1:${management}/actuator/clock`,
    receiver: { port: records, user: 'amtsweg', secret: SECRET },
    async stop() {
      await runLauncher('camunda8', ['--stop', '--folder', folder]);
      await launcher.ended();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
