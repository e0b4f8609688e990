import { expect } from 'chai';
import { once } from 'node:events';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { receiveRecords } from '../../../../../engine/camunda8/records/receive-records.ts';
import type {
  ReceiverSettings,
  RecordReceiver,
} from '../../../../../engine/camunda8/records/receive-records.ts';
import { makeRecordStream } from '../../../../../engine/camunda8/records/record-stream.ts';
import { bulkBody, recordedLines } from '../../../../support/zeebe-records.ts';
import { silentLog } from '../../../../support/zeebe-records-log.ts';
import { fakeRecordMirror } from '../../../../support/zeebe-records-mirror.ts';

const USER = 'zeebe';
const SECRET = 'only-for-this-test';

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
}

const basic = (user: string, secret: string) =>
  `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`;

describe('the receiver of records', () => {
  let receiver: RecordReceiver | undefined;
  afterEach(() => receiver?.stop());

  async function start(settings: Partial<ReceiverSettings> = {}) {
    const fake = fakeRecordMirror();
    const { log, lines: logged } = silentLog();
    const stream = makeRecordStream({ mirror: fake.mirror, log });
    const own = { port: 0, user: USER, secret: SECRET, ...settings };
    const started = await receiveRecords(stream, own, log);
    receiver = started;

    async function ask(method: string, path: string, body: BodyInit, headers: object = {}) {
      const response = await fetch(`${started.address}${path}`, {
        method,
        body,
        headers: { authorization: basic(USER, SECRET), ...headers },
      });
      return { status: response.status, headers: response.headers, body: await response.json() };
    }
    const post = (body: BodyInit, headers?: object) => ask('POST', '/_bulk', body, headers);
    return { ...fake, receiver: started, logged, ask, post };
  }

  const lines = recordedLines(3);
  const body = bulkBody(lines);

  it('acknowledges each record of a batch that was written', async () => {
    const { post, batches } = await start();
    const answer = await post(bulkBody(lines.slice(0, 3)));
    expect(answer).to.deep.include({
      status: 200,
      body: {
        errors: false,
        items: [{ index: { status: 200 } }, { index: { status: 200 } }, { index: { status: 200 } }],
      },
    });
    expect(batches).to.have.length(1);
  });

  it('acknowledges only when it is committed', async () => {
    const { post, state, batches } = await start();
    let open = () => {};
    state.gate = new Promise((resolve) => (open = resolve));
    let isAnswered = false;
    const answer = post(body).then((given) => {
      isAnswered = true;
      return given;
    });
    await until(() => state.writing === 1);
    expect(isAnswered).to.equal(false);
    open();
    expect((await answer).status).to.equal(200);
    expect(batches).to.have.length(1);
  });

  it('takes a path before _bulk', async () => {
    const { ask } = await start();
    expect((await ask('POST', '/records/_bulk', body)).status).to.equal(200);
  });

  it('answers what the exporter asks when it starts', async () => {
    const { ask } = await start();
    const settings = '/zeebe-record*/_settings?allow_no_indices=true';
    const answer = await ask('PUT', settings, '{"index":{"lifecycle":{"name":null}}}');
    expect(answer).to.deep.include({ status: 200, body: { acknowledged: true } });
  });

  it('knows nothing else', async () => {
    const { ask, batches } = await start();
    for (const [method, path] of [
      ['PUT', '/_index_template/zeebe-record'],
      ['PUT', '/_bulk'],
      ['POST', '/'],
      ['POST', '/_bulk/other'],
    ] as const) {
      expect((await ask(method, path, body)).status).to.equal(404);
    }
    expect(batches).to.deep.equal([]);
  });

  it('takes nothing without the right user and secret', async () => {
    const { post, batches, receiver: started, logged } = await start();
    const wrong = [
      '',
      'Basic',
      `Bearer ${SECRET}`,
      basic(USER, 'wrong'),
      basic('other', SECRET),
      basic(USER, `${SECRET}x`),
      basic(USER, ''),
    ];
    for (const authorization of wrong) {
      const { status, headers } = await post(body, { authorization });
      expect(status, authorization).to.equal(401);
      expect(headers.get('www-authenticate')).to.match(/^Basic /);
    }
    expect(batches).to.deep.equal([]);
    expect(started.refused().get('unauthorised')).to.equal(wrong.length);
    expect(logged).to.have.length(1);
  });

  it('refuses a body that is too large, whether it says so or not', async () => {
    const { post, batches, receiver: started } = await start({ bodyLimitBytes: 1_000 });
    expect((await post(body)).status).to.equal(413);
    const large = body.repeat(100);
    const chunked = new ReadableStream({
      start(controller) {
        controller.enqueue(Buffer.from(large));
        controller.close();
      },
    });
    const answer = await fetch(`${started.address}/_bulk`, {
      method: 'POST',
      headers: { authorization: basic(USER, SECRET) },
      body: chunked,
      duplex: 'half',
    } as RequestInit);
    expect(answer.status).to.equal(413);
    expect(batches).to.deep.equal([]);
    expect(started.refused().get('too-large')).to.equal(2);
  });

  it('refuses what cannot be read, says why once, and writes nothing of it', async () => {
    const { post, batches, logged, receiver: started } = await start();
    const garbage = bulkBody([...lines.slice(0, 5), '{"of a citizen":']);
    for (let tries = 0; tries < 3; tries += 1) {
      const answer = await post(garbage);
      expect(answer).to.deep.include({
        status: 400,
        body: { status: 400, error: { type: 'unreadable', reason: 'line 12: not JSON' } },
      });
    }
    expect((await post(`${body}{"index":{}}`)).status).to.equal(400);
    expect((await post('')).status).to.equal(400);
    expect((await post(Buffer.from([0xff, 0xfe, 0x00]))).status).to.equal(400);
    expect(batches).to.deep.equal([]);
    expect(logged).to.have.length(4);
    expect(started.refused().get('unreadable')).to.equal(6);
  });

  it('refuses compressed bodies, which the exporter never sends', async () => {
    const { post } = await start();
    const answer = await post(gzipSync(body), { 'content-encoding': 'gzip' });
    expect(answer.status).to.equal(415);
  });

  it('says 503 while the database is away, and takes the same again when it is back', async () => {
    const { post, state, changes, logged } = await start();
    for (const [outage, partitionId] of [3, 2].entries()) {
      const again = bulkBody(recordedLines(partitionId));
      state.isAway = true;
      const answers = [await post(again), await post(again)];
      expect(answers.map(({ status }) => status)).to.deep.equal([503, 503]);
      expect(JSON.stringify(answers)).to.not.contain('database');
      state.isAway = false;
      expect((await post(again)).status).to.equal(200);
      expect(logged, 'once for each outage').to.have.length(outage + 1);
    }
    expect(changes().length).to.be.greaterThan(100);
  });

  it('says 503 to a batch of a partition that is being written', async () => {
    const { post, state, receiver: started } = await start();
    let open = () => {};
    state.gate = new Promise((resolve) => (open = resolve));
    const first = post(body);
    await until(() => state.writing === 1);
    expect((await post(body)).status).to.equal(503);

    open();
    expect((await first).status).to.equal(200);
    expect(started.refused().get('busy')).to.equal(1);
  });

  it('finishes what it is writing when it stops, and answers it', async () => {
    const { post, state, batches, receiver: started } = await start();
    let open = () => {};
    state.gate = new Promise((resolve) => (open = resolve));
    const answer = post(body);
    await until(() => state.writing === 1);
    const stopped = started.stop();
    const late = await post(body).catch(() => 'refused');
    expect(late).to.equal('refused');
    open();
    expect((await answer).status).to.equal(200);
    await stopped;
    expect(batches).to.have.length(1);
  });

  it('writes nothing of a request that breaks off', async () => {
    const { receiver: started, batches, logged } = await start();
    const socket = connect(Number(new URL(started.address).port), '127.0.0.1');
    socket.write(
      `POST /_bulk HTTP/1.1\r\nHost: a\r\nAuthorization: ${basic(USER, SECRET)}\r\nContent-Length: ${body.length * 2}\r\n\r\n${body}`,
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket.destroy();
    await until(() => logged.length === 1);
    expect(started.refused().get('unreadable')).to.equal(1);
    expect(batches).to.deep.equal([]);
  });

  it('stops although somebody never sends the rest of a request', async () => {
    const { receiver: started, batches } = await start();
    const socket = connect(Number(new URL(started.address).port), '127.0.0.1');
    const closed = once(socket, 'close');
    socket.on('error', () => undefined);
    socket.write(
      `POST /_bulk HTTP/1.1\r\nHost: a\r\nAuthorization: ${basic(USER, SECRET)}\r\nContent-Length: 9999\r\n\r\n`,
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    await Promise.all([started.stop(), closed]);
    expect(batches).to.deep.equal([]);
  });

  it('says so when its port is taken', async () => {
    const { receiver: started } = await start();
    const port = Number(new URL(started.address).port);
    const error = await start({ port }).catch((caught: unknown) => caught);
    expect(error).to.include({ code: 'EADDRINUSE' });
    receiver = started;
  });
});
