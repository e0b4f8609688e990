import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decision, definitions, input, literal } from './dmn-text.ts';

describe('npm run decide', () => {
  let folder: string;
  let model: string;
  let broken: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'decide-'));
    model = join(folder, 'model.dmn');
    broken = join(folder, 'broken.dmn');
    writeFileSync(
      model,
      definitions(
        input('x') +
          decision('double', literal('x * 2'), ['input-x']) +
          decision('bad', literal('fee(1)')),
      ),
    );
    writeFileSync(broken, '<definitions');
  });

  after(() => rmSync(folder, { recursive: true }));

  function decide(...args: string[]) {
    const run = spawnSync(process.execPath, ['--import', 'tsx', 'tools/decide.ts', ...args], {
      encoding: 'utf8',
    });
    return {
      status: run.status,
      stderr: run.stderr,
      stdout: run.stdout,
      answers: run.stdout
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Record<string, unknown>),
    };
  }

  it('given a decision, when run, then one line with the result and exit 0', () => {
    const { status, stdout, stderr } = decide(
      model,
      '--decision',
      'double',
      '--variables',
      '{"x":21}',
    );
    expect([status, stdout, stderr]).to.deep.equal([0, '{"result":42}\n', '']);
  });

  it('given variables in a file, when run, then they are read from it', () => {
    const file = join(folder, 'variables.json');
    writeFileSync(file, '{"x": 1}');
    expect(decide(model, '--decision', 'double', '--variables', file).answers).to.deep.equal([
      { result: 2 },
    ]);
  });

  it('given a refused model, a failing evaluation, or wrong usage, when run, then exit 2, 3, 1', () => {
    const refused = decide(broken, '--decision', 'double');
    expect(refused.status).to.equal(2);
    expect(refused.answers[0]?.['error']).to.contain('xml-malformed');
    const failed = decide(model, '--decision', 'bad');
    expect(failed.status).to.equal(3);
    expect(failed.answers[0]?.['error']).to.contain('fee');
    expect(decide(model).status).to.equal(1);
    expect(decide(join(folder, 'none.dmn'), '--decision', 'double').status).to.equal(1);
    expect(decide(model, '--decision', 'double', '--variables', '[1]').status).to.equal(1);
  });

  it('given a batch with bad lines, when run, then one answer per line, in order, to the end', () => {
    const batch = join(folder, 'batch.ndjson');
    const lines = [
      { model, decision: 'double', variables: { x: 2 } },
      'garbage',
      { model: broken, decision: 'double', variables: {} },
      { model, variables: {} },
      { model: [model], decision: 'double', variables: { x: 3 } },
    ];
    writeFileSync(
      batch,
      lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'),
    );
    const { status, answers } = decide('--batch', batch);
    expect(status).to.equal(0);
    expect(
      answers.map((answer) => ('result' in answer ? answer['result'] : 'error')),
    ).to.deep.equal([4, 'error', 'error', 'error', 6]);
  });

  it('given a batch with empty, strange and wrong lines, when run, then each has one answer with a code', () => {
    const batch = join(folder, 'strange.ndjson');
    const missing = join(folder, 'missing.dmn');
    const lines: [string, string | RegExp][] = [
      ['', /^line-not-json: /],
      ['   ', /^line-not-json: /],
      ['[]', 'line-invalid: not a JSON object'],
      ['null', 'line-invalid: not a JSON object'],
      ['{"decision": "double"}', 'line-invalid: "model" is no path and no list of paths'],
      [JSON.stringify({ model: [], decision: 'double' }), /^line-invalid: "model"/],
      [JSON.stringify({ model, decision: 7 }), 'line-invalid: "decision" is no text'],
      [JSON.stringify({ model, decision: 'double', variables: [] }), /^line-invalid: "variables"/],
      [
        JSON.stringify({ model: missing, decision: 'd' }),
        `model-unreadable: ${missing}: does not exist`,
      ],
      [
        JSON.stringify({ model: folder, decision: 'd' }),
        `model-unreadable: ${folder}: is a folder`,
      ],
      [
        JSON.stringify({ model: broken, decision: 'd' }),
        /^model-refused: xml-malformed in .*broken\.dmn:1: /,
      ],
      [JSON.stringify({ model, decision: 'none' }), /^dmn-unknown-decision: /],
      [JSON.stringify({ model, decision: 'bad' }), /^dmn-feel-failure: /],
      [JSON.stringify({ model, decision: 'a\u2028b' }), /^dmn-unknown-decision: /],
    ];
    writeFileSync(batch, lines.map(([line]) => `${line}\r\n`).join(''));
    const { status, stdout, stderr, answers } = decide('--batch', batch);
    expect([status, stderr]).to.deep.equal([0, '']);
    expect(stdout).to.not.match(/[\u2028\u2029]/);
    expect(answers).to.have.length(lines.length);
    lines.forEach(([line, expected], index) => {
      const error = answers[index]?.['error'];
      if (typeof expected === 'string') expect(error, line).to.equal(expected);
      else expect(error, line).to.match(expected);
    });
  });

  it('given wrong usage, when run, then one line with a code and the usage, no stack trace', () => {
    const wrong: [string[], string][] = [
      [['--batch', folder], `batch-unreadable: ${folder}: is a folder`],
      [['--batch', join(folder, 'none')], `batch-unreadable: ${folder}/none: does not exist`],
      [['--batch', model, model], 'usage: the models stand in the batch'],
      [[model], 'usage: --decision is missing'],
      [['--decision', 'double'], 'usage: no model file'],
      [[folder, '--decision', 'd'], `usage: model-unreadable: ${folder}: is a folder`],
      [
        [model, '--decision', 'double', '--variables', '[1]'],
        'variables-invalid: --variables is no JSON object',
      ],
      [
        [model, '--decision', 'double', '--variables', folder],
        `variables-unreadable: ${folder}: is a folder`,
      ],
    ];
    for (const [args, line] of wrong) {
      const { status, stdout, stderr } = decide(...args);
      expect([status, stdout], args.join(' ')).to.deep.equal([1, '']);
      expect(stderr.split('\n')[0]).to.equal(line);
      expect(stderr).to.contain('usage: npm run --silent decide').and.not.contain('    at ');
    }
  });
}).timeout(60_000);
