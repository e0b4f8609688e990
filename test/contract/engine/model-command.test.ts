import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { bpmn, element, flows, message, serviceTask, zeebe } from '../../support/bpmn.ts';
import { createTestDatabase } from '../../support/database.ts';
import type { TestDatabase } from '../../support/database.ts';
import {
  boundary,
  end,
  error,
  onError,
  onMessage,
  onTimer,
  start,
  subProcess,
  task,
  wait,
} from '../../support/engine-model.ts';

const ROOT = new URL('../../..', import.meta.url).pathname;

interface Answer {
  readonly code: number | null;
  readonly lines: unknown[];
  readonly stderr: string;
}

describe('npm run model -- --engine embedded', function () {
  this.timeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), 'model-embedded-'));
  let database: TestDatabase;
  before(async () => {
    database = await createTestDatabase();
  });
  after(async () => {
    rmSync(folder, { recursive: true });
    await database.drop();
  });

  const file = (name: string, content: string): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };

  function model(args: string[], env: NodeJS.ProcessEnv = {}): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, ['--import', 'tsx', 'tools/model.ts', ...args], {
        cwd: ROOT,
        env: { ...process.env, TMPDIR: folder, ...env },
      });
      let [stdout, stderr] = ['', ''];
      child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
      child.on('error', reject);
      child.on('close', (code) => {
        const lines = stdout.split('\n').filter(Boolean);
        resolve({ code, lines: lines.map((line) => JSON.parse(line) as unknown), stderr });
      });
    });
  }

  /** What the bare interpreter tells is what the engine must tell. */
  async function expectSame(name: string, xml: string, steps: unknown[], ...more: string[]) {
    const path = file(`${name}.bpmn`, xml);
    const args = [path, '--steps', file(`${name}.json`, JSON.stringify(steps)), ...more];
    const expected = await model(args);
    const env = { DATABASE_URL: database.url };
    const found = await model([...args, '--engine', 'embedded'], env);
    expect(found).to.deep.equal(expected);
    return found;
  }

  it('given jobs that fail, errors, time and variables, then it prints what memory prints', async () => {
    const xml = bpmn(
      `${start()}${serviceTask('a', 'work')}${boundary('b', 'a', onError('x'))}${wait('t', onTimer('Duration', 'P30D'))}
       ${subProcess('sub', `${start('is')}${serviceTask('w')}${flows('is -> w')}`)}${task('c')}${end()}
       ${flows('s -> a -> t -> sub -> e', 'b -> c')}`,
      { rootElements: error('x', 'E1') },
    );
    const done = await expectSame(
      'jobs',
      xml,
      [
        { fail: 'a' },
        { fail: 'work', message: 'twice' },
        { fail: 'a', message: 'broken' },
        { complete: 'a' },
        { resolve: 'a', variables: { ok: true } },
        { complete: 'work', variables: { r: 1 } },
        { advance: 'P29D' },
        { advance: 'P1D' },
        { set: { inner: 1 }, scope: 'sub' },
        { set: { outer: 2 } },
        { complete: 'w' },
        { signal: 'nobody' },
        { cancel: true },
      ],
      '--variables',
      '{"given": [1, "ä"]}',
    );
    expect(done.code).to.equal(0);
    expect(done.lines.at(-1)).to.deep.include({
      state: 'completed',
      variables: { given: [1, 'ä'], ok: true, r: 1, outer: 2 },
    });
    await expectSame('caught', xml, [{ fail: 'a', error: 'E1', variables: { why: 'no' } }]);
  });

  it('given messages and user tasks, then it prints what memory prints', async () => {
    const xml = bpmn(
      `${start('s2', onMessage('go'))}${element('userTask', 'u', zeebe('<zeebe:userTask/>'))}
       ${wait('c', onMessage('m'))}${end()}${flows('s2 -> u -> c -> e')}`,
      { rootElements: message('go', 'go') + message('m', 'answer', '= key') },
    );
    const { lines } = await expectSame('messages', xml, [
      { message: 'answer', correlationKey: 'k', timeToLive: 'PT0S' },
      { message: 'go', variables: { key: 'k' } },
      { message: 'answer', correlationKey: 'k', messageId: 'one', variables: { said: 1 } },
      { message: 'answer', correlationKey: 'k', messageId: 'one' },
      { complete: 'u' },
    ]);
    expect(lines.at(-1)).to.deep.include({ state: 'completed', variables: { key: 'k', said: 1 } });
    await expectSame('chosen', xml, [{ start: 's2' }, { cancel: true }], '--variables', '{"a":1}');
  });

  it('given --auto and an incident, then it prints what memory prints', async () => {
    const xml = bpmn(
      `${start()}${serviceTask('a')}${wait('t', onTimer('Duration', 'P1Y'))}${end('e', '<bpmn:errorEventDefinition errorRef="x"/>')}
       ${flows('s -> a -> t -> e')}`,
      { rootElements: error('x', 'E1') },
    );
    const { code } = await expectSame('auto', xml, [], '--auto');
    expect(code).to.equal(3);
  });

  it('given a procedure of the house, then it prints what memory prints', async () => {
    const blocks = readdirSync(join(ROOT, 'processes/_building-blocks')).map(
      (name) => `processes/_building-blocks/${name}/process.bpmn`,
    );
    const own = 'processes/bibliotheksgebuehr';
    const decisions = readdirSync(join(ROOT, own, 'decisions')).map(
      (name) => `${own}/decisions/${name}`,
    );
    const args = [`${own}/process.bpmn`, ...blocks, ...decisions, '--auto'];
    const expected = await model(args);
    const found = await model([...args, '--engine', 'embedded'], { DATABASE_URL: database.url });
    expect(found).to.deep.equal(expected);
  });

  it('given no database, then it starts its own and leaves nothing behind', async () => {
    const path = file('own.bpmn', bpmn(`${start()}${serviceTask('a')}${flows('s -> a')}`));
    const { code, lines, stderr } = await model([path, '--engine', 'embedded'], {
      DATABASE_URL: '',
    });
    expect([code, stderr]).to.deep.equal([0, '']);
    expect(lines.at(-1)).to.deep.include({
      state: 'waiting',
      waiting: [{ elementId: 'a', for: 'job', name: 'a' }],
    });
    const left = readdirSync(folder).filter((name) => name.startsWith('amtsweg-model-'));
    expect(left).to.deep.equal([]);
  });

  it('given a database, then nothing of the run stays on its server', async () => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const { rows } = await client.query(
      `select datname from pg_database where datname like 'model\\_%'`,
    );
    await client.end();
    expect(rows).to.deep.equal([]);
  });

  it('given a database that cannot be reached, then one line says so', async () => {
    const path = file('away.bpmn', bpmn(start()));
    const { code, lines, stderr } = await model([path, '--engine', 'embedded'], {
      DATABASE_URL: 'postgres://127.0.0.1:1/none',
    });
    expect([code, lines]).to.deep.equal([1, []]);
    expect(stderr.trim().split('\n')).to.have.length(1);
    expect(stderr).to.contain('DATABASE_URL');
  });

  it('given a refused model, then it is refused as in memory, without a database', async () => {
    const path = file('refused.bpmn', bpmn(`${start()}${element('complexGateway', 'g')}`));
    const env = { DATABASE_URL: 'postgres://127.0.0.1:1/none' };
    const found = await model([path, '--engine', 'embedded'], env);
    expect(found).to.deep.equal(await model([path]));
    expect(found.code).to.equal(2);
  });
});
