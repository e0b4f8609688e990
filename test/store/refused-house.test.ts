import { expect } from 'chai';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createConnectors } from '../../connectors/create-connectors.ts';
import { systemClock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import { makeBundle } from '../../core/procedures/bundle.ts';
import type { Bundle } from '../../core/procedures/procedure.ts';
import { openHouse } from '../../house.ts';
import { openStore } from '../../store/open-store.ts';
import { readProcedureFolder } from '../../store/procedures/read-procedure-folder.ts';
import { createTestDatabase } from '../support/database.ts';
import { silentLog, testKeys } from '../support/store.ts';

const PROCESSES = join(import.meta.dirname, '../../processes');
const GOOD = 'bibliotheksgebuehr';

/** A way to spoil a procedure that only the engine notices. */
interface Spoiled {
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly rule: string;
}

const SPOILED: readonly Spoiled[] = [
  {
    file: 'decisions/fee-account.dmn',
    from: 'list contains(?, "overdue")',
    to: '1 +(',
    rule: 'dmn-feel-syntax',
  },
  { file: 'process.bpmn', from: '=numberTries &lt; 3', to: '=feePaid +', rule: 'feel-syntax' },
];

describe('a house with a procedure that is refused', function () {
  this.timeout(60_000);
  let folder: string;
  let database: Awaited<ReturnType<typeof createTestDatabase>>;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'amtsweg-refused-'));
    database = await createTestDatabase();
  });

  afterEach(async () => {
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  const open = (seeds: readonly Bundle[], log: Log = silentLog) =>
    openHouse({
      databaseUrl: database.url,
      keys: testKeys(),
      clock: systemClock,
      log,
      connectors: createConnectors({ treasury: { directory: folder } }, systemClock),
      seeds,
      portal: {
        publicUrl: 'http://127.0.0.1',
        sessionSecret: 'x'.repeat(32),
        cityName: 'Musterstadt',
        paymentOrigins: [],
        trustedProxies: 0,
      },
    });

  const refusalOf = (seeds: readonly Bundle[]) =>
    open(seeds).then(
      () => undefined,
      (caught: Error & { code: string }) => caught,
    );

  it('does not open, says why, and leaves the database alone', async () => {
    const error = await refusalOf([makeBundle('broken', new Map([['procedure.json', '{']]))]);
    expect(error?.code).to.equal('procedure-refused');
    expect(error?.message).to.contain('procedure.json:1');
    expect(await connectionsOf(database.url)).to.deep.equal([]);
  });

  for (const spoiled of SPOILED) {
    it(`opens again when the folder is gone (${spoiled.file})`, async () => {
      const good = await readSeed(PROCESSES, GOOD);
      const broken = await readSeed(spoil(folder, spoiled), 'kaputt');
      const error = await refusalOf([good, broken]);
      expect(error?.code).to.equal('procedure-refused');
      const [what, ...lines] = error?.message.split('\n  ') ?? [];
      expect(what).to.equal('Procedure kaputt is refused:');
      expect(lines).to.have.length(1);
      expect(lines[0]).to.match(
        new RegExp(`^${spoiled.file}:\\d+ \\(\\w+\\) .* nicht lesbar.*\\[`),
      );
      expect(lines[0]).to.contain(`[${spoiled.rule}]`);
      expect(await offeredIn(database.url)).to.not.include('kaputt');
      const house = await open([good]);
      await house.stop();
    });
  }

  it('leaves out what was stored before it was refused, and says so', async () => {
    const broken = await readSeed(spoil(folder, SPOILED[1] as Spoiled), 'kaputt');
    await storeAsOffered(database.url, broken);
    const lines: string[] = [];
    const error = (fields: object, line: string) =>
      void lines.push(`${JSON.stringify(fields)} ${line}`);
    const house = await open([await readSeed(PROCESSES, GOOD)], { ...silentLog, error });
    await house.stop();
    expect(lines).to.have.length(1);
    expect(lines[0]).to.contain('"procedure":"kaputt"').and.to.contain('[feel-syntax]');
  });
});

/** A copy of a good folder under another name, with one place broken. */
function spoil(folder: string, { file, from, to }: Spoiled): string {
  cpSync(join(PROCESSES, '_building-blocks'), join(folder, '_building-blocks'), {
    recursive: true,
  });
  const own = join(folder, 'kaputt');
  cpSync(join(PROCESSES, GOOD), own, { recursive: true });
  replaceIn(join(own, 'procedure.json'), `"key": "${GOOD}"`, '"key": "kaputt"');
  replaceIn(join(own, file), from, to);
  return folder;
}

function replaceIn(path: string, from: string, to: string): void {
  const before = readFileSync(path, 'utf8');
  expect(before).to.contain(from);
  writeFileSync(path, before.replace(from, to));
}

async function readSeed(processes: string, key: string): Promise<Bundle> {
  const { bundle, problems } = await readProcedureFolder(processes, key);
  if (!bundle) throw new Error(JSON.stringify(problems));
  return bundle;
}

async function storeAsOffered(url: string, bundle: Bundle): Promise<void> {
  const store = openStore({
    databaseUrl: url,
    keys: testKeys(),
    clock: systemClock,
    log: silentLog,
  });
  await store.migrate();
  await store.bundles.save(bundle);
  await store.close();
}

async function offeredIn(url: string): Promise<string[]> {
  const store = openStore({
    databaseUrl: url,
    keys: testKeys(),
    clock: systemClock,
    log: silentLog,
  });
  const offered = await store.bundles.current();
  await store.close();
  return offered.map(({ key }) => key);
}

async function connectionsOf(url: string): Promise<string[]> {
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query<{ name: string }>(
    `select application_name as name from pg_stat_activity
     where datname = current_database() and application_name like 'amtsweg %'`,
  );
  await client.end();
  return rows.map(({ name }) => name);
}
