import type { FlowNode, LoopDefinition, ProcessGraph } from './graph.ts';
import type { Problem } from './problem.ts';

/** Something that an engine must be able to do, and the element that asks for it. */
export interface RequiredCapability {
  readonly capability: string;
  readonly elementId: string;
}

/** What the embedded engine runs today. Other engines bring profiles of their own. */
export const embeddedProfile: ReadonlySet<string> = new Set([
  'startEvent.none',
  'startEvent.message',
  'endEvent.none',
  'endEvent.message',
  'endEvent.error',
  'endEvent.escalation',
  'endEvent.terminate',
  'intermediateCatchEvent.message',
  'intermediateCatchEvent.timer',
  'intermediateCatchEvent.link',
  'intermediateThrowEvent.none',
  'intermediateThrowEvent.escalation',
  'intermediateThrowEvent.link',
  'intermediateThrowEvent.message',
  'boundaryEvent.message',
  'boundaryEvent.timer',
  'boundaryEvent.error',
  'boundaryEvent.escalation',
  'boundaryEvent.nonInterrupting',
  'eventSubProcess.message',
  'eventSubProcess.timer',
  'eventSubProcess.error',
  'eventSubProcess.escalation',
  'eventSubProcess.nonInterrupting',
  'task',
  'manualTask',
  'serviceTask',
  'userTask',
  'sendTask',
  'receiveTask',
  'scriptTask',
  'businessRuleTask',
  'exclusiveGateway',
  'parallelGateway',
  'inclusiveGateway',
  'eventBasedGateway',
  'subProcess',
  'callActivity',
  'conditionalFlow',
  'multiInstance.parallel',
  'multiInstance.sequential',
  'standardLoop',
  'job',
  'decision',
  'publishMessage',
  'binding.latest',
  'binding.deployment',
  'binding.versionTag',
]);

/**
 * What Zeebe 8.6 runs of it. It refuses conditional flows that leave an activity and messages that the
 * engine would have to publish itself, and silently ignores a standard loop, so that is refused too.
 */
export const camunda8Profile: ReadonlySet<string> = new Set(
  [...embeddedProfile].filter(
    (capability) => !['conditionalFlow', 'publishMessage', 'standardLoop'].includes(capability),
  ),
);

/** What a model needs, each capability once per element, in the order of the file. */
export function requiredCapabilities(graph: ProcessGraph): RequiredCapability[] {
  return [...graph.nodes.values()]
    .filter((node) => node !== graph.root)
    .flatMap((node) =>
      capabilitiesOf(node, graph).map((capability) => ({ capability, elementId: node.id })),
    );
}

function capabilitiesOf(node: FlowNode, graph: ProcessGraph): string[] {
  const place = placeOf(node, graph);
  const isEvent = node.type.endsWith('Event');
  const found = [isEvent ? `${place}.${node.event?.kind ?? 'none'}` : place];
  if (node.interrupting === false) found.push(`${place}.nonInterrupting`);
  if (node.loop) found.push(loopCapability(node.loop));
  if (hasConditionalFlow(node, graph)) found.push('conditionalFlow');
  if (node.job) found.push('job');
  if (node.decision) found.push('decision');
  if (publishes(node)) found.push('publishMessage');
  if (node.calledElement) found.push(`binding.${node.calledElement.bindingType}`);
  return found;
}

/** What starts an event sub-process is that sub-process's own kind of event. */
function placeOf(node: FlowNode, { nodes }: ProcessGraph): string {
  const starts = node.type === 'startEvent' && nodes.get(node.parentId)?.triggeredByEvent === true;
  return starts ? 'eventSubProcess' : node.type;
}

function loopCapability(loop: LoopDefinition): string {
  if (loop.kind === 'standard') return 'standardLoop';
  return `multiInstance.${loop.sequential ? 'sequential' : 'parallel'}`;
}

/** On an activity; at gateways conditions are what they are for. */
function hasConditionalFlow(node: FlowNode, { flows }: ProcessGraph): boolean {
  if (node.type.endsWith('Gateway')) return false;
  return node.outgoing.some((id) => flows.get(id)?.condition !== undefined);
}

/** The engine publishes a message itself where no worker does (Zeebe cannot). */
function publishes(node: FlowNode): boolean {
  const throws = ['sendTask', 'intermediateThrowEvent', 'endEvent'].includes(node.type);
  return throws && node.event?.kind === 'message' && !node.job;
}

/** Error `capability-missing` for each thing that the engine of this profile cannot do. */
export function missingCapabilities(
  graph: ProcessGraph,
  profile: ReadonlySet<string>,
  file?: string,
): Problem[] {
  return requiredCapabilities(graph)
    .filter(({ capability }) => !profile.has(capability))
    .map(({ capability, elementId }) => {
      const line = graph.nodes.get(elementId)?.line;
      return {
        code: 'capability-missing',
        severity: 'error' as const,
        ...(file !== undefined && { file }),
        ...(line !== undefined && { line }),
        elementId,
        message: `Die Engine beherrscht nicht, was dieses Element braucht: ${capability}.`,
        messageEn: `The engine lacks what this element needs: ${capability}.`,
      };
    });
}
