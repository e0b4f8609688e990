/** `a/b.ts` is that path, `a/` everything below, `*` one part. */
export function matches(pattern, path) {
  const isFolder = pattern.endsWith('/');
  const wanted = matchParts(isFolder ? pattern.slice(0, -1) : pattern);
  const parts = matchParts(path);
  const fits = isFolder ? parts.length >= wanted.length : parts.length === wanted.length;
  return fits && wanted.every((part, index) => fitsPart(part, parts[index] ?? ''));
}

export function matchParts(path) {
  return path.split('/');
}

function fitsPart(wanted, part) {
  if (!wanted.includes('*')) return wanted === part;
  const [start, end] = wanted.split('*');
  return part.length >= start.length + end.length && part.startsWith(start) && part.endsWith(end);
}
