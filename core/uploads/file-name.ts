import type { FileKind } from './file-kind.ts';
import { FILE_KINDS, KIND_PROFILES } from './file-kind.ts';

const MAX_CHARACTERS = 100;
/** Devices of Windows, whatever follows the dot. */
const RESERVED = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])$/i;

/**
 * A name under which the file can be saved anywhere and reads as it is: without path, control and
 * direction marks (`gpj.exe` shown as `exe.jpg`), reserved names; with the ending of what it is.
 */
export function safeFileName(given: string, kind: FileKind): string {
  const { base, ending } = splitName(cleaned(given), kind);
  const trimmed = shortened(base);
  if (trimmed === '') return `Datei${ending}`;
  const first = trimmed.split('.')[0] ?? '';
  return `${RESERVED.test(first.trim()) ? '_' : ''}${trimmed}${ending}`;
}

/** The name of a file that is not kept, to say which one it was. */
export function shownFileName(given: string): string {
  return shortened(cleaned(given)) || 'Datei';
}

function cleaned(given: string): string {
  return (
    lastPart(given.normalize('NFC'))
      // Controls, formats (bidi, zero width), lone surrogates, private use, line separators.
      .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu, '')
      .replace(/[<>:"|?*]/g, '_')
      .replace(/\s+/gu, ' ')
  );
}

function shortened(name: string): string {
  return trimEdges([...trimEdges(name)].slice(0, MAX_CHARACTERS).join(''));
}

function lastPart(name: string): string {
  return name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
}

/** Another type's ending is replaced, an unknown one stays and gets the right one behind it. */
function splitName(name: string, kind: FileKind): { base: string; ending: string } {
  const own = KIND_PROFILES[kind].extensions;
  const lower = name.toLowerCase();
  const kept = own.find((extension) => lower.endsWith(extension));
  if (kept !== undefined) return { base: name.slice(0, -kept.length), ending: kept };
  const other = FILE_KINDS.flatMap((one) => KIND_PROFILES[one].extensions).find((extension) =>
    lower.endsWith(extension),
  );
  return { base: other === undefined ? name : name.slice(0, -other.length), ending: own[0] };
}

function trimEdges(text: string): string {
  return text.replace(/^[\s.]+|[\s.]+$/gu, '');
}
