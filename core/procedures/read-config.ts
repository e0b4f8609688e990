import type { z } from 'zod';
import type { ProblemList } from './problem-list.ts';
import { readJsonFile } from './read-json-file.ts';
import type { LocatedJson } from './read-json.ts';

/** Reads `procedure.json` or `block.json` by its schema; every issue becomes a located problem. */
export function readConfig<Schema extends z.ZodType>(
  schema: Schema,
  file: string,
  text: string | undefined,
  problems: ProblemList,
): z.output<Schema> | undefined {
  if (text === undefined) {
    problems.add(file, 'file-missing', {}, { path: file });
    return undefined;
  }
  return readLocated(schema, file, text, problems)?.data;
}

/** The same with the places, for checks that a schema cannot make. */
export function readLocated<Schema extends z.ZodType>(
  schema: Schema,
  file: string,
  text: string,
  problems: ProblemList,
): { data: z.output<Schema>; json: LocatedJson } | undefined {
  const json = readJsonFile(file, text, problems);
  if (!json) return undefined;
  const read = schema.safeParse(json.value);
  if (read.success) return { data: read.data, json };
  for (const issue of read.error.issues) {
    const path = issue.path.filter((part) => typeof part !== 'symbol');
    const extra = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
    const at = [...path, ...extra];
    problems.add(
      file,
      'config-invalid',
      { line: json.lineOf(at) },
      { path: at.join('.') || file, detail: issue.message },
    );
  }
  return undefined;
}
