import type { IncomingMessage } from 'node:http';
import { Refusal } from './refusal.ts';

/** The body as text. @throws Refusal */
export async function readBody(request: IncomingMessage, limitBytes: number): Promise<string> {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') {
    throw new Refusal('encoding', 'the body is compressed, which Zeebe’s exporter does not do');
  }
  const bytes = await readBytes(request, limitBytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new Refusal('unreadable', 'the body is not UTF-8', { cause: error });
  }
}

async function readBytes(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  try {
    // A stream that is destroyed takes the connection with it, and nobody would read the refusal.
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      sizeBytes += (chunk as Buffer).length;
      if (sizeBytes > limitBytes) throw tooLarge(limitBytes);
      chunks.push(chunk as Buffer);
    }
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('unreadable', 'the request was broken off', { cause: error });
  }
  return Buffer.concat(chunks);
}

function tooLarge(limitBytes: number): Refusal {
  return new Refusal(
    'too-large',
    `the body is larger than ${limitBytes} bytes; lower the exporter's bulk.memoryLimit or bulk.size`,
  );
}
