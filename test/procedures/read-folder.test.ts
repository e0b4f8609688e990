import { expect } from 'chai';
import { cp, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readProcedureFolders } from '../../store/procedures/read-procedure-folder.ts';

const PROCESSES = join(import.meta.dirname, '../../processes');
const KEY = 'bibliotheksgebuehr';

let folder: string;

async function problemsAfter(spoil: (own: string) => Promise<unknown>): Promise<string[]> {
  await spoil(join(folder, KEY));
  const { bundles, problems } = await readProcedureFolders(folder);
  expect(bundles.some(({ key }) => key === KEY)).to.equal(problems.length === 0);
  return problems.map(({ code, file }) => `${code} ${file}`);
}

describe('reading procedure folders', () => {
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'procedures-'));
    await cp(PROCESSES, folder, { recursive: true });
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('takes the blocks along that are called, and no others', async () => {
    await cp(join(folder, '_building-blocks/deliver'), join(folder, '_building-blocks/unused'), {
      recursive: true,
    });
    const model = join(folder, '_building-blocks/unused/process.bpmn');
    await writeFile(model, '<x:definitions><x:process id="unused" /></x:definitions>');
    const { bundles } = await readProcedureFolders(folder);
    const bundle = bundles.find(({ key }) => key === KEY);
    const blocks = [...(bundle?.files.keys() ?? [])].flatMap(
      (path) => /^_building-blocks\/([^/]+)\/process.bpmn$/.exec(path)?.[1] ?? [],
    );
    expect(blocks).to.deep.equal(['collect-fee', 'deliver']);
  });

  it('passes over what editors leave behind', async () => {
    const problems = await problemsAfter(async (own) => {
      await writeFile(join(own, '.DS_Store'), '\0\0');
      await writeFile(join(own, 'forms/nummer.form~'), 'x');
    });
    expect(problems).to.deep.equal([]);
  });

  it('follows no link out of the folder', async () => {
    const outside = join(folder, 'procedure.schema.json');
    const problems = await problemsAfter((own) => symlink(outside, join(own, 'forms/x.form')));
    expect(problems).to.deep.equal([`file-path ${KEY}/forms/x.form`]);
  });

  it('refuses names that could lead somewhere', async () => {
    const problems = await problemsAfter((own) => writeFile(join(own, 'forms/a b;c.form'), '{}'));
    expect(problems).to.deep.equal([`file-path ${KEY}/forms/a b;c.form`]);
  });

  it('refuses binary files', async () => {
    const bytes = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe]);
    const problems = await problemsAfter((own) => writeFile(join(own, 'texts/de.json'), bytes));
    expect(problems).to.deep.equal([`file-not-text ${KEY}/texts/de.json`]);
  });

  it('reads no huge file into memory', async () => {
    const problems = await problemsAfter((own) =>
      truncate(join(own, 'process.bpmn'), 4_000_000_000),
    );
    expect(problems).to.deep.equal([`file-too-large ${KEY}/process.bpmn`]);
  });

  it('reads no folder without an end', async () => {
    const problems = await problemsAfter((own) =>
      Promise.all(
        Array.from({ length: 320 }, (_, index) =>
          writeFile(join(own, `forms/f${index}.form`), '{}'),
        ),
      ),
    );
    expect(problems).to.include(`too-many-files ${KEY}`);
  });
});
