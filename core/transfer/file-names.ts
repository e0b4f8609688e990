const MAX_LENGTH = 120;
const MAX_ENDING = 12;
/** Names that Windows gives to devices, whatever their ending. */
const DEVICES = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/**
 * File names that may be unpacked anywhere: no folder, nothing that a file system or a shell takes
 * for something else, and none twice, not even in other letters.
 */
export function safeFileNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const safe = safeFileName(name);
    let unique = safe;
    for (let count = 2; taken.has(unique.toLowerCase()); count += 1) unique = numbered(safe, count);
    taken.add(unique.toLowerCase());
    return unique;
  });
}

function safeFileName(name: string): string {
  const last = name.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const plain = last
    .replace(/[^\p{L}\p{N}\p{M} ._()-]+/gu, '_')
    .replace(/^[\s.-]+|[\s.]+$/g, '')
    .replace(/\s+/g, ' ');
  const [stem, ending] = parts(DEVICES.test(plain) ? `_${plain}` : plain);
  return `${stem.slice(0, MAX_LENGTH - ending.length).trimEnd() || 'Datei'}${ending}`;
}

function numbered(name: string, count: number): string {
  const [stem, ending] = parts(name);
  return `${stem}-${count}${ending}`;
}

function parts(name: string): [stem: string, ending: string] {
  const dot = name.lastIndexOf('.');
  const hasEnding = dot >= 0 && name.length - dot <= MAX_ENDING;
  return hasEnding ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
}
