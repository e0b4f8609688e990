import type { FlowNode, ProcessGraph } from '../../engine/model/graph.ts';
import type { Assembly } from './assemble-procedure.ts';
import { CLOSING_PHASE } from './element-chain.ts';
import { isTaskProperty } from './check-task-properties.ts';
import { modelFile, placeOf } from './model-place.ts';
import type { ProblemList } from './problem-list.ts';
import type { ProcedureRule } from './procedure-rules.ts';

const TEXT_PROPERTIES = ['status', 'statusLead', 'statusDone', 'outcome'];
const VALUES: Readonly<Record<string, readonly string[]>> = {
  turn: ['citizen', 'office', 'other-authority', 'nobody'],
  demand: ['payment'],
  deadline: ['citizen'],
  branch: ['side'],
};

/** What the elements say to the citizen: texts that exist, known phases, an outcome at each end. */
export function checkModelTexts(assembly: Assembly, problems: ProblemList): void {
  for (const part of assembly.parts) {
    const { process } = part;
    if (!process) continue;
    const refuse: Refuse = (node, code, parameters) =>
      problems.add(modelFile(part), code, placeOf(node), parameters);
    for (const node of process.nodes.values()) {
      checkProperties(assembly, process, node, refuse);
      if (node.type === 'userTask' && !hasStatus(process, node)) refuse(node, 'status-missing');
    }
    if (part.folder === '') checkOutcomes(process, refuse);
  }
}

type Refuse = (node: FlowNode, code: ProcedureRule, parameters?: Record<string, string>) => void;

function checkProperties(
  { texts, parts, forms }: Assembly,
  process: ProcessGraph,
  node: FlowNode,
  refuse: Refuse,
): void {
  for (const [property, value] of Object.entries(node.properties)) {
    if (isTaskProperty(property)) continue;
    const allowed = Object.hasOwn(VALUES, property) ? VALUES[property] : undefined;
    if (TEXT_PROPERTIES.includes(property)) {
      if (!texts.has(value)) refuse(node, 'status-text-missing', { key: value, property });
    } else if (property === 'phase') {
      const phases = parts[0]?.config?.phases;
      if (phases && ![...phases, CLOSING_PHASE].includes(value))
        refuse(node, 'phase-unknown', { phase: value });
    } else if (property === 'offers') {
      const followUps = parts[0]?.config?.followUps;
      if (followUps && !Object.hasOwn(followUps, value))
        refuse(node, 'property-invalid', { property, value });
    } else if (property === 'offersAfter') {
      if (!process.nodes.has(value)) refuse(node, 'property-invalid', { property, value });
    } else if (property === 'words') {
      if (!hasField(forms, value)) refuse(node, 'property-invalid', { property, value });
    } else if (allowed === undefined) refuse(node, 'property-unknown', { property });
    else if (!allowed.includes(value)) refuse(node, 'property-invalid', { property, value });
  }
}

/** A field of whichever form. */
function hasField(forms: Assembly['forms'], key: string): boolean {
  return [...forms.values()].some(({ components }) =>
    components.some((component) => 'key' in component && component.key === key),
  );
}

function hasStatus(process: ProcessGraph, node: FlowNode): boolean {
  let at: FlowNode | undefined = node;
  while (at) {
    if (Object.hasOwn(at.properties, 'status')) return true;
    at = at === process.root ? undefined : process.nodes.get(at.parentId);
  }
  return false;
}

/**
 * Every end of the main way says what came out. Ways that begin at a non-interrupting boundary
 * event run beside it and may end silently.
 */
function checkOutcomes(process: ProcessGraph, refuse: Refuse): void {
  const ways = [...(process.root.startEventIds ?? [])];
  const seen = new Set<string>();
  for (let id = ways.pop(); id !== undefined; id = ways.pop()) {
    const node = process.nodes.get(id);
    if (!node || seen.has(id)) continue;
    seen.add(id);
    const boundaries = node.boundaryEventIds.filter(
      (boundary) => process.nodes.get(boundary)?.interrupting !== false,
    );
    const next = node.outgoing.flatMap((flow) => process.flows.get(flow)?.targetId ?? []);
    ways.push(...next, ...boundaries);
    const isSilentEnd =
      node.type === 'endEvent' &&
      !Object.hasOwn(node.properties, 'outcome') &&
      // The end of a branch beside the way of the case, such as a mail.
      node.properties['branch'] !== 'side';
    if (isSilentEnd) refuse(node, 'outcome-missing', { element: node.name ?? node.id });
  }
}
