import { expect } from 'chai';
import { makeLog } from '../../core/log.ts';

describe('the log', () => {
  it('carries what a line can be found by', async () => {
    const [line] = await logged((log) => {
      const child = log.child({ caseId: 'case-1', procedure: 'bibliotheksgebuehr' });
      child.child({ instanceKey: '7', correlationId: 'c-1' }).info({ attempt: 2 }, 'done');
    });
    expect(line).to.include({
      level: 'info',
      caseId: 'case-1',
      procedure: 'bibliotheksgebuehr',
      instanceKey: '7',
      correlationId: 'c-1',
      attempt: 2,
      msg: 'done',
    });
  });

  it('shows the keys by which people find what a line is about', async () => {
    const keys = { caseId: 'c-1', paymentId: 'p-1', feeId: 'f-1', jobKey: '1.2', rootKey: '1' };
    const [line] = await logged((log) => log.warn({ ...keys, flag: 'amount-mismatch' }, 'x'));
    expect(line).to.include({ ...keys, flag: 'amount-mismatch' });
  });

  it('hides text under names that people can fill, however deep', async () => {
    const [line] = await logged((log) => {
      log.info(
        { answers: { lastName: 'Musterfrau' }, note: 'Musterfrau', list: ['Musterfrau'] },
        'x',
      );
    });
    expect(JSON.stringify(line)).not.to.include('Musterfrau');
    expect(line).to.deep.include({ note: '[hidden]', answers: { lastName: '[hidden]' } });
  });

  it('keeps of errors what helps and nothing that drivers hang on them', async () => {
    const error = Object.assign(new Error('duplicate key', { cause: new Error('inner') }), {
      code: '23505',
      detail: 'Key (name)=(Musterfrau) already exists.',
      parameters: ['Musterfrau'],
      sql: "INSERT … 'Musterfrau'",
    });
    const [line] = await logged((log) => log.error({ err: error }, 'x'));
    expect(JSON.stringify(line)).not.to.include('Musterfrau');
    expect(line?.['err']).to.deep.include({ code: '23505', message: 'duplicate key' });
    expect(line?.['err']).to.have.nested.property('cause.message', 'inner');
  });

  it("hides the message of a database's data exception, which quotes the value", async () => {
    const error = Object.assign(new Error('invalid input syntax for type date: "Musterfrau"'), {
      code: '22007',
    });
    const [line] = await logged((log) => log.error({ err: error }, 'x'));
    expect(JSON.stringify(line)).not.to.include('Musterfrau');
  });

  it('says nothing below its level', async () => {
    expect(await logged((log) => log.debug({}, 'x'))).to.deep.equal([]);
  });

  it('writes one readable line for people', async () => {
    const text = await write('pretty', (log) => log.warn({ caseId: 'case-1' }, 'slow'));
    expect(text.trim().split('\n')).to.have.lengthOf(1);
    expect(text).to.include('slow').and.to.include('case-1');
  });
});

type Use = (log: Awaited<ReturnType<typeof makeLog>>) => void;

async function logged(use: Use): Promise<Record<string, unknown>[]> {
  const text = await write('json', use);
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

async function write(format: 'json' | 'pretty', use: Use): Promise<string> {
  let text = '';
  const destination = { write: (chunk: string) => void (text += chunk) };
  use(await makeLog({ level: 'info', format, destination }));
  return text;
}
