import { attributeOf } from '../xml/xml-element.ts';
import { checkDistinctMessages } from './check-messages.ts';
import type { CompileContext, NodeDraft, ProcessDraft } from './compile-context.ts';

/** Rules about what surrounds a gateway (BPMN 2.0.2, 10.6). */
export function checkGateways(draft: ProcessDraft, context: CompileContext): void {
  for (const gateway of draft.nodes.values()) {
    if (gateway.refused || !gateway.node.type.endsWith('Gateway')) continue;
    checkDirection(gateway, context);
    if (gateway.node.type === 'eventBasedGateway') checkEventGateway(gateway, draft, context);
  }
}

function checkDirection({ node, element }: NodeDraft, context: CompileContext): void {
  const direction = attributeOf(element, 'gatewayDirection');
  if (direction === undefined || direction === 'Unspecified') return;
  const incoming = node.incoming.length;
  const outgoing = node.outgoing.length;
  const fits =
    (direction === 'Diverging' && incoming <= 1) ||
    (direction === 'Converging' && outgoing <= 1) ||
    (direction === 'Mixed' && incoming > 1 && outgoing > 1);
  if (!fits) context.report.add('gateway-direction', element, { direction, incoming, outgoing });
}

/** BPMN 2.0.2, 10.6.6: what may follow an event-based gateway. */
function checkEventGateway(gateway: NodeDraft, draft: ProcessDraft, context: CompileContext): void {
  const { report } = context;
  if (gateway.node.outgoing.length < 2) report.add('event-gateway-too-few', gateway.element);
  const targets = targetsOf(gateway, draft).filter((target) => !target.refused);
  for (const target of targets) checkTarget(target, gateway, context);
  const kinds = new Set(targets.map(({ node }) => node.type));
  const catchesMessage = targets.some(
    ({ node }) => node.type === 'intermediateCatchEvent' && node.event?.kind === 'message',
  );
  if (kinds.has('receiveTask') && catchesMessage)
    report.add('event-gateway-mixed', gateway.element);
  checkDistinctMessages(targets, context);
}

function targetsOf(gateway: NodeDraft, draft: ProcessDraft): NodeDraft[] {
  return gateway.node.outgoing.flatMap((flowId) => {
    const target = draft.nodes.get(draft.flows.get(flowId)?.flow.targetId ?? '');
    return target ? [target] : [];
  });
}

function checkTarget(target: NodeDraft, gateway: NodeDraft, context: CompileContext): void {
  const { node } = target;
  const { report } = context;
  if (node.type !== 'intermediateCatchEvent' && (node.type !== 'receiveTask' || node.loop)) {
    report.add('event-gateway-target', gateway.element, { target: node.id });
    return;
  }
  if (node.incoming.length > 1) {
    report.add('event-gateway-target-incoming', target.element, { target: node.id });
  }
  const [boundary] = node.boundaryEventIds;
  if (boundary !== undefined) {
    report.add('event-gateway-target-boundary', target.element, { boundary });
  }
}
