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

export function isRefused(problems: readonly Problem[]): boolean {
  return problems.some((problem) => problem.severity === 'error');
}
