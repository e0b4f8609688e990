import { isObject } from '../json.ts';
import type { ProblemList } from './problem-list.ts';
import { readJsonFile } from './read-json-file.ts';

/** One `texts/<language>.json`, with the lines of its keys. */
export interface TextFile {
  readonly file: string;
  readonly texts: ReadonlyMap<string, string>;
  lineOf(key: string): number;
}

const MAX_TEXT = 5_000;

export function readTextFile(
  file: string,
  text: string,
  problems: ProblemList,
): TextFile | undefined {
  const json = readJsonFile(file, text, problems);
  if (!json) return undefined;
  if (!isObject(json.value)) {
    problems.add(file, 'json-malformed', { line: 1 }, { detail: '{ }' });
    return undefined;
  }
  const texts = new Map<string, string>();
  const lineOf = (key: string): number => json.lineOf([key]);
  for (const [key, value] of Object.entries(json.value)) {
    if (typeof value !== 'string')
      problems.add(file, 'text-not-text', { line: lineOf(key) }, { key });
    else if (value.length > MAX_TEXT) {
      problems.add(file, 'text-too-long', { line: lineOf(key) }, { key, max: MAX_TEXT });
    } else texts.set(key, value);
  }
  return { file, texts, lineOf };
}
