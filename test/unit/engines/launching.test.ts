import { expect } from 'chai';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { commandLineOf, isAlive } from '../../../store/postgres/process-identity.ts';
import { findFreePort } from '../../../store/postgres/free-port.ts';
import { markOf } from '../../../tools/engines/engine-record.ts';
import { runLauncher, startLauncher, type Launcher } from '../../support/engine-launcher.ts';
import { makeFakeJava, type FakeJava } from '../../support/fake-java.ts';
import { survivors } from '../../support/running-app.ts';

/** The launcher as a process, with a Java and a Maven that only look like the real ones. */
describe('launching an engine', function () {
  this.timeout(120_000);
  let folder: string;
  let run: string;
  let fake: FakeJava;
  let port: string;
  const launchers: Launcher[] = [];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'amtsweg-engine-'));
    run = join(folder, 'data/engines/camunda7/run');
    fake = makeFakeJava(folder);
    port = String(await findFreePort());
  });

  afterEach(async () => {
    for (const { child } of launchers.splice(0)) child.kill('SIGKILL');
    await call(['--stop']);
    rmSync(folder, { recursive: true, force: true });
  });

  const call = (args: string[], env: Record<string, string> = {}) =>
    runLauncher('camunda7', args, { ...fake.env, ...env });
  const start = (args: string[] = [], env: Record<string, string> = {}) => {
    const launcher = startLauncher('camunda7', ['--port', port, ...args], { ...fake.env, ...env });
    launchers.push(launcher);
    return launcher;
  };
  const enginePid = (): number =>
    (JSON.parse(readFileSync(join(run, 'engine.json'), 'utf8')) as { pid: number }).pid;
  const programs = (): string[] => readdirSync(join(folder, 'data/engines/camunda7/program'));

  it('fetches, starts, tells where it is, and stops it with itself', async () => {
    const launcher = start();
    await launcher.saw('Ctrl-C');
    expect(launcher.output()).to.match(/Fetching Camunda 7\.24\.0.*: done in \d+ s\./);
    expect(launcher.output()).to.contain(`http://127.0.0.1:${port}/engine-rest`);
    const status = await call(['--status']);
    expect(status.exitCode).to.equal(0);
    expect(status.output).to.match(/^Camunda 7\.24\.0 is running since \S+ \(\d+ s, process \d+\)/);
    const pid = enginePid();
    launcher.child.kill('SIGINT');
    const { exitCode, output } = await launcher.ended();
    expect(exitCode).to.equal(0);
    expect(output).to.contain('Camunda 7.24.0 has stopped.');
    expect(isAlive(pid)).to.equal(false);
    expect(await call(['--status'])).to.deep.equal({
      exitCode: 1,
      output: 'Camunda 7.24.0 is not running.\n',
    });
  });

  it('leaves it running in the background, starts no second one, and stops it', async () => {
    expect((await start(['--background']).ended()).exitCode).to.equal(0);
    const second = await start(['--background']).ended();
    expect(second.exitCode).to.equal(1);
    expect(second.output).to.match(/^Camunda 7\.24\.0 runs already at .* \[already-running\]\n$/);
    const pid = enginePid();
    expect(isAlive(pid)).to.equal(true);
    expect(await call(['--stop'])).to.deep.equal({
      exitCode: 0,
      output: 'Camunda 7.24.0 was stopped.\n',
    });
    expect(isAlive(pid)).to.equal(false);
    expect((await call(['--stop'])).output).to.equal('Camunda 7.24.0 is not running.\n');
  });

  it('is stopped from elsewhere together with its engine', async () => {
    const launcher = start();
    await launcher.saw('Ctrl-C');
    expect((await start().ended()).output).to.contain('[already-running]');
    const pid = enginePid();
    expect((await call(['--stop'])).exitCode).to.equal(0);
    expect((await launcher.ended()).exitCode).to.equal(0);
    expect(isAlive(pid)).to.equal(false);
  });

  it('replaces an engine whose launcher was killed', async () => {
    const killed = start();
    await killed.saw('Ctrl-C');
    const pid = enginePid();
    killed.child.kill('SIGKILL');
    await killed.ended();
    expect((await call(['--status'])).exitCode).to.equal(0);
    const next = start();
    await next.saw('Ctrl-C');
    expect(next.output()).to.contain(`Process ${pid} is left from a start that was killed`);
    expect(isAlive(pid)).to.equal(false);
    expect(isAlive(enginePid())).to.equal(true);
  });

  it('takes no other process for its engine', async () => {
    mkdirSync(run, { recursive: true });
    const record = { pid: process.pid, startedAt: new Date(0).toISOString(), addresses: [] };
    writeFileSync(join(run, 'engine.json'), JSON.stringify(record));
    expect((await call(['--status'])).exitCode).to.equal(1);
    expect((await call(['--stop'])).output).to.equal('Camunda 7.24.0 is not running.\n');
    expect(existsSync(join(run, 'engine.json'))).to.equal(false);
  });

  it('says who has the port', async () => {
    const server = createServer().listen(Number(port), '127.0.0.1');
    await once(server, 'listening');
    const { exitCode, output } = await start().ended();
    server.close();
    expect(exitCode).to.equal(1);
    const who = process.platform === 'linux' ? `.* \\(process ${process.pid}\\)` : '.*';
    expect(output).to.match(
      new RegExp(`^Port ${port} is taken by ${who}\\. .*--port\\. \\[port-taken\\]\n$`),
    );
  });

  for (const [mode, message] of [
    ['offline', /^Maven could not fetch .*: Failed .* artifact a:b:1 \[fetch-failed\]$/m],
    ['full', /^Maven found no space left on the disk\. \[disk-full\]$/m],
    ['empty', /^Maven succeeded, but camunda7\.jar is not there\. \[fetch-failed\]$/m],
  ] as const) {
    it(`says in a line why nothing was fetched (${mode})`, async () => {
      const { exitCode, output } = await start([], { MAVEN: mode }).ended();
      expect(exitCode).to.equal(1);
      expect(output).to.match(message);
      expect(output.trim().split('\n')).to.have.length(mode === 'empty' ? 3 : 2);
      expect(programs()).to.deep.equal([]);
    });
  }

  it('says that Maven is missing, which is needed once only', async () => {
    const missing = await start([], fake.envWithoutMaven).ended();
    expect(missing.exitCode).to.equal(1);
    expect(missing.output).to.match(/^Maven is needed .* \[maven-missing\]$/m);
    await start(['--background']).ended();
    await call(['--stop']);
    const later = await start(['--background'], fake.envWithoutMaven).ended();
    expect(later.exitCode).to.equal(0);
  });

  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    it(`takes nothing for whole that was interrupted by ${signal}`, async () => {
      const launcher = start([], { MAVEN: 'hangs' });
      const mavenPid = await pidIn(join(folder, 'maven.pid'));
      const second = await start().ended();
      expect(second.output).to.match(/is just being started by process \d+\. \[already-starting\]/);
      launcher.child.kill(signal);
      await launcher.ended();
      if (signal === 'SIGTERM') expect(await survivors([mavenPid])).to.deep.equal([]);
      else process.kill(mavenPid, 'SIGKILL');
      const next = start(['--background']);
      expect((await next.ended()).exitCode).to.equal(0);
      expect(next.output()).to.contain('Fetching Camunda');
      expect(programs()).to.have.length(1);
    });
  }

  it('tells why the engine did not start, and leaves nothing', async () => {
    mkdirSync(run, { recursive: true });
    writeFileSync(join(run, 'breaks'), '');
    const { exitCode, output } = await start().ended();
    expect(exitCode).to.equal(1);
    expect(output.trim().split('\n').at(-1)).to.match(
      /^Camunda .* \(exit code 1\): java\.net\.ConnectException: Connection refused\. See .*engine\.log\. \[engine-failed\]$/,
    );
    expect(existsSync(join(run, 'engine.json'))).to.equal(false);
  });

  it('ends with 1 when the engine ends by itself', async () => {
    const launcher = start();
    await launcher.saw('Ctrl-C');
    process.kill(enginePid(), 'SIGKILL');
    const { exitCode, output } = await launcher.ended();
    expect(exitCode).to.equal(1);
    expect(output).to.match(/has ended \(SIGKILL\); see .* \[engine-ended\]\n$/);
  });

  it('runs an engine for each folder', async () => {
    const other = join(folder, 'other');
    await start(['--background']).ended();
    const second = ['--folder', other, '--port', String(await findFreePort())];
    expect((await start([...second, '--background']).ended()).exitCode).to.equal(0);
    expect(commandLineOf(enginePid())).to.contain(markOf(run));
    expect((await call(['--stop', '--folder', other])).exitCode).to.equal(0);
    expect((await call(['--status'])).exitCode).to.equal(0);
  });
});

async function pidIn(file: string): Promise<number> {
  for (;;) {
    const pid = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
    if (pid > 0) return pid;
    await delay(50);
  }
}
