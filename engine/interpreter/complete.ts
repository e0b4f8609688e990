import { returnFromCall } from './call-activity.ts';
import { completeScopeWhenEmpty, endElement, terminateChildren } from './endings.ts';
import { choosesFlows, createElement, flowsToTake, takeFlow } from './flows.ts';
import { remember, remembered } from './ledger.ts';
import { completeRound, giveCollection, isRound } from './loops.ts';
import { applyOutputs } from './mappings.ts';
import type { FlowNode } from '../model/graph.ts';
import type { ElementInstance } from './state/rows.ts';
import { existingElement, nodeById, nodeOf } from './step-context.ts';
import type { AgendaItem, StepContext } from './step-context.ts';
import { localVariables } from './variables.ts';

/** Ends an element instance: outputs, then its flows, then perhaps its scope. */
export function complete(step: StepContext, item: AgendaItem): void {
  const row = existingElement(step, item.key);
  if (row.type === 'process') return completeProcess(step, row);
  const node = nodeOf(step, row);
  giveOutward(step, row, node);
  if (isRound(step, row)) return completeRound(step, row, node);
  const flows = flowsToTake(step, row, node);
  endElement(step, row, 'completed');
  if (node.event?.kind === 'terminate') terminateChildren(step, row.scopeKey);
  for (const flow of flows) takeFlow(step, row, flow);
  if (node.linkTargetId !== undefined) {
    createElement(step, nodeById(step, row, node.linkTargetId), row);
  }
  completeScopeWhenEmpty(step, row.scopeKey);
}

/** Once: what comes after may fail and be tried again. */
function giveOutward(step: StepContext, row: ElementInstance, node: FlowNode): void {
  if (row.type === 'multiInstanceBody') return giveCollection(step, row, node);
  if (node.outputs.length === 0) return;
  const mayFail = isRound(step, row) || choosesFlows(step, row, node);
  if (mayFail && remembered(step, row.key, 'given') === true) return;
  applyOutputs(step, row.key, node.outputs);
  if (mayFail) remember(step, row.key, 'given', true);
}

function completeProcess(step: StepContext, row: ElementInstance): void {
  const variables = localVariables(step, row.key);
  endElement(step, row, 'completed');
  if (row.scopeKey !== 0) returnFromCall(step, row.scopeKey, variables);
}
