import { expect } from 'chai';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { processTree, startApp, survivors, type RunningApp } from '../support/running-app.ts';
import { onSmallDisk } from '../support/small-disk.ts';

describe('the start', function () {
  this.timeout(180_000);
  let dataDir: string;
  const apps: RunningApp[] = [];

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'amtsweg-start-'));
  });

  afterEach(async () => {
    for (const app of apps.splice(0)) {
      app.child.kill('SIGTERM');
      await app.ended();
    }
    rmSync(dataDir, { recursive: true, force: true });
  });

  async function start(options: Partial<Parameters<typeof startApp>[0]> = {}): Promise<RunningApp> {
    const app = await startApp({ dataDir, ...options });
    apps.push(app);
    return app;
  }

  /** A start that must fail: its exit code and what it wrote. */
  async function failedStart(options: Partial<Parameters<typeof startApp>[0]> = {}) {
    const app = await start(options);
    const exitCode = await app.ended();
    return { exitCode, lines: app.output().trim().split('\n') };
  }

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`serves, and leaves no process behind after ${signal}, even sent twice at once`, async () => {
      const app = await start();
      await app.ready();
      const pids = [...processTree(app.child.pid ?? 0), databasePid(dataDir)];
      app.child.kill(signal);
      await delay(20);
      app.child.kill(signal);
      expect(await app.ended()).to.equal(0);
      expect(await survivors(pids)).to.deep.equal([]);
    });
  }

  it('stops what it has begun when it is ended in the midst of its start', async () => {
    const app = await start();
    await until(() => databasePid(dataDir) !== 0 || app.child.exitCode !== null);
    const pid = databasePid(dataDir);
    app.child.kill('SIGTERM');
    expect(await app.ended()).to.equal(0);
    expect(await survivors([pid])).to.deep.equal([]);
  });

  it('finds its data again after kill -9 of everything', async () => {
    const first = await start();
    await first.ready();
    const url = databaseUrl(dataDir);
    await query(url, 'CREATE TABLE kept (id int)');
    const pids = [...processTree(first.child.pid ?? 0), databasePid(dataDir)];
    for (const pid of pids.reverse()) kill(pid);
    await first.ended();

    const second = await start();
    await second.ready();
    expect(await query(databaseUrl(dataDir), 'SELECT * FROM kept')).to.deep.equal([]);
  });

  it('adopts the database when only the application was killed', async () => {
    const first = await start();
    await first.ready();
    const pid = databasePid(dataDir);
    first.child.kill('SIGKILL');
    await first.ended();

    const second = await start();
    await second.ready();
    expect(databasePid(dataDir)).to.equal(pid);
    second.child.kill('SIGINT');
    expect(await second.ended()).to.equal(0);
    expect(await survivors([pid])).to.deep.equal([]);
  });

  it('goes on when the database alone is killed', async () => {
    const app = await start();
    await app.ready();
    kill(databasePid(dataDir));
    await until(() => databaseAnswers(dataDir));
    expect(app.child.exitCode).to.equal(null);
    await app.ready();
  });

  it('starts the demo city again when it dies, says so, and leaves nothing behind at its end', async () => {
    const app = await start();
    await app.ready();
    const first = demoCityPid(app);
    kill(first);
    await until(() => app.output().includes('The demo city has ended (SIGKILL)'));
    await until(() => app.output().includes('The demo city is running again'));
    const pids = [...processTree(app.child.pid ?? 0), databasePid(dataDir)];
    expect(demoCityPid(app)).to.not.equal(first);
    app.child.kill('SIGTERM');
    expect(await app.ended()).to.equal(0);
    expect(await survivors(pids)).to.deep.equal([]);
  });

  it('says in one line that it runs already on that folder', async () => {
    const app = await start();
    await app.ready();
    const { exitCode, lines } = await failedStart();
    expect(exitCode).to.equal(1);
    expect(lines).to.have.lengthOf(1);
    expect(lines[0])
      .to.include('[already-running]')
      .and.to.include(`process ${app.child.pid ?? 0}`);
    await app.ready();
  });

  it('says that the port is taken, and leaves nothing running', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    try {
      const port = (taken.address() as { port: number }).port;
      const { exitCode, lines } = await failedStart({ port });
      expect(exitCode).to.equal(1);
      expect(lines.filter((line) => line.includes('[port-taken]'))).to.have.lengthOf(1);
      expect(databasePid(dataDir)).to.equal(0);
    } finally {
      taken.close();
    }
  });

  it('names all wrong settings in one line', async () => {
    const { exitCode, lines } = await failedStart({ env: { ENGINE: 'camunda8', LOG_LEVEL: 'x' } });
    expect(exitCode).to.equal(1);
    expect(lines).to.have.lengthOf(1);
    expect(lines[0]).to.match(/ENGINE .*LOG_LEVEL .*\[config-invalid\]/);
  });

  for (const [what, options, code] of [
    ['is full', 'size=20m', 'disk-full'],
    ['is read-only', 'ro', 'no-write-permission'],
  ] as const) {
    it(`says in one line that the disk ${what}`, async function () {
      if (process.platform !== 'linux') this.skip();
      const through = onSmallDisk(dataDir, options);
      const { exitCode, lines } = await failedStart({ through });
      expect(exitCode).to.equal(1);
      expect(lines).to.have.lengthOf(1);
      expect(lines[0]).to.match(new RegExp(`\\[(postgres-)?${code}\\]$`));
    });
  }
});

function demoCityPid(app: RunningApp): number {
  const isCity = (pid: number) =>
    readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('demo/main');
  return processTree(app.child.pid ?? 0).find(isCity) ?? 0;
}

/** 0 when no server runs on that folder. */
function databasePid(dataDir: string): number {
  try {
    const file = join(dataDir, 'postgres/cluster/postmaster.pid');
    return Number(readFileSync(file, 'utf8').split('\n')[0]);
  } catch {
    return 0;
  }
}

function databaseUrl(dataDir: string): string {
  const read = (name: string): string =>
    readFileSync(join(dataDir, 'postgres', name), 'utf8').trim();
  return `postgres://amtsweg:${read('password')}@127.0.0.1:${read('port')}/amtsweg`;
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows as unknown[];
  } finally {
    await client.end();
  }
}

async function databaseAnswers(dataDir: string): Promise<boolean> {
  try {
    return (await query(databaseUrl(dataDir), 'SELECT 1')).length === 1;
  } catch {
    return false;
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Gone already, as the children of a killed process may be.
  }
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadlineMs = Date.now() + 60_000;
  while (!(await condition())) {
    if (Date.now() > deadlineMs) throw new Error('It did not happen within 60 s.');
    await delay(20);
  }
}
