/** Where ClamAV's daemon listens. */
export type ClamdAddress =
  { readonly host: string; readonly port: number } | { readonly path: string };

/** `tcp://host:port` or `unix:/path`, as in clamd's own documentation; otherwise undefined. */
export function readClamdAddress(text: string): ClamdAddress | undefined {
  const path = /^unix:(?:\/\/)?(\/[^\0]{1,100})$/.exec(text)?.[1];
  if (path !== undefined) return { path };
  const [, host, digits] = /^tcp:\/\/(\[[\da-f:]+\]|[\w.-]+):(\d{1,5})\/?$/i.exec(text) ?? [];
  const port = Number(digits);
  if (host === undefined || port < 1 || port > 65_535) return undefined;
  return { host: host.replace(/^\[|\]$/g, ''), port };
}
