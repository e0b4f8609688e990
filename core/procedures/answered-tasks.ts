import type { Expression, FlowNode } from '../../engine/model/graph.ts';
import type { Actor } from '../cases/case-file.ts';
import { taskAnswersOf } from '../cases/task-answers.ts';
import { asObject, type JsonObject } from '../json.ts';
import { APPLICANT_GROUP } from './active-steps.ts';
import { TAKEN_ACTIONS } from './case-actions.ts';
import { constant } from './check-model-references.ts';
import { keyOf } from './form-visible.ts';
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
  const { form, isApplicants, element } = kept;
  const nodes = nodesOf(procedure, String(element));
  const said = common(kept);
  return {
    ...said,
    key,
    form:
      typeof form === 'string'
        ? procedure.forms.get(form)
        : formThatFits(procedure, nodes, said.answers),
    isApplicants:
      typeof isApplicants === 'boolean'
        ? isApplicants
        : said.by === APPLICANT_GROUP || nodes.some(isForApplicant),
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

/** Cases of before do not say which form it was: one of the element's that has all that was answered. */
function formThatFits(
  procedure: Procedure,
  nodes: readonly FlowNode[],
  answers: JsonObject,
): Form | undefined {
  const names = nodes.flatMap(({ userTask }) => namesOf(procedure, userTask?.formReference));
  const forms = names.flatMap((name) => procedure.forms.get(name) ?? []);
  return forms.find(({ components }) => {
    const keys = new Set(components.map(keyOf));
    return Object.keys(answers).every((key) => keys.has(key));
  });
}

/** The form itself, or those that callers of the block name for it. */
function namesOf({ processes }: Procedure, reference: Expression | undefined): string[] {
  if (!reference) return [];
  const named = constant(reference);
  if (named !== undefined || reference.kind !== 'feel') return named === undefined ? [] : [named];
  const input = reference.source.trim();
  return [...processes.values()].flatMap(({ nodes }) =>
    [...nodes.values()].flatMap(({ inputs }) =>
      inputs.flatMap(({ target, source }) => (target === input ? (constant(source) ?? []) : [])),
    ),
  );
}

function nodesOf({ processes }: Procedure, elementId: string): FlowNode[] {
  return [...processes.values()].flatMap(({ nodes }) => nodes.get(elementId) ?? []);
}

function isForApplicant({ userTask }: FlowNode): boolean {
  const groups = userTask?.candidateGroups;
  return groups !== undefined && constant(groups) === APPLICANT_GROUP;
}
