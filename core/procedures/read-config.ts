import { z } from 'zod';
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
  const german = issuesIn('de', schema, json.value);
  issuesIn('en', schema, json.value).forEach((issue, index) => {
    const extra = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
    const at = [...pathOf(issue), ...extra];
    const detail = { de: german[index]?.message ?? issue.message, en: issue.message };
    const path = at.join('.') || file;
    problems.add(file, 'config-invalid', { line: json.lineOf(at) }, { path, detail });
  });
  return undefined;
}

type Issue = z.core.$ZodIssue;
type Language = 'de' | 'en';

const WORDS = {
  de: {
    say: z.locales.de().localeError,
    missing: 'fehlt',
    or: ' – oder: ',
    unknown: 'Unbekannter Schlüssel',
  },
  en: {
    say: z.locales.en().localeError,
    missing: 'is missing',
    or: ' – or: ',
    unknown: 'Unrecognized key',
  },
};

function issuesIn(language: Language, schema: z.ZodType, value: unknown): Issue[] {
  const { say, missing } = WORDS[language];
  const read = schema.safeParse(value, {
    error: (issue) => (issue.input === undefined ? missing : say(issue)),
  });
  return read.error?.issues.flatMap((issue) => nearest(issue, language)).flatMap(oneByOne) ?? [];

  /** Each unknown key stands on a line of its own. */
  function oneByOne(issue: Issue): Issue[] {
    if (issue.code !== 'unrecognized_keys') return [issue];
    const { unknown } = WORDS[language];
    return issue.keys.map((key) => ({ ...issue, keys: [key], message: `${unknown}: "${key}"` }));
  }
}

/** Of a value that may be one of several things, what separates it from the nearest of them. */
function nearest(issue: Issue, language: Language): Issue[] {
  // What a schema words itself, it words in English.
  if (issue.code === 'custom' && language === 'de' && typeof issue.params?.['de'] === 'string') {
    return [{ ...issue, message: issue.params['de'] }];
  }
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue];
  const fewest = Math.min(...issue.errors.map((one) => one.length));
  const [only, ...others] = issue.errors.filter((one) => one.length === fewest);
  if (only && others.length === 0) {
    return only.flatMap((inner) =>
      nearest({ ...inner, path: [...issue.path, ...inner.path] }, language),
    );
  }
  const ways = [only ?? [], ...others].map((way) => way.map(inWords).join(', '));
  return [{ ...issue, message: ways.join(WORDS[language].or) }];
}

function inWords(issue: Issue): string {
  return [pathOf(issue).join('.'), issue.message].filter(Boolean).join(' ');
}

function pathOf({ path }: Issue): (string | number)[] {
  return path.filter((part) => typeof part !== 'symbol');
}
