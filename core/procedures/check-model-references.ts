import type { Expression, FlowNode } from '../../engine/model/graph.ts';
import { APPLICANT_GROUP } from './active-steps.ts';
import { hasDecision, isConfigured } from './assemble-procedure.ts';
import type { Assembly, Part } from './assemble-procedure.ts';
import { modelFile, placeOf } from './model-place.ts';
import type { ProblemList } from './problem-list.ts';
import type { ProcedureRule } from './procedure-rules.ts';
import type { Topic } from './topic.ts';

interface Check {
  readonly assembly: Assembly;
  readonly part: Part;
  readonly topics: ReadonlyMap<string, Topic>;
  /** Absent while nobody knows which there are. */
  readonly groups: ReadonlySet<string> | undefined;
  refuse(node: FlowNode, code: ProcedureRule, parameters?: Record<string, string>): void;
}

/** Everything that the models name must be there: forms, groups, topics, processes, decisions. */
export function checkModelReferences(
  assembly: Assembly,
  topics: readonly Topic[],
  problems: ProblemList,
): void {
  const config = assembly.parts[0]?.config;
  const groups = config && new Set([APPLICANT_GROUP, config.responsibleUnit, ...config.groups]);
  const byName = new Map(topics.map((topic) => [topic.topic, topic]));
  for (const part of assembly.parts) {
    const check: Check = {
      assembly,
      part,
      topics: byName,
      groups,
      refuse: (node, code, parameters) =>
        problems.add(modelFile(part), code, placeOf(node), parameters),
    };
    for (const node of part.process?.nodes.values() ?? []) checkNode(check, node);
  }
  checkSteps(assembly, problems);
}

function checkNode(check: Check, node: FlowNode): void {
  if (node.type === 'userTask') checkUserTask(check, node);
  if (node.job) checkJob(check, node, node.job.jobType);
  if (node.calledElement) checkCall(check, node, node.calledElement.processId);
  if (node.decision) checkDecision(check, node, node.decision.decisionId);
  // Decisions that workers evaluate; a block hands on what its caller names.
  for (const { target, source } of node.inputs) {
    if (target.endsWith('Decision') && constant(source)) checkDecision(check, node, source);
  }
  checkTextKeys(check, node);
}

/** Workers and blocks are told texts by their keys: `feeTextKey`, `fileNameKey`, … */
function checkTextKeys(check: Check, node: FlowNode): void {
  for (const { target, source } of node.inputs) {
    const key = /(?:text|name)key$/i.test(target) ? constant(source) : undefined;
    if (key === undefined || check.assembly.texts.has(key)) continue;
    check.refuse(node, 'text-key-missing', { name: target, key });
  }
}

function checkUserTask(check: Check, node: FlowNode): void {
  const { formReference, candidateGroups } = node.userTask ?? {};
  if (!isGivenByCaller(check, formReference, 'Form')) checkForm(check, node, formReference);
  if (!isGivenByCaller(check, candidateGroups, 'Group')) checkGroups(check, node, candidateGroups);
}

function checkForm(check: Check, node: FlowNode, reference: Expression | undefined): void {
  const form = reference && constant(reference);
  if (form === undefined) check.refuse(node, 'form-reference-missing');
  else if (!check.assembly.forms.has(form)) check.refuse(node, 'form-missing', { form });
}

function checkGroups(check: Check, node: FlowNode, groups: Expression | undefined): void {
  const named = groups && constant(groups);
  if (named === undefined) return check.refuse(node, 'group-missing');
  for (const group of named.split(',').map((one) => one.trim())) {
    if (check.groups?.has(group) === false) check.refuse(node, 'group-unknown', { group });
  }
}

/** A block's input such as `questionForm`: what it is stands at the call, and is looked at there. */
function isGivenByCaller({ part }: Check, expression: Expression | undefined, ending: string) {
  if (expression?.kind !== 'feel') return false;
  if (!part.block) return !isConfigured(part);
  const name = expression.source.trim();
  const inputs = [...part.block.inputs, ...part.block.optionalInputs];
  return name.endsWith(ending) && inputs.includes(name);
}

function checkJob(check: Check, node: FlowNode, jobType: Expression): void {
  const topic = constant(jobType);
  if (topic === undefined) return check.refuse(node, 'reference-not-constant', { name: 'type' });
  const known = check.topics.get(topic);
  if (!known) return check.refuse(node, 'topic-unknown', { topic });
  for (const id of node.boundaryEventIds) {
    const boundary = check.part.process?.nodes.get(id);
    const code = boundary?.event?.kind === 'error' ? boundary.event.errorCode : undefined;
    if (boundary && code !== undefined && !known.errors.includes(code)) {
      check.refuse(boundary, 'error-code-unknown', { topic, code });
    }
  }
  checkTemplate(check, node);
}

/** Mails and letters name their template as a constant, so that it can be looked for. */
function checkTemplate(check: Check, node: FlowNode): void {
  const mapping = node.inputs.find(({ target }) => target === 'template');
  if (!mapping) return;
  const template = constant(mapping.source);
  if (template === undefined) return;
  if (!check.assembly.templates.has(template)) {
    check.refuse(node, 'template-missing', { template });
  }
}

function checkCall(check: Check, node: FlowNode, processId: Expression): void {
  const process = constant(processId);
  const called = check.assembly.parts.find((part) => part.process?.processId === process);
  if (process === undefined) check.refuse(node, 'reference-not-constant', { name: 'processId' });
  else if (!called) check.refuse(node, 'process-missing', { process });
  const given = new Set(node.inputs.map(({ target }) => target));
  for (const name of called?.block?.inputs ?? []) {
    const block = called?.block?.key ?? '';
    if (!given.has(name)) check.refuse(node, 'block-input-missing', { block, name });
  }
  // Templates, forms and groups that a block is told to use.
  for (const { target, source } of node.inputs) {
    if (target.endsWith('Form')) checkForm(check, node, source);
    if (target.endsWith('Group')) checkGroups(check, node, source);
    const template = target.endsWith('Template') ? constant(source) : undefined;
    if (template !== undefined && !check.assembly.templates.has(template)) {
      check.refuse(node, 'template-missing', { template });
    }
  }
}

function checkDecision(check: Check, node: FlowNode, decisionId: Expression): void {
  const decision = constant(decisionId);
  if (decision === undefined) {
    return check.refuse(node, 'reference-not-constant', { name: 'decisionId' });
  }
  if (!hasDecision(check.assembly.parts, decision)) {
    check.refuse(node, 'decision-missing', { decision });
  }
}

/** The assistant's steps. */
function checkSteps({ parts, forms }: Assembly, problems: ProblemList): void {
  for (const form of parts[0]?.config?.steps ?? []) {
    if (!forms.has(form)) problems.add('procedure.json', 'form-missing', { line: 1 }, { form });
  }
}

/** The text of an expression that is one: plain, or a FEEL string literal. */
export function constant(expression: Expression): string | undefined {
  if (expression.kind === 'text') return expression.text;
  return /^\s*"([^"\\]*)"\s*$/.exec(expression.source)?.[1];
}
