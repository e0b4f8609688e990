import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startPostgres } from '../../store/postgres/start-postgres.ts';
import type { BenchCase } from './bench-case.ts';
import { closedLoop } from './cases/closed-loop.ts';
import { inbox } from './cases/inbox.ts';
import { loneStep } from './cases/lone-step.ts';
import { openLoop } from './cases/open-loop.ts';
import { portal } from './cases/portal.ts';
import { registerMatch } from './cases/register-match.ts';
import { startUp } from './cases/start-up.ts';
import { submissions } from './cases/submissions.ts';
import { benchmarksPage } from './write-table.ts';
import type { Measured } from './write-table.ts';

/**
 * `npm run bench [-- CASE …] [--json]`: measures and prints; without a choice of cases it also
 * writes `docs/benchmarks.md`.
 */
const CASES: readonly BenchCase[] = [
  closedLoop,
  openLoop,
  loneStep,
  startUp,
  portal,
  submissions,
  registerMatch,
  inbox,
];
const RUNS = 3;

async function main(args: readonly string[]): Promise<void> {
  const asJson = args.includes('--json');
  const chosen = args.filter((arg) => !arg.startsWith('--'));
  const unknown = chosen.filter((name) => !CASES.some((one) => one.name === name));
  if (unknown.length > 0) {
    throw new Error(`no case ${unknown.join(', ')}; there are ${CASES.map(nameOf).join(', ')}`);
  }
  const cases = CASES.filter(({ name }) => chosen.length === 0 || chosen.includes(name));
  const dataDir = mkdtempSync(join(tmpdir(), 'amtsweg-bench-'));
  const log = { info: () => undefined, warn: (text: string) => console.warn(text) };
  const server = await startPostgres({ dataDir, log });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      server.kill();
      rmSync(dataDir, { recursive: true, force: true });
      process.exit(1);
    });
  }
  try {
    const measured = await measureAll(cases, server.url);
    if (asJson) for (const line of jsonLines(measured)) console.log(line);
    else await writePage(measured, server.url, chosen.length === 0);
  } finally {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function nameOf({ name }: BenchCase): string {
  return name;
}

async function measureAll(cases: readonly BenchCase[], databaseUrl: string): Promise<Measured[]> {
  const measured: Measured[] = [];
  for (const benchCase of cases) {
    console.error(`measuring ${benchCase.name} …`);
    measured.push({ benchCase, figures: await benchCase.run({ databaseUrl, runs: RUNS }) });
  }
  return measured;
}

function jsonLines(measured: readonly Measured[]): string[] {
  return measured.flatMap(({ benchCase, figures }) =>
    figures.map((figure) => JSON.stringify({ case: benchCase.name, ...figure })),
  );
}

async function writePage(
  measured: readonly Measured[],
  databaseUrl: string,
  keep: boolean,
): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ version: string }>('select version()');
  await client.end();
  const page = benchmarksPage(measured, {
    postgres: rows[0]?.version.split(' on ')[0] ?? 'PostgreSQL',
    day: new Date().toISOString().slice(0, 10),
    runs: RUNS,
  });
  console.log(page);
  if (keep) writeFileSync(join(import.meta.dirname, '../../docs/benchmarks.md'), page);
}

await main(process.argv.slice(2));
