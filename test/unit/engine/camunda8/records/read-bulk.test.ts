import { expect } from 'chai';
import { readBulk } from '../../../../../engine/camunda8/records/read-bulk.ts';
import { RecordError } from '../../../../../engine/camunda8/records/record-error.ts';
import { bulkBody, recordedLines } from '../../../../support/zeebe-records.ts';

describe('the body of a bulk request', () => {
  const lines = recordedLines(4).slice(0, 3);

  it('holds records behind their actions', () => {
    const [first] = readBulk(bulkBody(lines));
    expect(readBulk(bulkBody(lines))).to.have.length(3);
    expect(first).to.deep.include({
      partitionId: 4,
      key: '9007199254740994',
      valueType: 'VARIABLE',
      intent: 'CREATED',
      recordType: 'EVENT',
      recordVersion: 1,
    });
    expect(first?.value).to.include({ scopeKey: '9007199254740993' });
  });

  it('keeps keys of 64 bits as text', () => {
    const line = (lines[0] as string).replaceAll(/\d{16}/g, '9223372036854775807');
    const [record] = readBulk(bulkBody([line]));
    expect(record?.key).to.equal('9223372036854775807');
  });

  const refused = (body: string, message: string) =>
    expect(() => readBulk(body)).to.throw(RecordError, message);

  it('is refused with its line when it cannot be read', () => {
    const [first = '', second = ''] = lines;
    const action = '{"index":{}}';
    refused('', 'the body holds no records');
    refused('\n\n', 'line 1: not JSON');
    refused(bulkBody(lines) + action, 'the body ends in the middle of a pair');
    refused(`${action}\n${first}\n${action}\n${second.slice(0, 100)}\n`, 'line 4: not JSON');
    refused(`${first}\n${action}\n`, "line 1: no action 'index'");
    refused(`${action}\n[1]\n`, 'line 2: not a JSON object');
    refused(`${action}\n{"partitionId":"one"}\n`, "line 2: 'partitionId' is not a whole number");
    refused(`${action}\n${first.replace('"EVENT"', '7')}\n`, "line 2: 'recordType' is not a text");
  });

  it('never says in an error what a record holds', () => {
    const body = `{"index":{}}\n{"value":"of a citizen\n`;
    try {
      readBulk(body);
      expect.fail('it should be refused');
    } catch (error) {
      expect((error as Error).message).not.to.contain('citizen');
    }
  });
});
