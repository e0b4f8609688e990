import type { CaseFile } from '../cases/case-file.ts';
import { asObject } from '../json.ts';
import type { CaseAction } from './procedure-config.ts';

export type ActionLetter = NonNullable<CaseAction['letter']>;

/** The case as it will be when the letter of an action is written, as far as that is known before. */
export function withLetterFacts<File extends Pick<CaseFile, 'facts'>>(
  file: File,
  { facts: known }: ActionLetter,
): File {
  const facts = { ...file.facts };
  for (const [name, more] of Object.entries(known)) {
    facts[name] = { ...asObject(facts[name]), ...more };
  }
  return { ...file, facts };
}
