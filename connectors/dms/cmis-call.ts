import type { z } from 'zod';
import { ConnectorError } from '../connector.ts';
import { httpCall } from '../http-call.ts';
import { parse, refusal } from './cmis-messages.ts';

export interface CmisSettings {
  /** Address of the service document. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly repositoryId: string;
  /** Path of the folder that holds the plan entries; `/` is the repository's root. */
  readonly root: string;
  readonly timeoutMs: number;
}

export interface CmisFile {
  readonly fileName: string;
  readonly mediaType: string;
  readonly content: Uint8Array;
}

export interface CmisAction {
  readonly cmisaction: string;
  /** The object that it is done to. */
  readonly objectId: string;
  readonly controls?: Readonly<Record<string, string>>;
  readonly properties?: Readonly<Record<string, string>>;
  readonly file?: CmisFile;
}

/** One call of the browser binding each; what the repository refuses is thrown. */
export function makeCmisCall({ url, user, password, timeoutMs }: CmisSettings) {
  const login = Buffer.from(`${user}:${password}`).toString('base64');
  const headers = { Accept: 'application/json', Authorization: `Basic ${login}` };
  const { origin } = new URL(url);
  const call = async <T>(
    schema: z.ZodType<T>,
    request: Pick<Parameters<typeof httpCall>[0], 'method' | 'url' | 'body'>,
    more: Record<string, string> = {},
  ): Promise<T> => {
    assertOrigin(request.url, origin);
    const answer = await httpCall({
      ...request,
      headers: { ...headers, ...more },
      timeoutMs,
      acts: request.method === 'POST',
    });
    if (answer.status >= 400) throw refusal(answer.status, answer.json);
    return parse(schema, answer.json);
  };
  return {
    read: <T>(schema: z.ZodType<T>, address: string, query: Record<string, string> = {}) => {
      const search = new URLSearchParams(query).toString();
      const separator = address.includes('?') ? '&' : '?';
      const asked = search === '' ? address : `${address}${separator}${search}`;
      return call(schema, { method: 'GET', url: asked });
    },
    act<T>(schema: z.ZodType<T>, address: string, action: CmisAction): Promise<T> {
      const fields = fieldsOf(action);
      const { file } = action;
      if (!file) {
        const body = new URLSearchParams(fields).toString();
        const type = 'application/x-www-form-urlencoded;charset=UTF-8';
        return call(schema, { method: 'POST', url: address, body }, { 'Content-Type': type });
      }
      const body = new FormData();
      for (const [name, value] of fields) body.set(name, value);
      const content = new Blob([new Uint8Array(file.content)], { type: file.mediaType });
      body.set('content', content, file.fileName);
      return call(schema, { method: 'POST', url: address, body });
    },
  };
}

export type CmisCall = ReturnType<typeof makeCmisCall>;

/** The service names addresses of its own: our password goes to nobody else. */
function assertOrigin(address: string, origin: string): void {
  if (new URL(address).origin === origin) return;
  const message = `the DMS names an address outside of ${origin}`;
  throw new ConnectorError('misconfigured', 'foreign-address', message);
}

function fieldsOf({ cmisaction, objectId, controls, properties }: CmisAction): [string, string][] {
  const numbered = Object.entries(properties ?? {}).flatMap(
    ([id, value], index): [string, string][] => [
      [`propertyId[${index}]`, id],
      [`propertyValue[${index}]`, value],
    ],
  );
  return [
    ['_charset_', 'UTF-8'],
    ['cmisaction', cmisaction],
    ['objectId', objectId],
    ['succinct', 'true'],
    ...Object.entries(controls ?? {}),
    ...numbered,
  ];
}
