import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

describe('the suites', () => {
  it('have a command each, and every folder with tests is one', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const commands = Object.keys(scripts).filter((name) => name.startsWith('test:'));
    const folders = readdirSync(join(root, 'test')).filter((folder) =>
      readdirSync(join(root, 'test'), { recursive: true }).some(
        (file) => String(file).startsWith(`${folder}/`) && String(file).endsWith('.test.ts'),
      ),
    );
    expect(commands).to.have.members(folders.map((folder) => `test:${folder}`));
  });
});
