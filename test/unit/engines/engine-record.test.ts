import { expect } from 'chai';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeStatus } from '../../../tools/engines/describe-status.ts';
import {
  findRecord,
  markOf,
  removeRecord,
  writeRecord,
  type ProcessTable,
} from '../../../tools/engines/engine-record.ts';

describe('the record of an engine', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'amtsweg-record-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const record = {
    pid: 4711,
    startedAt: '2026-11-29T12:00:00.000Z',
    background: true,
    ready: true,
    addresses: [{ label: 'REST', url: 'http://127.0.0.1:8080' }],
  };
  /** A machine on which process 4711 was started like this. */
  const running = (...words: string[]): ProcessTable => ({
    commandLine: (pid) => (pid === record.pid ? words.join('\0') : ''),
  });

  it('counts while the process is the engine of this folder', () => {
    writeRecord(folder, record);
    expect(findRecord(folder, running('java', markOf(folder), 'Main'))).to.deep.equal(record);
    expect(findRecord(folder, running('java', markOf(folder)))).to.deep.equal(record);
  });

  it('is worth nothing when the process has ended, or is somebody else', () => {
    writeRecord(folder, record);
    expect(findRecord(folder, running())).to.equal(undefined);
    expect(findRecord(folder, running('vim', 'letter.txt'))).to.equal(undefined);
    expect(findRecord(folder, running('java', markOf(`${folder}2`)))).to.equal(undefined);
  });

  it('may be missing or unreadable', () => {
    const table = running('java', markOf(folder));
    expect(findRecord(folder, table)).to.equal(undefined);
    for (const text of ['', '{', '{"pid":-1}', '{"pid":"4711"}']) {
      writeFileSync(join(folder, 'engine.json'), text);
      expect(findRecord(folder, table)).to.equal(undefined);
    }
    removeRecord(folder);
    removeRecord(folder);
  });

  it('tells the state', () => {
    const table = running('java', markOf(folder));
    const state = (seconds: number) =>
      describeStatus(
        { title: 'Zeebe' },
        folder,
        Date.parse(record.startedAt) + seconds * 1000,
        table,
      );
    expect(state(0)).to.deep.equal({ running: false, text: 'Zeebe is not running.' });
    writeRecord(folder, { ...record, ready: false });
    expect(state(7)).to.deep.equal({
      running: false,
      text: 'Zeebe is starting since 2026-11-29T12:00:00.000Z (7 s, process 4711).',
    });
    writeRecord(folder, record);
    expect(state(67).text).to.match(/^Zeebe is running since .* \(1 min 7 s, process 4711\)\.\n/);
    expect(state(7260)).to.deep.equal({
      running: true,
      text: `Zeebe is running since ${record.startedAt} (2 h 1 min, process 4711).\n  REST      http://127.0.0.1:8080`,
    });
  });
});
