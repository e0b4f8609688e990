import { BLOCKS_FOLDER, folderOf } from './bundle.ts';
import type { ProblemList } from './problem-list.ts';
import type { Bundle } from './procedure.ts';

/** What a folder may hold. A file that is not known is a typing error that nobody would notice. */
const KNOWN = [
  /^process\.bpmn$/,
  /^decisions\/[a-z0-9-]+\.dmn$/,
  /^forms\/[a-z0-9-]+\.form$/,
  /^texts\/(?:de|en|de-leicht)\.json$/,
  /^templates\/[a-z0-9-]+\.(?:mail|letter)\.hbs$/,
  /^README\.md$/,
];
const OF_PROCEDURES = [
  ...KNOWN,
  /^procedure\.json$/,
  /^scenarios\/[a-z0-9-]+\.json$/,
  /^transfer\/payload\.json$/,
];
const OF_BLOCKS = [...KNOWN, /^block\.json$/];

export const MAX_FILES = 300;

export function checkFiles(bundle: Bundle, problems: ProblemList): void {
  if (bundle.files.size > MAX_FILES) {
    problems.add('procedure.json', 'too-many-files', {}, { max: MAX_FILES });
  }
  for (const path of bundle.files.keys()) {
    if (!isSafePath(path)) {
      problems.add(path, 'file-path', {}, { path });
      continue;
    }
    const folder = folderOf(path);
    const known = folder.startsWith(BLOCKS_FOLDER) ? OF_BLOCKS : OF_PROCEDURES;
    if (!known.some((pattern) => pattern.test(path.slice(folder.length)))) {
      problems.add(path, 'file-unknown', { line: 1 });
    }
  }
}

export function isSafePath(path: string): boolean {
  return (
    path.length <= 200 &&
    /^[\w.-]+(?:\/[\w.-]+)*$/.test(path) &&
    !path.split('/').some((part) => /^\.+$/.test(part))
  );
}
