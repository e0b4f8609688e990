import type { IncomingMessage } from 'node:http';
import { Refusal } from './refusal.ts';

/** The body as text. @throws Refusal */
export async function readBody(request: IncomingMessage, limitBytes: number): Promise<string> {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') {
    throw new Refusal('encoding', 'the body is compressed, which Zeebe’s exporter does not do');
  }
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes > limitBytes) throw tooLarge(limitBytes);
    chunks.push(chunk);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch (error) {
    throw new Refusal('unreadable', 'the body is not UTF-8', { cause: error });
  }
}

function tooLarge(limitBytes: number): Refusal {
  return new Refusal(
    'too-large',
    `the body is larger than ${limitBytes} bytes; lower the exporter's bulk.memoryLimit or bulk.size`,
  );
}
