import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Log } from '../../../core/log.ts';
import { EngineError } from '../../errors.ts';
import { carriesCredentials } from './credentials.ts';
import type { Credentials } from './credentials.ts';
import { readBody } from './read-body.ts';
import { readBulk } from './read-bulk.ts';
import { RecordError } from './record-error.ts';
import type { RecordStream } from './record-stream.ts';
import { makeRefusalLog } from './refusal-log.ts';
import { Refusal } from './refusal.ts';
import type { RefusalCode } from './refusal.ts';

export interface ReceiverSettings extends Credentials {
  /** 127.0.0.1 when absent. */
  readonly host?: string;
  /** 0: any free one. */
  readonly port: number;
  readonly bodyLimitBytes?: number;
}

export interface RecordReceiver {
  /** What the exporter's `url` must be; it takes no path. */
  readonly address: string;
  /** How many requests were refused since the start, by reason. */
  refused(): ReadonlyMap<RefusalCode, number>;
  /** Takes nothing new; what is being written is finished and answered. */
  stop(): Promise<void>;
}

/**
 * The exporter sends once 10 MB are together; the record that crosses the line has at most 4 MB in
 * Zeebe's log, and up to seven times that as JSON within JSON.
 */
const BODY_LIMIT_BYTES = 40 * 1024 * 1024;
/** As long as the exporter itself waits for an answer. */
const REQUEST_LIMIT_MS = 30_000;
/** For answers that are still on their way when the receiver stops. */
const CLOSE_LIMIT_MS = 1_000;

/**
 * The other end of Zeebe's Elasticsearch exporter: takes records in Elasticsearch's bulk format on a
 * port of its own, and acknowledges them when they are committed. Zeebe keeps its position until
 * then and repeats what was not acknowledged.
 */
export async function receiveRecords(
  stream: Pick<RecordStream, 'take'>,
  settings: ReceiverSettings,
  log: Log,
): Promise<RecordReceiver> {
  const { host = '127.0.0.1', port, bodyLimitBytes = BODY_LIMIT_BYTES } = settings;
  const refusals = makeRefusalLog(log);
  const writing = new Set<Promise<void>>();
  let isStopping = false;

  const server = createServer({ requestTimeout: REQUEST_LIMIT_MS }, (request, response) => {
    void answerTo(request, response);
  });
  server.listen({ host, port });
  await once(server, 'listening');

  async function answerTo(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      send(response, 200, await perform(request));
    } catch (error) {
      const refusal = refusalFor(error);
      refusals.note(refusal);
      refuse(request, response, refusal);
    }
  }

  async function perform(request: IncomingMessage): Promise<object> {
    if (!carriesCredentials(request.headers.authorization, settings)) {
      throw new Refusal('unauthorised', 'user or secret is wrong or missing');
    }
    const path = (request.url ?? '').split('?', 1)[0] as string;
    if (request.method === 'POST' && path.endsWith('/_bulk')) return takeBulk(request);
    // Asked once after each start: that no index has a retention policy. There are no indices here.
    if (request.method === 'PUT' && path.endsWith('/_settings')) return { acknowledged: true };
    throw new Refusal('not-found', 'only POST …/_bulk; set index.createTemplate to false');
  }

  async function takeBulk(request: IncomingMessage): Promise<object> {
    const body = await readBody(request, bodyLimitBytes);
    if (isStopping) throw new Refusal('stopping', 'the house is stopping');
    const records = readBulk(body);
    const write = stream.take(records);
    writing.add(write);
    try {
      await write;
    } finally {
      writing.delete(write);
    }
    refusals.taken();
    return { errors: false, items: records.map(() => ({ index: { status: 200 } })) };
  }

  async function stop(): Promise<void> {
    isStopping = true;
    const closed = new Promise((resolve) => server.close(resolve));
    await Promise.allSettled(writing);
    server.closeIdleConnections();
    const limit = setTimeout(() => server.closeAllConnections(), CLOSE_LIMIT_MS);
    await closed;
    clearTimeout(limit);
  }

  const { port: bound } = server.address() as AddressInfo;
  const shownHost = host.includes(':') ? `[${host}]` : host;
  return { address: `http://${shownHost}:${bound}`, refused: refusals.counts, stop };

  function send(response: ServerResponse, status: number, answer: object): void {
    if (isStopping) response.setHeader('connection', 'close');
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer));
  }

  function refuse(request: IncomingMessage, response: ServerResponse, refusal: Refusal): void {
    const { code, status, message } = refusal;
    if (status === 401) response.setHeader('www-authenticate', 'Basic realm="records"');
    send(response, status, { status, error: { type: code, reason: message } });
    // Who is still sending reads the answer only afterwards.
    request.resume();
  }
}

function refusalFor(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof RecordError) {
    return new Refusal('unreadable', error.message, { cause: error.cause });
  }
  if (error instanceof EngineError && error.code === 'conflict') {
    return new Refusal('busy', 'records of the same partition are being written');
  }
  return new Refusal('unavailable', 'the records cannot be written now', { cause: error });
}
