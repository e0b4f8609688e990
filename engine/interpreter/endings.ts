import type { ElementInstance, EndState } from './state/rows.ts';
import { countOf, dropRow, rowsOf } from './state/table.ts';
import { element, record } from './step-context.ts';
import type { StepContext } from './step-context.ts';
import { closeWaits } from './waits.ts';

/** Ends an element instance in the state and the history, with everything it waited for. */
export function endElement(step: StepContext, row: ElementInstance, state: EndState): void {
  closeWaits(step, row.key);
  for (const incident of rowsOf(step.incidents, row.key)) dropRow(step.incidents, incident.key);
  for (const token of rowsOf(step.tokens, row.key)) dropRow(step.tokens, token.key);
  record(step, state, row);
  const fresh = !step.state.elements.rows.has(row.key);
  step.ended.push({ key: row.key, state, endedAtMs: step.env.nowMs, fresh });
  dropRow(step.elements, row.key);
  step.touchedScopes.add(row.scopeKey);
  if (row.scopeKey === 0) step.status = state;
}

/** What a flow has led to but has not begun leaves no trace. */
function forget(step: StepContext, row: ElementInstance): void {
  dropRow(step.elements, row.key);
  step.put.delete(row.key);
}

/** Terminates an element instance with all inside it and all that it called, innermost first. */
export function terminate(step: StepContext, row: ElementInstance): void {
  const stack: { row: ElementInstance; opened: boolean }[] = [{ row, opened: false }];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    if (top.opened) {
      if (top.row.phase === 'created') forget(step, top.row);
      else endElement(step, top.row, 'terminated');
      continue;
    }
    stack.push({ row: top.row, opened: true });
    const children = rowsOf(step.elements, top.row.key).reverse();
    for (const child of children) stack.push({ row: child, opened: false });
  }
}

export function terminateChildren(step: StepContext, scopeKey: number, except?: number): void {
  for (const child of rowsOf(step.elements, scopeKey)) {
    if (child.key !== except) terminate(step, child);
  }
  for (const token of rowsOf(step.tokens, scopeKey)) dropRow(step.tokens, token.key);
}

/** A scope is over when nothing in it is alive and no token waits at a join. */
export function completeScopeWhenEmpty(step: StepContext, scopeKey: number): void {
  if (scopeKey === 0 || element(step, scopeKey) === undefined) return;
  if (countOf(step.elements, scopeKey) > 0 || countOf(step.tokens, scopeKey) > 0) return;
  step.agenda.push({ do: 'complete', key: scopeKey });
}
