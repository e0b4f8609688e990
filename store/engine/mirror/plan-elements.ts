import type { ElementBegan, ElementEnded } from '../../../engine/mirror.ts';
import { addKey } from './plan.ts';
import type { Plan } from './plan.ts';
import type { KnownDefinition, KnownKey } from './surroundings.ts';

/** Number of the process element of every root, as in the embedded engine. */
const ROOT_PROCESS = 1;
const NO_SCOPE = 0;

export function planElementBegan(plan: Plan, change: ElementBegan): void {
  if (plan.around.keys.has(change.key)) return;
  if (change.type === 'process') planProcess(plan, change);
  else planInner(plan, change);
}

function planProcess(plan: Plan, change: ElementBegan): void {
  const { keys, definitions } = plan.around;
  const definition = definitions.get(change.definitionKey);
  const caller = change.callerKey === undefined ? undefined : keys.get(change.callerKey);
  const calledByStranger = change.callerKey !== undefined && caller === undefined;
  if (definition === undefined || calledByStranger) {
    plan.ignored++;
    return;
  }
  const rootKey = caller?.rootKey ?? beginRoot(plan, change, definition);
  const process = addKey(plan, change.key, { rootKey, kind: 'instance' });
  addElement(plan, change, process, caller?.key ?? NO_SCOPE, definition);
}

function beginRoot(plan: Plan, change: ElementBegan, definition: KnownDefinition): string {
  const start = plan.startOfInstance.get(change.key);
  const key = start?.rootKey ?? (plan.around.freeRootKeys.pop() as string);
  plan.instances.set(key, {
    key,
    next: ROOT_PROCESS,
    state: 'active',
    ended: null,
    begun: {
      process: change.processId,
      definition: definition.number,
      bundle: start?.bundleHash ?? definition.bundleHash,
      case: start?.caseId ?? null,
      start: start?.startKey ?? null,
      now: change.atMs,
    },
  });
  return key;
}

function planInner(plan: Plan, change: ElementBegan): void {
  const { keys } = plan.around;
  const scope = keys.get(change.scopeKey ?? change.instanceKey);
  const process = keys.get(change.instanceKey);
  if (scope === undefined || process === undefined) return;
  const { rootKey, processKey } = process;
  const element = addKey(plan, change.key, { rootKey, processKey, kind: 'element' });
  addElement(plan, change, element, scope.key);
}

function addElement(
  plan: Plan,
  change: ElementBegan,
  { rootKey, key, processKey }: KnownKey,
  scope: number,
  definition?: KnownDefinition,
): void {
  plan.elements.set(change.key, {
    root: rootKey,
    key,
    id: change.elementId,
    type: change.type,
    scope,
    process: processKey,
    process_id: change.processId,
    definition: definition?.number ?? null,
    via: change.via,
    started: change.atMs,
    state: 'active',
    ended: null,
  });
}

export function planElementEnded(plan: Plan, { key: foreign, state, atMs }: ElementEnded): void {
  const known = plan.around.keys.get(foreign);
  if (known === undefined) return;
  const { rootKey, key } = known;
  const begun = plan.elements.get(foreign);
  if (begun === undefined) {
    if (!plan.ends.has(foreign)) plan.ends.set(foreign, { root: rootKey, key, state, ended: atMs });
  } else if (begun.state === 'active') Object.assign(begun, { state, ended: atMs });
  if (key === ROOT_PROCESS) endInstance(plan, rootKey, state, atMs);
}

function endInstance(
  plan: Plan,
  rootKey: string,
  state: ElementEnded['state'],
  atMs: number,
): void {
  const instance = plan.instances.get(rootKey);
  if (instance?.state === 'active') Object.assign(instance, { state, ended: atMs });
}
