import type { Assembly } from './assemble-procedure.ts';
import { fieldOf, fits, PERSON_SOURCES } from './prefill.ts';
import { followUpTextKey } from './follow-ups.ts';
import type { ProblemList } from './problem-list.ts';

/** `prefill` names fields of the steps, and attributes or fields that there are; so do `followUps`. */
export function checkPrefill(assembly: Assembly, problems: ProblemList): void {
  const { parts, forms } = assembly;
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
  checkFollowUps(assembly, problems);
}

/** Each has its label, and answers that the fields of the steps take. */
function checkFollowUps({ parts, forms, texts }: Assembly, problems: ProblemList): void {
  const config = parts[0]?.config;
  for (const [name, answers] of Object.entries(config?.followUps ?? {})) {
    const label = followUpTextKey(name, 'label');
    if (!texts.has(label)) {
      problems.add('texts/de.json', 'text-required', { line: 1 }, { key: label });
    }
    for (const [key, value] of Object.entries(answers)) {
      const field = config && fieldOf({ config, forms }, key);
      if (field && fits(field, value)) continue;
      const parameters = { name, answer: `${key}=${String(value)}` };
      problems.add('procedure.json', 'follow-up-answer', { line: 1 }, parameters);
    }
  }
}
