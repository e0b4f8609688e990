import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ClamdAddress } from '../../core/config/clamd-address.ts';
import { ConnectorError } from '../connector.ts';

/** The daemon answers in one short line. */
const MAX_ANSWER_BYTES = 4096;
const wrongAddress = new Set(['EACCES', 'EPERM', 'ENOTSOCK', 'ENOTDIR', 'EINVAL', 'EPROTOTYPE']);
/** For a socket in the file system ENOENT is what ECONNREFUSED is elsewhere: nobody there yet. */
const nobodyThere = new Set([
  'ECONNREFUSED',
  'ENOENT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/**
 * The daemon answers and closes before the end when it has enough (size limit). A write that comes
 * just then fails, and takes the answer along that had arrived: asked again, it can be read.
 */
const TRIES = 3;

/** One question; its answer without the NUL at the end. Asking changes nothing, so it may be repeated. */
export async function askClamd(
  address: ClamdAddress,
  question: () => Iterable<Uint8Array>,
  timeoutMs: number,
): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await askOnce(address, question(), timeoutMs);
    } catch (error) {
      const isLost = error instanceof ConnectorError && error.reason === 'connection-lost';
      if (!isLost || attempt === TRIES) throw error;
    }
  }
}

/** On a connection of its own. */
async function askOnce(
  address: ClamdAddress,
  parts: Iterable<Uint8Array>,
  timeoutMs: number,
): Promise<string> {
  const socket = connect({ ...address, timeout: 0 });
  const timer = setTimeout(() => {
    socket.destroy(new ConnectorError('transient', 'timeout', 'no answer in time'));
  }, timeoutMs);
  const answer = readAnswer(socket);
  try {
    const sending = send(socket, parts);
    // No need to send the rest once the answer is there.
    const text = await Promise.race([answer, sending.then(() => answer)]);
    sending.catch(() => undefined);
    return text;
  } catch (error) {
    // What it said before it closed the connection counts more than that it closed it.
    throw error instanceof ConnectorError ? error : toConnectorError(error);
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
}

async function send(socket: Socket, parts: Iterable<Uint8Array>): Promise<void> {
  try {
    for (const part of parts) {
      if (socket.destroyed || !socket.writable) return;
      if (!socket.write(part)) await once(socket, 'drain');
      // What has arrived meanwhile is read before the next write can fail.
      await nextTurn();
    }
  } catch {
    // A lost connection is told by the answer, which may still have arrived.
  }
}

function readAnswer(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      bytes += chunk.length;
      const text = Buffer.concat(chunks).toString('latin1');
      if (text.includes('\0')) resolve(text.slice(0, text.indexOf('\0')));
      else if (bytes > MAX_ANSWER_BYTES) {
        reject(new ConnectorError('garbage', 'answer-too-large', 'answers without an end'));
      }
    });
    socket.on('error', reject);
    socket.on('close', () =>
      reject(new ConnectorError('transient', 'connection-lost', 'closed without an answer')),
    );
  });
}

function toConnectorError(error: unknown): ConnectorError {
  const code = (error as { code?: string } | null)?.code ?? 'unknown';
  if (wrongAddress.has(code)) {
    return new ConnectorError('misconfigured', 'address', `cannot be reached (${code})`);
  }
  if (nobodyThere.has(code)) {
    return new ConnectorError('transient', 'unreachable', `not reachable (${code})`);
  }
  return new ConnectorError('transient', 'connection-lost', `connection lost (${code})`);
}
