import { describeProblem } from '../../engine/model/problem.ts';
import type { Problem } from '../../engine/model/problem.ts';
import { makeReport } from '../../engine/model/report.ts';
import type { Place, Report } from '../../engine/model/report.ts';
import type { RuleParameters } from '../../engine/model/rule.ts';
import type { ProcedureRule } from './procedure-rules.ts';
import { PROCEDURE_RULES } from './procedure-rules.ts';

export type { Problem };

/** Collects what is wrong with a folder, file by file. */
export interface ProblemList {
  add(file: string, code: ProcedureRule, place?: Place, parameters?: RuleParameters): void;
  /** What the readers of models found; what several of them say is listed once. */
  addAll(problems: readonly Problem[]): void;
  /** By file, then by line. */
  all(): Problem[];
}

export function makeProblemList(): ProblemList {
  const reports = new Map<string, Report<typeof PROCEDURE_RULES>>();
  const others = new Map<string, Problem>();
  return {
    add(file, code, place = {}, parameters = {}) {
      const report = reports.get(file) ?? makeReport(PROCEDURE_RULES, file);
      reports.set(file, report);
      report.add(code, place, parameters);
    },
    addAll(problems) {
      for (const problem of problems) others.set(describeProblem(problem), problem);
    },
    all: () =>
      [
        ...[...reports.values()].flatMap((report) => report.problems()),
        ...others.values(),
      ].toSorted(
        (a, b) =>
          (a.file ?? '').localeCompare(b.file ?? '') ||
          (a.line ?? Number.MAX_SAFE_INTEGER) - (b.line ?? Number.MAX_SAFE_INTEGER),
      ),
  };
}
