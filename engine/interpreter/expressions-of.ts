import type { Expression, FlowNode, LoopDefinition, ProcessGraph } from '../model/graph.ts';

export interface PlacedExpression {
  readonly expression: Expression;
  readonly elementId: string;
  readonly line?: number;
}

/** Every expression of a process with the element or flow that holds it. */
export function expressionsOf(graph: ProcessGraph): PlacedExpression[] {
  const ofFlows = [...graph.flows.values()].flatMap((flow) =>
    placed(flow.id, flow.line, [flow.condition]),
  );
  const ofNodes = [...graph.nodes.values()].flatMap((node) =>
    placed(node.id, node.line, expressionsOfNode(node)),
  );
  return [...ofFlows, ...ofNodes];
}

function expressionsOfNode(node: FlowNode): (Expression | undefined)[] {
  const { event, job, userTask, script, decision, calledElement } = node;
  return [
    ...[...node.inputs, ...node.outputs].map((mapping) => mapping.source),
    ...(event?.kind === 'message' ? [event.name, event.correlationKey] : []),
    ...(event?.kind === 'timer' ? [event.timer.value] : []),
    job?.jobType,
    job?.retries,
    ...(userTask === undefined ? [] : Object.values(userTask as Record<string, Expression>)),
    script?.expression,
    decision?.decisionId,
    calledElement?.processId,
    ...expressionsOfLoop(node.loop),
  ];
}

function expressionsOfLoop(loop: LoopDefinition | undefined): (Expression | undefined)[] {
  if (loop === undefined) return [];
  if (loop.kind === 'standard') return [loop.condition];
  return [loop.inputCollection, loop.cardinality, loop.outputElement, loop.completionCondition];
}

function placed(
  elementId: string,
  line: number | undefined,
  expressions: readonly (Expression | undefined)[],
): PlacedExpression[] {
  return expressions
    .filter((expression) => expression !== undefined)
    .map((expression) => {
      const at = expression.line ?? line;
      return { expression, elementId, ...(at === undefined ? {} : { line: at }) };
    });
}
