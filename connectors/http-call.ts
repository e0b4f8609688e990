import { ConnectorError } from './connector.ts';
import { networkError, statusError } from './http-errors.ts';

export interface HttpCall {
  method: 'GET' | 'POST';
  url: string;
  headers: Record<string, string>;
  /** A form with files is sent as `multipart/form-data`; its headers name no content type then. */
  body?: string | FormData;
  /** For the whole call, the body of the answer included. */
  timeoutMs: number;
  /**
   * Does it change something outside? Then a lost answer is `in-doubt`, otherwise `transient`.
   */
  acts: boolean;
}

export interface HttpAnswer {
  status: number;
  headers: Headers;
  /** Parsed JSON; undefined when the body is none. */
  json: unknown;
}

/** Larger answers are refused: none of our counterparts has a reason to send so much. */
export const maxAnswerBytes = 1024 * 1024;

/**
 * One HTTP call, never repeated here. Answers with 2xx and those 4xx that the protocol may explain
 * (`json`) come back; network errors, redirects, 408, 429 and 5xx are thrown as `ConnectorError`.
 */
export async function httpCall(call: HttpCall): Promise<HttpAnswer> {
  const signal = AbortSignal.timeout(call.timeoutMs);
  try {
    const response = await fetch(call.url, {
      method: call.method,
      headers: call.headers,
      signal,
      // A redirect would carry credentials to somebody else.
      redirect: 'manual',
      ...(call.body === undefined ? {} : { body: call.body }),
    });
    const failure = statusError(response.status, response.headers, call.acts);
    if (failure) {
      await response.body?.cancel();
      throw failure;
    }
    const text = await readBounded(response, call.acts);
    return { status: response.status, headers: response.headers, json: parseJson(text) };
  } catch (error) {
    throw error instanceof ConnectorError ? error : networkError(error, call.acts);
  }
}

async function readBounded(response: Response, acts: boolean): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > maxAnswerBytes) {
      const after = acts ? 'after a call that acts' : 'after a call that reads';
      throw new ConnectorError('garbage', 'answer-too-large', `too large an answer ${after}`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
