import type {
  ElementBegan,
  EngineChange,
  ForeignDefinition,
  IncidentChange,
  TaskChange,
  TimerChange,
} from '../../engine/mirror.ts';
import type { JsonValue } from '../../core/json.ts';
import { START_MS } from './store.ts';

/** Changes of one foreign process instance, told by hand. */
export interface ToldInstance {
  began(): EngineChange;
  element(key: string, elementId: string, more?: Partial<ElementBegan>): EngineChange;
  ended(key?: string, state?: 'completed' | 'terminated'): EngineChange;
  variable(name: string, value: JsonValue, scopeKey?: string): EngineChange;
  task(key: string, elementKey: string, more?: Partial<TaskChange>): EngineChange;
  timer(key: string, elementKey: string, more?: Partial<TimerChange>): EngineChange;
  incident(key: string, elementKey: string, more?: Partial<IncidentChange>): EngineChange;
  link(rootKey: string): EngineChange;
}

export function instanceTold(
  instanceKey: string,
  { processId = 'p', callerKey }: { processId?: string; callerKey?: string } = {},
  atMs = START_MS,
): ToldInstance {
  const of = { instanceKey, atMs };
  const element = (key: string, elementId: string, more: Partial<ElementBegan> = {}) => ({
    ...of,
    kind: 'element-began' as const,
    key,
    elementId,
    type: 'task',
    scopeKey: instanceKey,
    definitionKey: definitionOf(processId).key,
    processId,
    via: [],
    ...more,
  });
  return {
    began() {
      const { scopeKey: _none, ...process } = element(instanceKey, processId, { type: 'process' });
      return { ...process, ...(callerKey === undefined ? {} : { callerKey }) };
    },
    element,
    ended: (key = instanceKey, state = 'completed') => ({
      ...of,
      kind: 'element-ended',
      key,
      state,
    }),
    variable: (name, value, scopeKey = instanceKey) => ({
      ...of,
      kind: 'variable',
      scopeKey,
      name,
      value,
    }),
    task: (key, elementKey, more) => ({
      ...of,
      kind: 'task',
      key,
      elementKey,
      elementId: 'ask',
      processId,
      state: 'open',
      candidateGroups: ['desk'],
      candidateUsers: [],
      priority: 50,
      ...more,
    }),
    timer: (key, elementKey, more) => ({
      ...of,
      kind: 'timer',
      key,
      elementKey,
      targetId: 'late',
      state: 'open',
      dueAtMs: atMs + 1_000,
      ...more,
    }),
    incident: (key, elementKey, more) => ({
      ...of,
      kind: 'incident',
      key,
      elementKey,
      elementId: 'work',
      processId,
      state: 'open',
      code: 'no-retries',
      message: 'refused',
      ...more,
    }),
    link: (rootKey) => ({ ...of, kind: 'link', rootKey }),
  };
}

export const BUNDLE = 'bundle-1';

/** The engine's definition of a process of the bundle. */
export function definitionOf(processId: string, bundleHash = BUNDLE): ForeignDefinition {
  return {
    key: `definition of ${processId}`,
    processId,
    version: 1,
    bundleHash,
    resource: `${processId}.bpmn`,
    xml: `<${processId}/>`,
  };
}
