import { expect } from 'chai';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { findNativeFolder } from '../../store/postgres/find-binaries.ts';
import { findFreePort } from '../../store/postgres/free-port.ts';
import { isAlive } from '../../store/postgres/process-identity.ts';
import { startPostgres, type EmbeddedPostgres } from '../../store/postgres/start-postgres.ts';
import { holdPostgres } from '../support/held-postgres.ts';

const log = { info: () => undefined, warn: () => undefined };

describe('the embedded PostgreSQL', function () {
  this.timeout(60_000);
  let dataDir: string;
  let template: string;
  const started: EmbeddedPostgres[] = [];

  /** Making a cluster takes longest: once, and for most tests a copy of it. */
  before(async () => {
    template = mkdtempSync(join(tmpdir(), 'amtsweg-template-'));
    await (await startPostgres({ dataDir: template, log })).stop();
  });

  after(() => rmSync(template, { recursive: true, force: true }));

  function useTemplate(): void {
    cpSync(join(template, 'postgres'), join(dataDir, 'postgres'), { recursive: true });
  }

  /** As `mkdtemp` makes it only its owner may enter, root included. */
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'amtsweg postgres-'));
  });

  afterEach(async () => {
    for (const server of started.splice(0)) await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  async function start(port?: number): Promise<EmbeddedPostgres> {
    const server = await startPostgres({ dataDir, log, ...(port === undefined ? {} : { port }) });
    started.push(server);
    return server;
  }

  it('keeps data and port from one start to the next, and leaves no process', async () => {
    const first = await start();
    await query(first.url, 'CREATE TABLE thing (id int); INSERT INTO thing VALUES (7)');
    await first.stop();
    expect(isAlive(first.pid)).to.equal(false);

    const second = await start();
    expect(second.adopted).to.equal(false);
    expect(second.url).to.equal(first.url);
    expect(await query(second.url, 'SELECT id FROM thing')).to.deep.equal([{ id: 7 }]);
  });

  it('is durable, and wants a password that only its owner can read', async () => {
    useTemplate();
    const { url } = await start();
    const [settings] = await query(
      url,
      `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit,
              current_setting('listen_addresses') AS addresses`,
    );
    expect(settings).to.deep.equal({ fsync: 'on', commit: 'on', addresses: '127.0.0.1' });
    const file = join(dataDir, 'postgres/password');
    expect(statSync(file).mode & 0o777).to.equal(0o600);
    const wrong = Object.assign(new URL(url), { password: 'guessed' }).href;
    expect(await refusal(query(wrong, 'SELECT 1'))).to.equal('28P01');
  });

  it('writes no form data into its log', async () => {
    useTemplate();
    const { url } = await start();
    await query(url, 'CREATE TABLE person (name text PRIMARY KEY)');
    await query(url, 'INSERT INTO person VALUES ($1)', ['Musterfrau']);
    expect(await refusal(query(url, 'INSERT INTO person VALUES ($1)', ['Musterfrau']))).to.equal(
      '23505',
    );
    expect(readFileSync(join(dataDir, 'postgres/server.log'), 'utf8'))
      .to.include('duplicate key')
      .and.not.to.include('Musterfrau');
  });

  it('adopts the server that a killed application left behind', async () => {
    useTemplate();
    const killed = await holdPostgres(dataDir);
    await query(String(killed.answer['url']), 'CREATE TABLE left_behind (id int)');
    await killed.kill();

    const server = await start();
    expect(server.adopted).to.equal(true);
    expect(server.pid).to.equal(killed.answer['pid']);
    expect(await query(server.url, 'SELECT * FROM left_behind')).to.deep.equal([]);
    await server.stop();
    expect(isAlive(server.pid)).to.equal(false);
  });

  it('recovers when application and server were killed', async () => {
    useTemplate();
    const killed = await holdPostgres(dataDir);
    await query(String(killed.answer['url']), 'CREATE TABLE kept (id int)');
    await killed.kill();
    process.kill(Number(killed.answer['pid']), 'SIGKILL');

    const server = await start();
    expect(server.adopted).to.equal(false);
    expect(await query(server.url, 'SELECT * FROM kept')).to.deep.equal([]);
  });

  it('is not misled by a lock file whose process number another process has now', async () => {
    useTemplate();
    await (await start()).stop();
    const file = join(dataDir, 'postgres/cluster/postmaster.pid');
    writeFileSync(file, `${process.pid}\n${dataDir}/postgres/cluster\n0\n5432\n\n127.0.0.1\n`);
    const server = await start();
    expect(server.adopted).to.equal(false);
    expect(await query(server.url, 'SELECT 1 AS one')).to.deep.equal([{ one: 1 }]);
  });

  it('starts over when a kill left a half-made cluster', async () => {
    const draft = join(dataDir, 'postgres/cluster.draft/base');
    mkdirSync(draft, { recursive: true });
    writeFileSync(join(draft, '../PG_VERSION'), '18\n');
    const server = await start();
    expect(await query(server.url, 'SELECT 1 AS one')).to.deep.equal([{ one: 1 }]);
    expect(existsSync(draft)).to.equal(false);
  });

  it('starts the server again, on the same address, when it is killed', async () => {
    useTemplate();
    const server = await start();
    await query(server.url, 'CREATE TABLE committed (id int)');
    const killed = server.pid;
    process.kill(killed, 'SIGKILL');
    await until(() => server.pid !== killed);
    expect(await query(server.url, 'SELECT * FROM committed')).to.deep.equal([]);
  });

  it('gives two that start at once the same server', async () => {
    const [one, two] = await Promise.all([start(), start()]);
    expect(one.pid).to.equal(two.pid);
    expect([one.adopted, two.adopted].sort()).to.deep.equal([false, true]);
  });

  it('says that a wanted port is taken', async () => {
    useTemplate();
    await withTakenPort(async (port) => {
      expect(await refusal(start(port))).to.equal('postgres-port-taken');
    });
  });

  it('moves to another port when the one of last time is taken', async () => {
    const port = await findFreePort();
    useTemplate();
    writeFileSync(join(dataDir, 'postgres/port'), `${port}\n`);
    await withTakenPort(async () => {
      const server = await start();
      expect(server.port).not.to.equal(port);
    }, port);
  });

  it('says that there are no binaries for a machine', () => {
    expect(() => findNativeFolder('linux', 'mips'))
      .to.throw(/No PostgreSQL binaries for linux-mips/)
      .with.property('code', 'postgres-missing-binaries');
  });

  describe('on a disk of its own', () => {
    const through = (options: string, folder: string): string[] => [
      'unshare',
      ...(process.getuid?.() === 0 ? [] : ['--user', '--map-root-user']),
      ...['--mount', 'sh', '-c', `mount -t tmpfs -o ${options} tmpfs "$0" && exec "$@"`, folder],
    ];

    it('says that the disk is full', async function () {
      if (process.platform !== 'linux') this.skip();
      const { answer, end } = await holdPostgres(dataDir, {
        through: through('size=20m', dataDir),
      });
      await end();
      expect(answer['code']).to.equal('postgres-disk-full');
      expect(answer['message']).to.match(/^No space left on the disk that holds .*\.$/);
    });

    it('says that it may not write', async function () {
      if (process.platform !== 'linux') this.skip();
      const { answer, end } = await holdPostgres(dataDir, { through: through('ro', dataDir) });
      await end();
      expect(answer['code']).to.equal('postgres-no-write-permission');
      expect(answer['message']).to.include('DATA_DIR');
    });
  });

  describe('as root without user namespaces', () => {
    it('puts the cluster where an unprivileged user reaches it, and finds it again', async function () {
      if (process.getuid?.() !== 0) this.skip();
      const bin = mkdtempSync(join(tmpdir(), 'amtsweg-bin-'));
      writeFileSync(join(bin, 'unshare'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
      const env = { PATH: `${bin}:${process.env['PATH'] ?? ''}` };
      const pointer = join(dataDir, 'postgres/elsewhere.json');
      try {
        const first = await holdPostgres(dataDir, { env });
        await query(String(first.answer['url']), 'CREATE TABLE thing (id int)');
        expect(statSync(`/proc/${String(first.answer['pid'])}`).uid).not.to.equal(0);
        await first.end();
        expect(readdirSync(join(dataDir, 'postgres'))).to.deep.equal(['elsewhere.json']);

        const second = await start();
        expect(await query(second.url, 'SELECT * FROM thing')).to.deep.equal([]);
        await second.stop();
      } finally {
        if (existsSync(pointer)) rmSync(homeIn(pointer), { recursive: true, force: true });
        rmSync(bin, { recursive: true });
      }
    });
  });
});

function homeIn(pointer: string): string {
  return (JSON.parse(readFileSync(pointer, 'utf8')) as { home: string }).home;
}

async function query(url: string, sql: string, values?: unknown[]): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql, values)).rows as unknown[];
  } finally {
    await client.end();
  }
}

async function refusal(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
  return undefined;
}

async function withTakenPort(work: (port: number) => Promise<void>, port = 0): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  try {
    const address = server.address();
    await work(typeof address === 'object' ? (address?.port ?? 0) : 0);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

/** The supervisor looks by the real clock, since it watches a real process. */
async function until(condition: () => boolean): Promise<void> {
  const deadlineMs = Date.now() + 20_000;
  while (!condition()) {
    if (Date.now() > deadlineMs) throw new Error('It did not happen within 20 s.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
