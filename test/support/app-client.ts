/** A browser without eyes: cookies, forms with their hidden fields, redirects told apart. */
export interface Client {
  get(path: string, headers?: Record<string, string>): Promise<Page>;
  /** Sends the first form of the last page whose action is `path`, with its hidden fields. */
  submit(path: string, fields: Fields): Promise<Page>;
  /** The same as `multipart/form-data`, with files behind the fields: what a browser sends. */
  upload(path: string, fields: Fields, files: readonly SentTestFile[]): Promise<Page>;
  /** Sends exactly this. */
  post(path: string, fields: Fields, headers?: Record<string, string>): Promise<Page>;
  /** Follows redirects of ours. */
  follow(page: Page): Promise<Page>;
  readonly cookies: Map<string, string>;
  /** Another window of the same person. */
  lastPage(): Page | undefined;
}

export type Fields = Readonly<Record<string, string | readonly string[]>>;

export interface SentTestFile {
  readonly field: string;
  readonly name: string;
  readonly content: Uint8Array;
  /** Declared, not to be believed. */
  readonly type?: string;
}

export interface Page {
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
  readonly location: string | null;
}

const MAX_REDIRECTS = 5;

export function makeClient(address: string, cookies = new Map<string, string>()): Client {
  let last: Page | undefined;
  const send = async (path: string, init: RequestInit): Promise<Page> => {
    const response = await fetch(address + path, {
      redirect: 'manual',
      ...init,
      headers: { cookie: cookieHeader(cookies), 'accept-language': 'de', ...headersOf(init) },
    });
    keepCookies(cookies, response.headers.getSetCookie());
    const html = await response.text();
    const location = response.headers.get('location');
    last = { status: response.status, headers: response.headers, html, location };
    return last;
  };
  const client: Client = {
    cookies,
    lastPage: () => last,
    get: (path, headers = {}) => send(path, { headers }),
    post: (path, fields, headers = {}) =>
      send(path, {
        method: 'POST',
        body: encode(fields),
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      }),
    submit: (path, fields) =>
      client.post(path, { ...hiddenFields(last?.html ?? '', path), ...fields }),
    upload(path, fields, files) {
      const body = new FormData();
      const all = { ...hiddenFields(last?.html ?? '', path), ...fields };
      for (const [name, value] of new URLSearchParams(encode(all))) body.append(name, value);
      for (const { field, name, content, type = 'application/octet-stream' } of files) {
        body.append(field, new Blob([new Uint8Array(content)], { type }), name);
      }
      return send(path, { method: 'POST', body });
    },
    async follow(page) {
      let at = page;
      for (let i = 0; i < MAX_REDIRECTS && at.location?.startsWith('/'); i += 1) {
        at = await client.get(at.location);
      }
      return at;
    },
  };
  return client;
}

/** Hidden fields of the form with this action. */
export function hiddenFields(html: string, action: string): Record<string, string> {
  const forms = [...html.matchAll(/<form[^>]*action="([^"]*)"[^>]*>([\s\S]*?)<\/form>/g)];
  const form = forms.find(([, target]) => target === action)?.[2] ?? '';
  const inputs = form.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g);
  return Object.fromEntries([...inputs].map(([, name = '', value = '']) => [name, value]));
}

export function textOf(html: string): string {
  const main = /<main[\s\S]*<\/main>/.exec(html)?.[0] ?? html;
  return main
    .replace(/<[^>]+>/g, ' ')
    .replace(/&quot;/g, '"')
    .replace(/&#x27;|&#39;/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim();
}

function encode(fields: Fields): string {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) {
    for (const one of typeof value === 'string' ? [value] : value) body.append(name, one);
  }
  return body.toString();
}

function headersOf(init: RequestInit): Record<string, string> {
  return (init.headers ?? {}) as Record<string, string>;
}

function cookieHeader(cookies: ReadonlyMap<string, string>): string {
  return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
}

function keepCookies(cookies: Map<string, string>, set: readonly string[]): void {
  for (const line of set) {
    const [pair = ''] = line.split(';');
    const at = pair.indexOf('=');
    cookies.set(pair.slice(0, at), pair.slice(at + 1));
  }
}
