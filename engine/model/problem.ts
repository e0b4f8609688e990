/**
 * Something that is wrong with what an analyst wrote, located so that it can be found.
 * Errors refuse a deployment, warnings are shown beside it.
 */
export interface Problem {
  /** Stable, kebab-case, never translated. */
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly file?: string;
  /** Line in the file, from 1. */
  readonly line?: number;
  readonly elementId?: string;
  /** German: analysts read it. */
  readonly message: string;
  readonly messageEn: string;
}

/** On one line: `file:line (element) reason [code]`, the reason in German. */
export function describeProblem({ file, line, elementId, code, message }: Problem): string {
  const place = [file, line].filter((part) => part !== undefined).join(':');
  const element = elementId === undefined ? '' : ` (${elementId})`;
  return `${place}${element} ${message} [${code}]`.trim();
}

/** What refuses, a line each; `what` begins the sentence. Warnings are left out. */
export function describeRefusal(what: string, problems: readonly Problem[]): string {
  const errors = problems.filter(({ severity }) => severity === 'error');
  return [`${what}:`, ...errors.map(describeProblem)].join('\n  ');
}

export function isRefused(problems: readonly Problem[]): boolean {
  return problems.some((problem) => problem.severity === 'error');
}
