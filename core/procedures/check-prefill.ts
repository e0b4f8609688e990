import type { Assembly } from './assemble-procedure.ts';
import { fieldOf, PERSON_SOURCES } from './prefill.ts';
import type { ProblemList } from './problem-list.ts';

/** `prefill` names fields of the steps, and attributes or fields that there are. */
export function checkPrefill({ parts, forms }: Assembly, problems: ProblemList): void {
  const config = parts[0]?.config;
  if (!config) return;
  const refuse = (name: string): void =>
    problems.add('procedure.json', 'prefill-unknown', { line: 1 }, { name });
  for (const [key, source] of Object.entries(config.prefill)) {
    const [kind, name = ''] = source.split('.');
    const isKnown =
      kind === 'person'
        ? PERSON_SOURCES.some((one) => one === name)
        : fieldOf({ config, forms }, name) !== undefined;
    if (!fieldOf({ config, forms }, key)) refuse(key);
    if (!isKnown) refuse(source);
  }
}
