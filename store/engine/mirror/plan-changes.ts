import { ORIGIN } from '../../../engine/mirror.ts';
import type { EngineChange, LinkChange, VariableChange } from '../../../engine/mirror.ts';
import { writeJson } from '../../../engine/feel/index.ts';
import { emptyPlan } from './plan.ts';
import type { Plan } from './plan.ts';
import { planElementBegan, planElementEnded } from './plan-elements.ts';
import { planIncident, planTask, planTimer } from './plan-waits.ts';
import type { Surroundings } from './surroundings.ts';

/** Goes through the changes in their order. */
export function planChanges(changes: readonly EngineChange[], around: Surroundings): Plan {
  const plan = emptyPlan(around);
  for (const change of changes) planChange(plan, change);
  return plan;
}

/**
 * An instance that was never seen is a stranger's: its process is not ours, or it was not told. So
 * strangers need not be remembered.
 */
function planChange(plan: Plan, change: EngineChange): void {
  if (change.kind === 'link') planLink(plan, change);
  else if (change.kind === 'element-began' && change.type === 'process') {
    planElementBegan(plan, change);
  } else if (!plan.around.keys.has(change.instanceKey)) plan.ignored++;
  else planOfInstance(plan, change);
}

function planOfInstance(plan: Plan, change: Exclude<EngineChange, LinkChange>): void {
  switch (change.kind) {
    case 'element-began':
      return planElementBegan(plan, change);
    case 'element-ended':
      return planElementEnded(plan, change);
    case 'variable':
      return planVariable(plan, change);
    case 'task':
      return planTask(plan, change);
    case 'timer':
      return planTimer(plan, change);
    case 'incident':
      return planIncident(plan, change);
  }
}

/** The first instance that is linked to a start is the one; so is the one that the engine answered. */
function planLink(plan: Plan, { rootKey, instanceKey }: LinkChange): void {
  const start = plan.startOfRoot.get(rootKey);
  if (start === undefined || start.foreignInstanceKey === instanceKey) return;
  const link = { root: rootKey, foreign: instanceKey };
  if (start.foreignInstanceKey !== null) {
    plan.doubled.push(link);
    return;
  }
  const linked = { ...start, foreignInstanceKey: instanceKey };
  plan.startOfRoot.set(rootKey, linked);
  plan.startOfInstance.set(instanceKey, linked);
  plan.links.push(link);
}

function planVariable(plan: Plan, { scopeKey, name, value, atMs }: VariableChange): void {
  const scope = plan.around.keys.get(scopeKey);
  if (scope === undefined || name === ORIGIN) return;
  plan.variables.set(`${scopeKey} ${name}`, {
    root: scope.rootKey,
    scope: scope.key,
    name,
    value: writeJson(value),
    now: atMs,
  });
}
