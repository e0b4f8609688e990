import { z } from 'zod';
import { ConnectorError } from './connector.ts';
import { httpCall, type HttpAnswer } from './http-call.ts';

export interface TokenApiSettings {
  /** Base address of version 1 of the API. */
  readonly url: string;
  readonly token: string;
  readonly timeoutMs: number;
}

/** RFC 9457 with a code of the system's own. */
const problemSchema = z.object({ code: z.string().max(60) });

/**
 * An API of version 1 in JSON with an access token, as the library and the registers have it. A
 * problem with a code is `rejected` with this code. @param name for operators, in English
 */
export function makeTokenApi(name: string, { url, token, timeoutMs }: TokenApiSettings) {
  const headers = { Accept: 'application/json', Authorization: `Bearer ${token}` };
  const post = async (path: string, body: object, acts: boolean): Promise<unknown> =>
    accepted(
      name,
      await httpCall({
        method: 'POST',
        url: url + path,
        headers: { ...headers, 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
        timeoutMs,
        acts,
      }),
    );
  return {
    get: async (path: string): Promise<unknown> =>
      accepted(
        name,
        await httpCall({ method: 'GET', url: url + path, headers, timeoutMs, acts: false }),
      ),
    /** What is searched for stands in the body: addresses of calls get into logs. */
    search: (path: string, body: object) => post(path, body, false),
    /** Changes something outside: a lost answer is `in-doubt`. */
    act: (path: string, body: object) => post(path, body, true),
    parse: <T>(schema: z.ZodType<T>, json: unknown): T => parse(name, schema, json),
  };
}

export const statusSchema = z.object({ status: z.literal('ok'), version: z.literal(1) });

function accepted(name: string, answer: HttpAnswer): unknown {
  if (answer.status < 400) return answer.json;
  if (answer.status === 401 || answer.status === 403) {
    throw new ConnectorError('misconfigured', 'credentials', `the ${name} refused the token`);
  }
  const problem = problemSchema.safeParse(answer.json);
  if (problem.success) {
    const { code } = problem.data;
    throw new ConnectorError('rejected', code, `the ${name} refused: ${code}`);
  }
  const message = `answered with ${answer.status} and no problem of the ${name}`;
  throw new ConnectorError('misconfigured', `http-${answer.status}`, message);
}

function parse<T>(name: string, schema: z.ZodType<T>, json: unknown): T {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw garbage(name, `${issue?.path.join('.') || 'body'}: ${issue?.message}`);
}

function garbage(name: string, message: string): ConnectorError {
  return new ConnectorError('garbage', 'protocol', `answer of the ${name}: ${message}`);
}
