import { expect } from 'chai';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { makeCitizen, PortalAway, type Citizen, type Receipt } from '../support/citizen.ts';
import { startApp, type RunningApp } from '../support/running-app.ts';
import { fillDisk, noSmallDisk, onSmallDisk } from '../support/small-disk.ts';

/** A database and some hundred cases; the rest is filled by the test. */
const DISK = 'size=260m';
/** An account of the demo city with something to choose from. */
const CARD = '2000000014';
const RECOVERY_LIMIT_MS = 30_000;
const IN_VAIN = /The database server does not start: No space left on the disk that holds/;

describe('a disk that becomes full while the application runs', function () {
  this.timeout(240_000);
  const dataDir = mkdtempSync(join(tmpdir(), 'amtsweg-full-'));
  const receipts: Receipt[] = [];
  let app: RunningApp;
  let people = 0;

  before(async function () {
    const reason = noSmallDisk(dataDir);
    if (reason !== undefined) {
      console.warn(`      SKIPPED: nobody may mount a small disk on this machine: ${reason}`);
      this.skip();
    }
    app = await startApp({
      dataDir,
      through: onSmallDisk(dataDir, DISK),
      env: { TRUSTED_PROXIES: '1' },
    });
    await app.ready();
  });

  after(async () => {
    app?.child.kill('SIGTERM');
    await app?.ended();
    rmSync(dataDir, { recursive: true, force: true });
  });

  /** Everybody comes from an address of their own: limits are not what is tried here. */
  function citizen(): Citizen {
    people += 1;
    return makeCitizen(app.address, `10.1.${Math.floor(people / 250)}.${1 + (people % 250)}`);
  }

  async function apply(): Promise<void> {
    receipts.push(await citizen().apply({ cardNumber: CARD }));
  }

  /** What was acknowledged is reachable and waits for its citizen. */
  async function waitsForCitizen(receipt: Receipt): Promise<boolean> {
    const person = citizen();
    expect(await person.open(receipt), receipt.number).to.equal(true);
    return (await person.status(receipt.number)).tasks.length > 0;
  }

  it('refuses with a page that says so, and loses nothing that it acknowledged', async () => {
    await apply();
    const full = fillDisk(app.child.pid ?? 0, dataDir);
    try {
      await untilRefused(apply);
      const url = databaseUrl(app, dataDir);
      await until('the server starts in vain', async () => {
        await exhaustLog(url);
        return IN_VAIN.test(app.output());
      });
      const page = await untilAway(citizen());
      expect(page.html)
        .to.include('Das geht gerade nicht')
        .and.to.include('Es ist nichts verloren');
      // An error of the database tells what its query was given: nothing for a log.
      expect(app.output()).to.not.include('parameters:');
      expect(app.child.exitCode, app.output()).to.equal(null);
    } finally {
      full.free();
    }
  });

  it('goes on by itself when there is room again', async () => {
    const startMs = Date.now();
    const before = receipts.length;
    await until('a submission is taken', () => succeeds(apply));
    expect(Date.now() - startMs).to.be.below(RECOVERY_LIMIT_MS);
    expect(receipts.length).to.equal(before + 1);
    for (const receipt of receipts) {
      await until(receipt.number, () =>
        succeeds(async () => {
          if (!(await waitsForCitizen(receipt))) throw new PortalAway('not yet');
        }),
      );
    }
    expect(leftInFolder(app, dataDir)).to.deep.equal([]);
    expect(new Set(receipts.map(({ number }) => number)).size).to.equal(receipts.length);
  });
});

/** Only "not now" counts as a refusal: any other answer fails the test. */
async function succeeds(act: () => Promise<void>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (error) {
    if (!(error instanceof PortalAway)) throw error;
    return false;
  }
}

const MANY = 2_000;

/** What PostgreSQL has reserved takes some more cases. */
async function untilRefused(apply: () => Promise<void>): Promise<void> {
  for (let cases = 0; cases < MANY; cases += 1) if (!(await succeeds(apply))) return;
  throw new Error(`${MANY} cases fitted on a full disk`);
}

/** Uses up the segments of the write-ahead log that lie ready: the server dies of the next one. */
async function exhaustLog(url: string): Promise<void> {
  for (let segments = 0; segments < MANY; segments += 1) {
    try {
      await query(
        url,
        `select pg_logical_emit_message(false, 'test', repeat('x', 1000000)), pg_switch_wal()`,
      );
    } catch {
      return;
    }
  }
  throw new Error('the write-ahead log has no end');
}

async function untilAway(person: Citizen) {
  const deadlineMs = Date.now() + RECOVERY_LIMIT_MS;
  for (;;) {
    const page = await person.get('/dienste/bibliotheksgebuehr');
    if (page.status === 503) return page;
    expect(page.status).to.equal(200);
    if (Date.now() > deadlineMs) throw new Error('the pages do not need the database');
    await delay(100);
  }
}

/** The folder as the application sees it. */
function databaseFolder({ child }: RunningApp, dataDir: string): string {
  return join(`/proc/${child.pid ?? 0}/root`, dataDir, 'postgres');
}

/** Files that a restart has begun and could not write. */
function leftInFolder(app: RunningApp, dataDir: string): string[] {
  return readdirSync(databaseFolder(app, dataDir)).filter((name) => /\.lock/.test(name));
}

function databaseUrl(app: RunningApp, dataDir: string): string {
  const read = (name: string): string =>
    readFileSync(join(databaseFolder(app, dataDir), name), 'utf8').trim();
  return `postgres://amtsweg:${read('password')}@127.0.0.1:${read('port')}/amtsweg`;
}

async function query(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function until(what: string, condition: () => Promise<boolean>): Promise<void> {
  const deadlineMs = Date.now() + 60_000;
  while (!(await condition())) {
    if (Date.now() > deadlineMs) throw new Error(`Not within 60 s: ${what}`);
    await delay(100);
  }
}
