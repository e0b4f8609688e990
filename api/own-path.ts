const MAX_LENGTH = 500;
const ORIGIN = 'http://portal.invalid';

/** A path of ours out of an address; absent when it leads elsewhere or cannot be one. */
export function ownPath(value: string | undefined): string | undefined {
  if (value === undefined || value.length > MAX_LENGTH) return undefined;
  // Browsers read a backslash as a slash, and drop tabs and line breaks.
  if (!/^\/(?!\/)[\x21-\x5b\x5d-\x7e]*$/.test(value)) return undefined;
  if (!URL.canParse(value, ORIGIN)) return undefined;
  const { origin, pathname, search } = new URL(value, ORIGIN);
  // `/./` and `/../` before a second slash become two slashes: another host.
  return origin === ORIGIN && !pathname.startsWith('//') ? pathname + search : undefined;
}
