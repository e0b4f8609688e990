import type { Actor } from '../cases/case-file.ts';
import { taskAnswersOf } from '../cases/task-answers.ts';
import { asObject, type JsonObject } from '../json.ts';
import { APPLICANT_GROUP } from './active-steps.ts';
import { TAKEN_ACTIONS } from './case-actions.ts';
import type { Form } from './form.ts';
import type { Procedure } from './procedure.ts';

/** A task or an action with what was answered in it. */
export interface AnsweredTask {
  /** Of the task; of an action `action:<key>`. */
  readonly key: string;
  /** Absent: there was nothing to fill in. */
  readonly form: Form | undefined;
  /** A question to the applicant, whoever has filled it in. */
  readonly isApplicants: boolean;
  readonly by: Actor;
  readonly atMs: number;
  readonly answers: JsonObject;
}

/** All that was answered after the application came, the oldest first. */
export function answeredTasks(procedure: Procedure, facts: JsonObject): AnsweredTask[] {
  const tasks = Object.entries(taskAnswersOf(facts)).map(([key, kept]) =>
    answeredTask(procedure, key, asObject(kept)),
  );
  const actions = Object.entries(asObject(facts[TAKEN_ACTIONS])).map(([key, kept]) =>
    takenAction(procedure, key, asObject(kept)),
  );
  return [...tasks, ...actions].toSorted((a, b) => a.atMs - b.atMs);
}

function answeredTask(procedure: Procedure, key: string, kept: JsonObject): AnsweredTask {
  const { form, isApplicants } = kept;
  return {
    ...common(kept),
    key,
    form: typeof form === 'string' ? procedure.forms.get(form) : undefined,
    isApplicants: isApplicants === true,
  };
}

function takenAction(procedure: Procedure, key: string, kept: JsonObject): AnsweredTask {
  const action = procedure.config.actions.find((one) => one.key === key);
  const said = common(kept);
  return {
    ...said,
    key: `action:${key}`,
    form: procedure.forms.get(action?.form ?? ''),
    isApplicants: said.by === APPLICANT_GROUP,
  };
}

function common({ by, atMs, answers }: JsonObject) {
  return { by: String(by), atMs: Number(atMs), answers: asObject(answers) };
}
