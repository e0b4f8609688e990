import type { ProblemList } from './problem-list.ts';
import { JsonReadError, readJson } from './read-json.ts';
import type { LocatedJson } from './read-json.ts';

const MAX_JSON_KB = 512;

/** A JSON file of a bundle; what is wrong with it becomes a located problem. */
export function readJsonFile(
  file: string,
  text: string,
  problems: ProblemList,
): LocatedJson | undefined {
  if (text.length > MAX_JSON_KB * 1024) {
    problems.add(file, 'file-too-large', { line: 1 }, { max: MAX_JSON_KB });
    return undefined;
  }
  try {
    return readJson(text);
  } catch (error) {
    if (!(error instanceof JsonReadError)) throw error;
    const detail = { de: error.messageDe, en: error.message };
    problems.add(file, error.code, { line: error.line }, { detail });
    return undefined;
  }
}
