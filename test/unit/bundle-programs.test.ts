import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundlePrograms } from '../../tools/launch/bundle-programs.cjs';

describe('programs in one file', () => {
  let root: string;

  beforeEach(async () => {
    root = await realpath(await mkdtemp(join(tmpdir(), 'amtsweg-bundle-')));
    await mkdir(join(root, 'lib'));
    await writeFile(join(root, 'main.ts'), `import { fail } from './lib/fail.ts';\n\nfail('x');\n`);
    await writeFile(
      join(root, 'lib/fail.ts'),
      `interface Unused {\n  readonly a: string;\n}\n\nexport function fail(text: string): Unused {\n  throw new Error(text);\n}\n`,
    );
  });

  afterEach(() => rm(root, { recursive: true }));

  it('name in their stack traces the lines of the sources that they were made of', async () => {
    const folder = await bundlePrograms(root, ['main.ts']);
    const entry = pathToFileURL(join(folder, 'main.js')).href;
    const code = `process.setSourceMapsEnabled(true); import('${entry}').catch((e) => console.log(e.stack))`;
    const { stdout } = spawnSync(process.execPath, ['-e', code], { encoding: 'utf8' });
    expect(stdout)
      .to.include(`${join(root, 'lib/fail.ts')}:6:`)
      .and.include(`${join(root, 'main.ts')}:3:`);
  });
});
