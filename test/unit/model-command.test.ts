import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bpmn, element, flow, flows, message, serviceTask, zeebe } from '../support/bpmn.ts';
import {
  boundary,
  end,
  error,
  exclusive,
  onError,
  onMessage,
  onTimer,
  script,
  start,
  subProcess,
  task,
  wait,
} from '../support/engine-model.ts';

interface Answer {
  readonly code: number | null;
  readonly lines: Record<string, unknown>[];
  readonly result: {
    state?: string;
    waiting?: unknown[];
    variables?: unknown;
    problems?: Problem[];
  };
  readonly stderr: string;
  readonly tookMs: number;
}

interface Problem {
  readonly code: string;
  readonly file?: string;
  readonly elementId?: string;
  readonly line?: number;
  readonly message: string;
}

const ROOT = new URL('../..', import.meta.url).pathname;

describe('npm run model', function () {
  this.timeout(180_000);
  const folder = mkdtempSync(join(tmpdir(), 'model-command-'));
  after(() => rmSync(folder, { recursive: true, force: true }));

  const file = (name: string, content: string | Buffer): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  const steps = (list: unknown): string => file('steps.json', JSON.stringify(list));

  const model = (...args: string[]): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const begun = Date.now();
      const child = spawn(process.execPath, ['--import', 'tsx', 'tools/model.ts', ...args], {
        cwd: ROOT,
      });
      let [stdout, stderr] = ['', ''];
      child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
      child.on('error', reject);
      child.on('close', (code) => {
        const lines = stdout
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => JSON.parse(line) as Record<string, unknown>);
        const result = (lines.at(-1) ?? {}) as Answer['result'];
        expect(`${stdout}${stderr}`, 'a stack trace').to.not.match(/^\s+at .*:\d+:\d+\)?$/m);
        resolve({ code, lines, result, stderr, tookMs: Date.now() - begun });
      });
    });

  const simple = () =>
    file('simple.bpmn', bpmn(`${start()}${task('t')}${end()}${flows('s -> t -> e')}`));
  const job = () =>
    file(
      'job.bpmn',
      bpmn(
        `${start()}${serviceTask('t', 'work')}${boundary('b', 't', onError('x'))}${end()}${end('ce')}
         ${flows('s -> t -> e', 'b -> ce')}`,
        { rootElements: error('x', 'E1') },
      ),
    );

  it('given a model, then it prints a line for each event and a result, and exits with 0', async () => {
    const { code, lines, result, stderr } = await model(simple());
    expect([code, stderr]).to.deep.equal([0, '']);
    expect(lines[0]).to.deep.equal({
      at: '2026-01-01T00:00:00.000Z',
      event: 'activated',
      elementId: 'p',
      elementType: 'process',
      elementInstance: '1.1',
      scope: null,
      process: 'p',
    });
    expect(lines.slice(1, -1).map(({ event, elementId }) => [event, elementId])).to.deep.equal([
      ['activated', 's'],
      ['completed', 's'],
      ['flow', 's_t'],
      ['activated', 't'],
      ['completed', 't'],
      ['flow', 't_e'],
      ['activated', 'e'],
      ['completed', 'e'],
      ['completed', 'p'],
    ]);
    expect(result).to.deep.equal({
      event: 'result',
      state: 'completed',
      waiting: [],
      variables: {},
      problems: [],
    });
  });

  it('given variables as JSON or as a file, then the process has them', async () => {
    const inline = await model(simple(), '--variables', '{"a": 1}');
    expect(inline.result.variables).to.deep.equal({ a: 1 });
    const read = await model(simple(), '--variables', file('v.json', '{"b": [2]}'));
    expect(read.result.variables).to.deep.equal({ b: [2] });
  });

  it('given a process to choose, then that one runs', async () => {
    const path = file(
      'two.bpmn',
      bpmn(start(), {
        rootElements: `<bpmn:process id="q" isExecutable="true">${start('qs')}</bpmn:process>`,
      }),
    );
    const { lines } = await model(path, '--process', 'q');
    expect(lines[0]).to.include({ process: 'q' });
  });

  it('given complete, fail with and without a code, then the job is answered so', async () => {
    const done = await model(
      job(),
      '--steps',
      steps([{ fail: 't' }, { complete: 'work', variables: { r: 1 } }]),
    );
    expect(done.result).to.deep.include({ state: 'completed', variables: { r: 1 } });
    const caught = await model(job(), '--steps', steps([{ fail: 't', error: 'E1' }]));
    expect(caught.lines.map(({ elementId }) => elementId)).to.include('ce');
  });

  it('given an incident, then it exits with 3; resolved, with 0', async () => {
    const fails = [{ fail: 't' }, { fail: 't' }, { fail: 't', message: 'broken' }];
    const stopped = await model(job(), '--steps', steps(fails));
    expect(stopped.code).to.equal(3);
    expect(stopped.result.state).to.equal('incident');
    expect(stopped.lines.at(-2)).to.include({ event: 'incident', message: 'broken' });
    const mended = await model(
      job(),
      '--steps',
      steps([...fails, { resolve: 't', variables: { ok: true } }, { complete: 't' }]),
    );
    expect([mended.code, mended.result.state]).to.deep.equal([0, 'completed']);
  });

  it('given messages, time and variables, then they come in the order of the steps', async () => {
    const path = file(
      'wait.bpmn',
      bpmn(
        `${start()}${wait('c', onMessage('m'))}${wait('t', onTimer('Duration', 'P30D'))}
         ${serviceTask('w')}${flows('s -> c -> t -> w')}`,
        { rootElements: message('m', 'answer', '= key') },
      ),
    );
    const { code, lines, result } = await model(
      path,
      '--variables',
      '{"key": 7}',
      '--steps',
      steps([
        { message: 'answer', correlationKey: 7, messageId: 'x', variables: { said: 1 } },
        { advance: 'P30D' },
        { set: { more: 2 } },
        { signal: 'nothing' },
      ]),
    );
    expect(code).to.equal(0);
    expect(lines.find(({ event }) => event === 'timer')?.['at']).to.equal(
      '2026-01-31T00:00:00.000Z',
    );
    expect(result).to.deep.equal({
      event: 'result',
      state: 'waiting',
      waiting: [{ elementId: 'w', for: 'job', name: 'w' }],
      variables: { key: 7, said: 1, more: 2 },
      problems: [{ code: 'step-skipped', message: 'step 4: nobody waits for the signal nothing' }],
    });
  });

  it('given set with a scope, cancel and a chosen start, then they are done', async () => {
    const scoped = file(
      'scoped.bpmn',
      bpmn(
        `${start()}${subProcess('sub', `${start('is')}${serviceTask('t')}${flows('is -> t')}`)}${flows('s -> sub')}`,
      ),
    );
    const cancelled = await model(
      scoped,
      '--steps',
      steps([{ set: { a: 1 }, scope: 'sub' }, { cancel: true }]),
    );
    expect(cancelled.result).to.deep.include({ state: 'terminated', variables: {} });
    expect(cancelled.code).to.equal(0);
    const starts = file(
      'starts.bpmn',
      bpmn(`${start()}${start('s2', onMessage('m'))}${task('x')}${flows('s2 -> x')}`, {
        rootElements: message('m', 'go'),
      }),
    );
    const chosen = await model(starts, '--steps', steps([{ start: 's2' }]));
    expect(chosen.lines[1]).to.include({ elementId: 's2' });
  });

  it('given --auto, then jobs, tasks and timers pass until only messages are awaited', async () => {
    const path = file(
      'auto.bpmn',
      bpmn(
        `${start()}${serviceTask('w')}${element('userTask', 'u', zeebe('<zeebe:userTask/>'))}
         ${wait('t', onTimer('Duration', 'P1Y'))}${wait('c', onMessage('m'))}
         ${flows('s -> w -> u -> t -> c')}`,
        { rootElements: message('m', 'answer', '= 1') },
      ),
    );
    const { code, result } = await model(path, '--auto');
    expect(code).to.equal(0);
    expect(result.waiting).to.deep.equal([{ elementId: 'c', for: 'message', name: 'answer' }]);
  });

  it('given a decision file beside the model, then business rule tasks use it', async () => {
    const dmn = file(
      'd.dmn',
      `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="d">
        <decision id="two" name="two"><variable name="two"/><literalExpression><text>1 + 1</text></literalExpression></decision>
      </definitions>`,
    );
    const rule = zeebe('calledDecision decisionId="two" resultVariable="r"');
    const path = file(
      'rule.bpmn',
      bpmn(`${start()}${element('businessRuleTask', 't', rule)}${flows('s -> t')}`),
    );
    const { result } = await model(path, dmn);
    expect(result.variables).to.deep.equal({ r: 2 });
  });

  it('given a model that cannot run, then it exits with 2 and says where', async () => {
    const path = file(
      'refused.bpmn',
      bpmn(`${start()}\n${element('complexGateway', 'g')}\n${flows('s -> g')}`),
    );
    const { code, lines, result } = await model(path);
    expect(code).to.equal(2);
    expect(lines).to.have.length(1);
    expect(result).to.deep.include({
      event: 'result',
      state: 'refused',
      waiting: [],
      variables: {},
    });
    const [problem] = result.problems ?? [];
    expect(problem).to.deep.include({ code: 'element-not-supported', elementId: 'g' });
    expect(problem?.line).to.be.a('number');
    expect(problem?.message).to.contain('complex gateway');
  });

  it('given several files, then each problem says in which of them it is', async () => {
    const paths = [
      file('sound.bpmn', bpmn(`${start()}${end()}${flows('s -> e')}`, { processId: 'sound' })),
      file('gateway.bpmn', bpmn(`${start()}${element('complexGateway', 'g')}${flows('s -> g')}`)),
      file('empty.dmn', '<html/>'),
    ];
    const { code, result } = await model(...paths);
    expect(code).to.equal(2);
    expect(result.problems?.map((problem) => [problem.code, problem.file])).to.deep.equal([
      ['element-not-supported', paths[1]],
      ['dmn-no-definitions', paths[2]],
    ]);
    const alone = await model(paths[1] ?? '');
    expect(alone.result.problems?.[0]).to.not.have.property('file');
  });

  it('given FEEL that cannot be read, then the model is refused at its element', async () => {
    const path = file(
      'feel.bpmn',
      bpmn(
        `${start()}${exclusive('x', 'default="x_e"')}${end()}${end('f')}${flows('s -> x -> e')}${flow('x', 'f', '= 1 +')}`,
      ),
    );
    const { code, result } = await model(path);
    expect(code).to.equal(2);
    expect(result.problems?.map(({ elementId }) => elementId)).to.include('x_f');
  });

  const hostile: [string, string | Buffer][] = [
    ['empty', ''],
    ['text', 'hello'],
    ['binary', Buffer.from([0, 255, 254, 1, 2, 3, 0, 128])],
    ['broken', bpmn(start()).slice(0, -30)],
    ['doctype', `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${bpmn('&e;')}`],
    ['deep', bpmn(`${'<bpmn:subProcess id="a">'.repeat(300)}`)],
    ['large', `${bpmn(start())}<!--${'x'.repeat(3_000_000)}-->`],
    ['doubled', bpmn(`${start()}${start()}`)],
    ['json', '{"a": 1}'],
    ['no-process', bpmn('', { attributes: '' })],
  ];
  for (const [name, content] of hostile) {
    it(`given a hostile file (${name}), then it is refused with a result line, and does not hang`, async () => {
      const { code, result, tookMs } = await model(file(`${name}.bpmn`, content));
      expect(code).to.equal(2);
      expect(result.state).to.equal('refused');
      expect(result.problems).to.not.deep.equal([]);
      expect(tookMs).to.be.lessThan(60_000);
    });
  }

  it('given wrong usage, then it exits with 1, says what is wrong, and prints nothing else', async () => {
    const wrong: string[][] = [
      [],
      ['/nowhere/x.bpmn'],
      [folder],
      [simple(), '--unknown'],
      [simple(), '--engine', 'abacus'],
      [simple(), '--process', 'other'],
      [simple(), '--variables', '[1]'],
      [simple(), '--variables', '{broken'],
      [simple(), '--steps', steps([{ jump: 't' }])],
      [simple(), '--steps', file('bad-steps.json', '[{')],
    ];
    for (const args of wrong) {
      const { code, lines, stderr } = await model(...args);
      expect([code, lines], args.join(' ')).to.deep.equal([1, []]);
      expect(stderr, args.join(' ')).to.contain('usage: npm run --silent model');
    }
  });

  it('given a model that loops for ever, then it is an incident, not a hang', async () => {
    const path = file(
      'loop.bpmn',
      bpmn(`${start()}${exclusive('m')}${script('t', '= 1', 'n')}${flows('s -> m -> t -> m')}`),
    );
    const { code, result, tookMs } = await model(path);
    expect(code).to.equal(3);
    expect(result.waiting).to.deep.include({ elementId: 't', for: 'incident', name: 'runaway' });
    expect(tookMs).to.be.lessThan(90_000);
  });

  it('given a timer that fires every second of a thousand years, then it stops at its time limit and says so', async () => {
    const timer = boundary('b', 't', onTimer('Cycle', 'R/PT1S'), { interrupting: false });
    const path = file(
      'cycle.bpmn',
      bpmn(`${start()}${serviceTask('t')}${timer}${task('x')}${flows('s -> t', 'b -> x')}`),
    );
    const { code, result, tookMs } = await model(path, '--steps', steps([{ advance: 'P1000Y' }]));
    expect(code).to.equal(0);
    expect(result.problems?.map((problem) => problem.code)).to.include('time-limit');
    expect(tookMs).to.be.lessThan(90_000);
  });
});
