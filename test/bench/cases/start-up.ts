import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApp } from '../../support/running-app.ts';
import type { BenchCase } from '../bench-case.ts';

/** `npm start` once installed: from the command until the portal answers. */
export const startUp: BenchCase = {
  name: 'start-up',
  what: 'From `node start.cjs` until the portal answers, database and demo city included',
  async run({ runs }) {
    const dataDir = mkdtempSync(join(tmpdir(), 'amtsweg-start-'));
    const first = await timedStart(dataDir);
    const later: number[] = [];
    for (let run = 0; run < runs; run++) later.push(await timedStart(dataDir));
    rmSync(dataDir, { recursive: true, force: true });
    return [
      { name: 'first start, with a new database', unit: 's', values: [first], digits: 1 },
      { name: 'later start', unit: 's', values: later, digits: 1 },
    ];
  },
};

async function timedStart(dataDir: string): Promise<number> {
  const startedMs = performance.now();
  const app = await startApp({ dataDir, env: { LOG_LEVEL: 'warn' } });
  await app.ready();
  const seconds = (performance.now() - startedMs) / 1000;
  app.child.kill('SIGTERM');
  await app.ended();
  return seconds;
}
