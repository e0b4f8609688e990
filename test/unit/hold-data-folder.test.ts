import { expect } from 'chai';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { holdDataFolder } from '../../tools/launch/hold-data-folder.ts';
import { explainError } from '../../tools/launch/start-error.ts';

describe('the data folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'amtsweg-folder-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const refusal = (path: string): string => {
    try {
      holdDataFolder(path).release();
      return 'held';
    } catch (error) {
      return explainError(error);
    }
  };

  it('is made with the folders above it, and held by one', () => {
    const path = join(folder, 'a', 'b');
    const lock = holdDataFolder(path);
    expect(refusal(path)).to.match(/runs already on .* \[already-running\]$/);
    lock.release();
    expect(refusal(path)).to.equal('held');
  });

  it('is refused in one line where none can be made', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(refusal(join(folder, 'file'))).to.match(/\(EEXIST\)\. .* \[no-data-folder\]$/);
    expect(refusal(join(folder, 'file', 'x'))).to.match(/\(ENOTDIR\)\. .* \[no-data-folder\]$/);
    expect(refusal(join(folder, 'x'.repeat(300)))).to.match(/\[no-data-folder\]$/);
  });
});
