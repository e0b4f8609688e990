import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const RUN = join(import.meta.dirname, '../../.ci/run');

describe('.ci/run', () => {
  let outside: string;
  let folder: string;
  before(() => {
    outside = mkdtempSync(join(tmpdir(), 'ci-run-'));
    folder = join(outside, 'house');
    mkdirSync(join(folder, '.ci'), { recursive: true });
    mkdirSync(join(folder, 'bin'));
    cpSync(RUN, join(folder, '.ci/run'));
  });
  after(() => rmSync(outside, { recursive: true }));

  function program(name: string, body: string): string {
    const path = join(folder, 'bin', name);
    writeFileSync(path, `#!/bin/sh\n${body}\n`);
    chmodSync(path, 0o755);
    return path;
  }

  /** On a machine of which only these programs are told. */
  function run(npm: string, browser = program('browser', '')) {
    program('npm', npm);
    program('clamd', '');
    const env = { ...process.env, PATH: `${folder}/bin:/usr/bin:/bin`, CHROMIUM: browser };
    const { status, stdout, stderr } = spawnSync('bash', [join(folder, '.ci/run')], {
      encoding: 'utf8',
      env,
    });
    return { status, lines: stdout.trimEnd().split('\n'), stderr };
  }

  it('given tests that pass, then their own line is the last and the exit code is 0', () => {
    const { status, lines } = run('echo "12 passed, 0 failed"');
    expect([status, lines]).to.deep.equal([0, ['12 passed, 0 failed']]);
  });

  it('given tests that fail, then their own line is the last and the exit code says so', () => {
    const { status, lines } = run('echo "11 passed, 1 failed"; exit 1');
    expect([status, lines]).to.deep.equal([1, ['11 passed, 1 failed']]);
  });

  it('given an installation that fails, then what it said stands before one failure', () => {
    const { status, lines } = run('echo "no network" >&2; exit 7');
    expect([status, lines]).to.deep.equal([7, ['no network', '0 passed, 1 failed']]);
  });

  it('given a run that ends early without a word, then that is a failure', () => {
    const { status, lines } = run('exit 0');
    expect([status, lines]).to.deep.equal([1, ['0 passed, 1 failed']]);
  });

  it('given the public cases for decisions beside it, then their figure stands before the last line', () => {
    mkdirSync(join(outside, 'shared/conformance/dmn-tck'), { recursive: true });
    program('node', 'echo "3 0001-filter 1/1"; echo "DMN TCK 9/10 passed"');
    const { status, lines } = run('echo "11 passed, 1 failed"; exit 1');
    rmSync(join(outside, 'shared'), { recursive: true });
    expect(status).to.equal(1);
    expect(lines.slice(-2)).to.deep.equal(['DMN TCK 9/10 passed', '11 passed, 1 failed']);
  });

  it('given a browser that is not there, then it says so and that is a failure', () => {
    const { status, lines, stderr } = run('echo "1 passed, 0 failed"', join(folder, 'no-browser'));
    expect([status, lines]).to.deep.equal([1, ['0 passed, 1 failed']]);
    expect(stderr).to.contain('no-browser is no program');
  });
});
