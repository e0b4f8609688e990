/** A browser at the demo city's provider, up to the address in the portal that it is sent back to. */
export interface SignInBrowser {
  /** Where it ends up: the callback, or the page where one chooses. */
  go(url: string): Promise<string>;
  choose(url: string, account: string, level: number): Promise<string>;
  deny(url: string): Promise<string>;
}

const MAX_REDIRECTS = 10;

export function makeSignInBrowser(): SignInBrowser {
  const cookies = new Map<string, string>();
  const visit = async (start: string, body?: URLSearchParams): Promise<string> => {
    const { origin } = new URL(start);
    let url = start;
    let form = body;
    for (let i = 0; i < MAX_REDIRECTS; i += 1) {
      const response = await fetch(url, {
        redirect: 'manual',
        headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
        ...(form ? { method: 'POST', body: form } : {}),
      });
      keep(cookies, response.headers.getSetCookie());
      await response.text();
      const location = response.headers.get('location');
      if (location === null) {
        if (!response.ok) throw new Error(`${url}: ${response.status}`);
        return url;
      }
      url = new URL(location, url).href;
      form = undefined;
      if (new URL(url).origin !== origin) return url;
    }
    throw new Error('too many redirects');
  };
  return {
    go: (url) => visit(url),
    async choose(url, account, level) {
      const form = new URLSearchParams({ account, level: String(level) });
      return visit(`${await visit(url)}/anmelden`, form);
    },
    deny: async (url) => visit(`${await visit(url)}/ablehnen`, new URLSearchParams()),
  };
}

function keep(cookies: Map<string, string>, lines: readonly string[]): void {
  for (const line of lines) {
    const [pair = ''] = line.split(';');
    const at = pair.indexOf('=');
    if (pair.slice(at + 1) === '') cookies.delete(pair.slice(0, at));
    else cookies.set(pair.slice(0, at), pair.slice(at + 1));
  }
}
