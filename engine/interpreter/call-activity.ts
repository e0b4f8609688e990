import type { FlowNode } from '../model/graph.ts';
import type { Variables } from './command.ts';
import { evaluateText } from './evaluate.ts';
import { deliver, setLocals } from './mappings.ts';
import { checkCallDepth, startProcess } from './process-instance.ts';
import type { ElementInstance } from './state/rows.ts';
import { StepFailure } from './step-failure.ts';
import { definitionOf, existingElement, nodeOf } from './step-context.ts';
import type { StepContext } from './step-context.ts';
import { localVariables, visibleVariables } from './variables.ts';

/** Starts the called process; everything visible goes in by default. */
export function callProcess(step: StepContext, row: ElementInstance, node: FlowNode): void {
  const called = node.calledElement;
  if (called === undefined) throw new StepFailure('called-element-missing', 'calls nothing');
  checkCallDepth(step, row);
  const processId = evaluateText(step, called.processId, row.key, 'called process');
  const definition = step.library.called(processId, called, definitionOf(step, row));
  if (definition === undefined) {
    throw new StepFailure('called-process-missing', `there is no process ${processId}`);
  }
  const variables = called.propagateAllParentVariables
    ? visibleVariables(step, row.key)
    : localVariables(step, row.key);
  startProcess(step, definition, { scopeKey: row.key, variables });
}

/** Everything comes back by default; output mappings, where there are any, see it and decide. */
export function returnFromCall(step: StepContext, callKey: number, variables: Variables): void {
  const row = existingElement(step, callKey);
  const node = nodeOf(step, row);
  if (node.outputs.length > 0) setLocals(step, callKey, variables);
  else if (node.calledElement?.propagateAllChildVariables === true) {
    deliver(step, callKey, variables);
  }
  step.agenda.push({ do: 'complete', key: callKey });
}
