import { expect } from 'chai';
import { ESLint } from 'eslint';
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** An npm that notes that it was called, and installs like the real one where it matters. */
const FAKE_NPM = `
const { appendFileSync, mkdirSync, rmSync } = require('node:fs');
appendFileSync('npm-calls', process.argv.slice(2).join(' ') + '\\n');
if (process.env.NPM_BREAKS) process.exit(7);
rmSync('node_modules', { recursive: true, force: true });
mkdirSync('node_modules/thing', { recursive: true });
`;

describe('the launcher', function () {
  this.timeout(30_000);
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'amtsweg-install-'));
    mkdirSync(join(folder, 'tools/launch'), { recursive: true });
    for (const file of ['start.cjs', 'tools/launch/install-packages.cjs']) {
      cpSync(join(root, file), join(folder, file));
    }
    writeFileSync(
      join(folder, 'tools/launch/run-program.cjs'),
      `exports.runApplication = (root, args) => console.log('runs main.ts', ...args);
       exports.runTool = (root, file, args) => console.log('runs', file, ...args);`,
    );
    writeFileSync(join(folder, 'npm-cli.js'), FAKE_NPM);
    writeLock('1.0.0');
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function writeLock(version: string): void {
    const packages = { '': {}, 'node_modules/thing': { version } };
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages }));
  }

  function launch(args: string[] = [], env: Record<string, string> = {}) {
    const result = spawnSync(process.execPath, ['start.cjs', ...args], {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], npm_execpath: join(folder, 'npm-cli.js'), ...env },
    });
    return { exitCode: result.status, output: result.stdout + result.stderr };
  }

  function npmCalls(): string[] {
    const file = join(folder, 'npm-calls');
    return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  }

  it('installs once, without scripts, and then runs', () => {
    expect(launch(['a', 'b']).output).to.include('runs main.ts a b');
    expect(launch(['--test', 'c']).output).to.include('runs tools/launch/run-tests.ts c');
    expect(npmCalls()).to.have.lengthOf(1);
    expect(npmCalls()[0]).to.match(/^ci --ignore-scripts /);
  });

  it('installs again when the lock has changed, or the packages are gone', () => {
    launch();
    writeLock('1.0.1');
    launch();
    rmSync(join(folder, 'node_modules'), { recursive: true });
    launch();
    expect(npmCalls()).to.have.lengthOf(3);
  });

  it('is content with what somebody else has installed', () => {
    mkdirSync(join(folder, 'node_modules/thing'), { recursive: true });
    cpSync(join(folder, 'package-lock.json'), join(folder, 'node_modules/.package-lock.json'));
    expect(launch().output).to.include('runs main.ts');
    expect(npmCalls()).to.deep.equal([]);
  });

  it('leaves out what only development needs in production, until the tests want it', () => {
    launch([], { NODE_ENV: 'production' });
    launch([], { NODE_ENV: 'production' });
    launch(['--test'], { NODE_ENV: 'production' });
    expect(npmCalls().map((call) => /--\w+=dev/.exec(call)?.[0])).to.deep.equal([
      '--omit=dev',
      '--include=dev',
    ]);
  });

  it('says when the installation fails, and does not run', () => {
    const { exitCode, output } = launch([], { NPM_BREAKS: 'yes' });
    expect(exitCode).to.equal(1);
    expect(output).to.include('could not be installed').and.not.to.include('runs');
  });

  it('says in one line that this Node is too old', () => {
    const old = "Object.defineProperty(process, 'version', { value: 'v20.18.3' });";
    const result = spawnSync(process.execPath, ['-e', `${old} require('./start.cjs')`], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(result.status).to.equal(1);
    expect(result.stderr).to.match(/^Amtsweg needs Node 20\.19 or later; this is v20\.18\.3 .*\n$/);
  });

  it('can be read by any Node', async () => {
    const eslint = new ESLint({
      cwd: folder,
      overrideConfigFile: true,
      overrideConfig: [
        { files: ['**/*.cjs'], languageOptions: { ecmaVersion: 5, sourceType: 'script' } },
      ],
    });
    const [result] = await eslint.lintText(readFileSync(join(root, 'start.cjs'), 'utf8'), {
      filePath: join(folder, 'start.cjs'),
    });
    expect(result?.messages).to.deep.equal([]);
  });
});
