import type { ElementType } from '../graph.ts';
import { attributeOf } from '../xml/xml-element.ts';
import type { XmlElement } from '../xml/xml-element.ts';
import { compileCallActivity } from './compile-call-activity.ts';
import type { CompileContext, NodeDraft, NodeParts } from './compile-context.ts';
import {
  compileBoundaryEvent,
  compileEndEvent,
  compileIntermediateCatch,
  compileIntermediateThrow,
  compileStartEvent,
} from './compile-event.ts';
import { compileEventBasedGateway, compileGateway } from './compile-gateway.ts';
import { compileLoop } from './compile-loop.ts';
import {
  compileBusinessRuleTask,
  compilePassThrough,
  compileReceiveTask,
  compileScriptTask,
  compileSendTask,
  compileServiceTask,
} from './compile-task.ts';
import { compileUserTask } from './compile-user-task.ts';
import { isEventSubProcess } from './event-sub-process.ts';
import { booleanOf } from './expression.ts';
import { checkExtensions, propertiesOf } from './extensions.ts';
import { compileMappings } from './mappings.ts';
import { namingOf, unsupportedFeatures } from './unsupported.ts';

type NodeCompiler = (element: XmlElement, context: CompileContext) => NodeParts;

/** Every flow node that runs, with its chapter. A later element is one line more. */
const compilers: ReadonlyMap<string, readonly [ElementType, NodeCompiler]> = new Map([
  ['bpmn:startEvent', ['startEvent', compileStartEvent]],
  ['bpmn:endEvent', ['endEvent', compileEndEvent]],
  ['bpmn:intermediateCatchEvent', ['intermediateCatchEvent', compileIntermediateCatch]],
  ['bpmn:intermediateThrowEvent', ['intermediateThrowEvent', compileIntermediateThrow]],
  ['bpmn:boundaryEvent', ['boundaryEvent', compileBoundaryEvent]],
  ['bpmn:task', ['task', compilePassThrough]],
  ['bpmn:manualTask', ['manualTask', compilePassThrough]],
  ['bpmn:serviceTask', ['serviceTask', compileServiceTask]],
  ['bpmn:userTask', ['userTask', compileUserTask]],
  ['bpmn:sendTask', ['sendTask', compileSendTask]],
  ['bpmn:receiveTask', ['receiveTask', compileReceiveTask]],
  ['bpmn:scriptTask', ['scriptTask', compileScriptTask]],
  ['bpmn:businessRuleTask', ['businessRuleTask', compileBusinessRuleTask]],
  ['bpmn:exclusiveGateway', ['exclusiveGateway', compileGateway]],
  ['bpmn:parallelGateway', ['parallelGateway', compileGateway]],
  ['bpmn:inclusiveGateway', ['inclusiveGateway', compileGateway]],
  ['bpmn:eventBasedGateway', ['eventBasedGateway', compileEventBasedGateway]],
  ['bpmn:subProcess', ['subProcess', compileSubProcess]],
  ['bpmn:callActivity', ['callActivity', compileCallActivity]],
]);

/** Compiles a flow node on its own; flows, scopes and neighbours are added by others. */
export function compileNode(
  element: XmlElement,
  id: string,
  parentId: string,
  context: CompileContext,
): NodeDraft {
  const [type, compile] = compilers.get(element.name) ?? [undefined, undefined];
  const refused = !type || isRefusedActivity(element, context);
  if (!type) {
    const what = namingOf(element.name);
    context.report.add('element-not-supported', element, { what });
  }
  const parts = refused || !compile ? {} : compile(element, context);
  const loop = refused ? undefined : compileLoop(element, context);
  if (!refused) checkExtensions(element, context);
  return toDraft(element, id, parentId, type ?? 'task', refused, {
    ...compileMappings(element, context),
    properties: propertiesOf(element, context),
    ...parts,
    ...(loop && { loop }),
  });
}

/** BPMN 2.0.2, 10.3.5: one that is triggered by an event is begun by its start event. */
function compileSubProcess(element: XmlElement, context: CompileContext): NodeParts {
  const parts = { childIds: [], startEventIds: [], eventSubProcessIds: [] };
  if (!isEventSubProcess(element, context)) return parts;
  if (compileLoop(element, context)) {
    const what = unsupportedFeatures.loopOnEventSubProcess;
    context.report.add('element-not-supported', element, { what });
  }
  return { ...parts, triggeredByEvent: true };
}

export function toDraft(
  element: XmlElement,
  id: string,
  parentId: string,
  type: ElementType,
  refused: boolean,
  parts: NodeParts,
): NodeDraft {
  const name = attributeOf(element, 'name');
  const node = {
    id,
    type,
    ...(name !== undefined && { name }),
    line: element.line,
    parentId,
    inputs: [],
    outputs: [],
    properties: {},
    ...parts,
    incoming: [],
    outgoing: [],
    boundaryEventIds: [],
  };
  return { element, node, refused };
}

/** Attributes that change what an activity does (BPMN 2.0.2, 10.3). */
function isRefusedActivity(element: XmlElement, context: CompileContext): boolean {
  const isHandler = booleanOf(element, 'isForCompensation', false, context);
  if (isHandler) refuse('compensationHandler');
  for (const attribute of ['startQuantity', 'completionQuantity']) {
    if ((attributeOf(element, attribute) ?? '1').trim() !== '1') refuse('quantity');
  }
  return isHandler;

  function refuse(feature: keyof typeof unsupportedFeatures): void {
    context.report.add('element-not-supported', element, { what: unsupportedFeatures[feature] });
  }
}
