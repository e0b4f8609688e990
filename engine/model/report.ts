import type { Problem } from './problem.ts';
import { ruleText } from './rule.ts';
import type { Rule, RuleBook, RuleParameters } from './rule.ts';

/** Where in the file a problem lies. An XML element is a place. */
export interface Place {
  readonly line?: number;
  readonly elementId?: string;
}

/** Collects the problems of one file; never throws, keeps at most `maxProblems`. */
export interface Report<Book extends RuleBook = RuleBook> {
  add(code: keyof Book & string, place: Place, parameters?: RuleParameters): void;
  /** In the order of the file; those without a line come last. */
  problems(): Problem[];
  hasErrors(): boolean;
}

const maxProblems = 200;

const tooMany: Rule = {
  severity: 'error',
  de: 'Mehr als {max} Probleme; die weiteren sind nicht aufgeführt.',
  en: 'More than {max} problems; the others are not listed.',
};

export function makeReport<Book extends RuleBook>(book: Book, file?: string): Report<Book> {
  const found: Problem[] = [];
  let dropped = false;

  return {
    add(code, place, parameters) {
      const rule = book[code];
      if (!rule) return;
      if (found.length < maxProblems) found.push(toProblem(code, rule, place, parameters, file));
      else dropped = true;
    },
    problems() {
      const sorted = found.toSorted(
        (a, b) => (a.line ?? Number.MAX_SAFE_INTEGER) - (b.line ?? Number.MAX_SAFE_INTEGER),
      );
      if (!dropped) return sorted;
      return [...sorted, toProblem('too-many-problems', tooMany, {}, { max: maxProblems }, file)];
    },
    hasErrors: () => dropped || found.some((problem) => problem.severity === 'error'),
  };
}

function toProblem(
  code: string,
  rule: Rule,
  place: Place,
  parameters?: RuleParameters,
  file?: string,
): Problem {
  return {
    code,
    severity: rule.severity,
    ...(file !== undefined && { file }),
    ...(place.line !== undefined && { line: place.line }),
    ...(place.elementId !== undefined && { elementId: place.elementId }),
    message: ruleText(rule, 'de', parameters),
    messageEn: ruleText(rule, 'en', parameters),
  };
}
