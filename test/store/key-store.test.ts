import { expect } from 'chai';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openKeyStore, rotateMasterKey } from '../../store/crypto/key-store.ts';
import { parseKeys } from '../../store/crypto/keys.ts';
import { testKeyText } from '../support/store.ts';

describe('the key store', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'amtsweg-keys-'));
    file = join(folder, 'new', 'keys.json');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is made once, readable by its owner only, whoever comes first', async () => {
    const opened = await Promise.all([1, 2, 3, 4].map(() => openKeyStore(file)));
    expect(new Set(opened.map(({ currentId }) => currentId)).size).to.equal(1);
    expect((await stat(file)).mode & 0o777).to.equal(0o600);
    expect(await readdir(join(folder, 'new'))).to.deep.equal(['keys.json']);
    const again = await openKeyStore(file);
    expect(again.trackingKey.equals(opened[0]?.trackingKey ?? Buffer.of())).to.equal(true);
  });

  it('refuses a file that others can read, and one that is damaged', async () => {
    await openKeyStore(file);
    await chmod(file, 0o644);
    expect(await messageOf(openKeyStore(file))).to.contain('chmod 600');
    await chmod(file, 0o600);
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.slice(0, 40));
    const message = await messageOf(openKeyStore(file));
    expect(message).to.contain('not readable as JSON');
  });

  it('gets a new master key and keeps the old one', async () => {
    const before = await openKeyStore(file);
    const id = await rotateMasterKey(file);
    const after = await openKeyStore(file);
    expect(after.currentId).to.equal(id).and.not.equal(before.currentId);
    expect(after.masterKey(before.currentId)).to.deep.equal(before.masterKey(before.currentId));
    expect(() => after.masterKey('lost')).to.throw('No master key "lost"');
  });

  it('names what is wrong with given keys, without their values', () => {
    const text = testKeyText();
    expect(() => parseKeys(text.replace('"current":"k1"', '"current":"k9"'))).to.throw('current');
    const short = text.replace(/"tracking":"[^"]*"/, '"tracking":"c2hvcnQ="');
    expect(() => parseKeys(short)).to.throw('tracking: must be 32 bytes');
    expect(() => parseKeys('"s3cret')).to.throw(/^(?!.*s3cret)/);
    expect(() => parseKeys('{}')).to.throw('master');
  });
});

async function messageOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'no error',
    (error: Error) => error.message,
  );
}
