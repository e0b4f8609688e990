import type { Expression, FlowNode, ProcessGraph } from '../../engine/model/graph.ts';
import { isConfigured } from './assemble-procedure.ts';
import type { Assembly, Part } from './assemble-procedure.ts';
import { checkDecisionInputs } from './check-decision-inputs.ts';
import { constant } from './check-model-references.ts';
import { modelFile } from './model-place.ts';
import type { ProblemList } from './problem-list.ts';
import { variablesOf } from './feel-variables.ts';
import type { Topic } from './topic.ts';

/** What every process knows: which case it is about. */
const ALWAYS = ['caseId'];
/** What the procedure's own process knows besides (`api/services/main-process.ts`). */
const SETTINGS = ['payAt', 'releaseRule'];

/**
 * Only declared data reaches the engine (`processData`), and results of workers, decisions and
 * blocks. A model that reads anything else would read nothing, or a person's data: refused.
 */
export function checkModelData(
  assembly: Assembly,
  topics: readonly Topic[],
  problems: ProblemList,
): void {
  // A folder's own data and what its blocks give back: of one that is unread, all would be missing.
  if (!assembly.parts.every(isConfigured)) return;
  for (const part of assembly.parts) {
    if (!part.process) continue;
    const known = knownNames(assembly, part, part.process, topics);
    for (const { node, expression, names } of readings(part.process, known)) {
      for (const name of undeclared(expression, names)) {
        const line = expression.line ?? node.line;
        const place = { elementId: node.id, ...(line === undefined ? {} : { line }) };
        problems.add(modelFile(part), 'data-undeclared', place, { name });
      }
    }
    if ([...part.process.nodes.values()].some(({ decision }) => decision)) {
      checkDecisionInputs(assembly, known.everywhere, problems);
    }
  }
}

interface KnownNames {
  /** Of the whole process. */
  readonly everywhere: ReadonlySet<string>;
  /** Which elements make a name known; none for declared data. */
  readonly makers: ReadonlyMap<string, ReadonlySet<string>>;
  /** What an element brings in, before its output mapping: element id → names. */
  readonly brought: ReadonlyMap<string, readonly string[]>;
}

function knownNames(
  assembly: Assembly,
  part: Part,
  process: ProcessGraph,
  topics: readonly Topic[],
): KnownNames {
  const declared = part.block
    ? [...part.block.inputs, ...part.block.optionalInputs, ...Object.keys(part.block.processData)]
    : [...SETTINGS, ...Object.keys(part.config?.processData ?? {})];
  const makers = new Map<string, Set<string>>();
  const brought = new Map<string, readonly string[]>();
  for (const node of process.nodes.values()) {
    const names = broughtBy(assembly, part, node, topics);
    brought.set(node.id, names);
    // With any output mapping, what is not mapped stays inside.
    const outside = node.outputs.length > 0 ? node.outputs.map(({ target }) => target) : names;
    for (const target of outside) {
      const name = firstName(target);
      makers.set(name, (makers.get(name) ?? new Set()).add(node.id));
    }
  }
  const always = [...ALWAYS, ...declared];
  for (const name of always) makers.delete(name);
  return { everywhere: new Set([...always, ...makers.keys()]), makers, brought };
}

function broughtBy(
  assembly: Assembly,
  part: Part,
  node: FlowNode,
  topics: readonly Topic[],
): readonly string[] {
  const { job, script, decision, calledElement, event } = node;
  if (script) return [script.resultVariable];
  if (decision) return [decision.resultVariable];
  if (job) {
    const topic = constant(job.jobType);
    return topics.find((one) => one.topic === topic)?.outputs ?? [];
  }
  if (calledElement) {
    const process = constant(calledElement.processId);
    const called = assembly.parts.find((one) => one.process?.processId === process);
    return called?.block?.outputs ?? [];
  }
  if (event?.kind === 'message') {
    const messages = part.block?.messages ?? part.config?.messages ?? {};
    return messages[constant(event.name) ?? ''] ?? [];
  }
  return [];
}

interface Reading {
  readonly node: FlowNode;
  readonly expression: Expression;
  readonly names: ReadonlySet<string>;
}

/** Every expression of a process with the names that it may read. */
function readings(process: ProcessGraph, known: KnownNames): Reading[] {
  const found: Reading[] = [];
  for (const node of process.nodes.values()) {
    const inside = new Set([...known.everywhere, ...localNames(process, node)]);
    const ofOutputs = new Set([...inside].filter((name) => !isMadeOnlyBy(known, name, node)));
    for (const name of known.brought.get(node.id) ?? []) ofOutputs.add(name);
    const conditions = node.outgoing.flatMap((id) => process.flows.get(id)?.condition ?? []);
    for (const expression of [...expressionsOf(node), ...conditions]) {
      found.push({ node, expression, names: inside });
    }
    for (const { source } of node.outputs)
      found.push({ node, expression: source, names: ofOutputs });
  }
  return found;
}

/** `x = x` as an output must not make `x` known to itself. */
function isMadeOnlyBy({ makers }: KnownNames, name: string, node: FlowNode): boolean {
  const by = makers.get(name);
  return by?.size === 1 && by.has(node.id);
}

/** Inputs of the element and of the scopes around it; for a boundary event, of its host. */
function localNames(process: ProcessGraph, node: FlowNode): string[] {
  const names: string[] = [];
  const host = node.attachedToId === undefined ? undefined : process.nodes.get(node.attachedToId);
  for (let at: FlowNode | undefined = host ?? node; at;) {
    names.push(...at.inputs.map(({ target }) => firstName(target)));
    at = at === process.root ? undefined : process.nodes.get(at.parentId);
  }
  return names;
}

function expressionsOf(node: FlowNode): Expression[] {
  const { event, job, userTask, script, decision, calledElement } = node;
  const all: (Expression | undefined)[] = [
    ...node.inputs.map(({ source }) => source),
    ...(event?.kind === 'message' ? [event.name, event.correlationKey] : []),
    ...(event?.kind === 'timer' ? [event.timer.value] : []),
    job?.jobType,
    job?.retries,
    ...(userTask ? Object.values(userTask as Record<string, Expression>) : []),
    script?.expression,
    decision?.decisionId,
    calledElement?.processId,
  ];
  return all.filter((expression) => expression !== undefined);
}

function undeclared(expression: Expression, names: ReadonlySet<string>): string[] {
  if (expression.kind === 'text') return [];
  return variablesOf(expression.source).filter((name) => !names.has(name));
}

function firstName(target: string): string {
  return target.split('.')[0] ?? target;
}
