import type { ClamdAddress } from '../../core/config/clamd-address.ts';
import { checkByCall } from '../check-by-call.ts';
import { ConnectorError } from '../connector.ts';
import { askClamd } from './ask-clamd.ts';
import type { VirusScanPort, VirusScanResult } from './port.ts';

export interface ClamdSettings {
  readonly address: ClamdAddress;
  /** For one scan, from the first byte to the answer. */
  readonly timeoutMs: number;
}

const CHUNK_BYTES = 64 * 1024;

/**
 * ClamAV's daemon by its own protocol (`man clamd`, "COMMANDS"). `INSTREAM` sends the file along:
 * the daemon needs no access to it, and nothing of it stays. Reads only, may be repeated.
 */
export function makeClamd({ address, timeoutMs }: ClamdSettings): VirusScanPort {
  const ask = (question: () => Iterable<Uint8Array>): Promise<string> =>
    askClamd(address, question, timeoutMs);
  return {
    check: () =>
      checkByCall('virus scan', async () => readPong(await ask(() => [command('PING')]))),
    scan: async (content) => readVerdict(await ask(() => instream(content))),
  };
}

/** The `z` form: commands and answers end with NUL, so that no name can break a line. */
function command(name: string): Uint8Array {
  return Buffer.from(`z${name}\0`);
}

/** Each chunk after its length (four bytes, big-endian); a length of zero is the end. */
function* instream(content: Uint8Array): Generator<Uint8Array> {
  yield command('INSTREAM');
  for (let at = 0; at < content.byteLength; at += CHUNK_BYTES) {
    const chunk = content.subarray(at, at + CHUNK_BYTES);
    yield length(chunk.byteLength);
    yield chunk;
  }
  yield length(0);
}

function length(bytes: number): Uint8Array {
  const four = Buffer.alloc(4);
  four.writeUInt32BE(bytes);
  return four;
}

function readPong(answer: string): void {
  if (answer !== 'PONG') throw garbage();
}

function readVerdict(answer: string): VirusScanResult {
  if (answer === 'stream: OK') return { result: 'clean' };
  const signature = /^stream: ([\x21-\x7e]{1,200}) FOUND$/.exec(answer)?.[1];
  if (signature !== undefined) return { result: 'infected', signature };
  if (answer === 'INSTREAM size limit exceeded. ERROR') {
    const message = 'larger than the StreamMaxLength of the scanner';
    throw new ConnectorError('rejected', 'too-large', message);
  }
  if (answer.startsWith('UNKNOWN COMMAND')) {
    throw new ConnectorError('misconfigured', 'protocol', 'the scanner does not know INSTREAM');
  }
  // Out of memory, disk full, a limit of time: the file is as good or bad as before.
  if (/ ERROR$/.test(answer)) {
    throw new ConnectorError('transient', 'scan-failed', 'the scanner could not scan');
  }
  throw garbage();
}

function garbage(): ConnectorError {
  return new ConnectorError('garbage', 'protocol', 'does not speak the protocol of clamd');
}
