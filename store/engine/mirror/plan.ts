import type { ForeignReference } from '../../../engine/mirror.ts';
import type {
  ElementRow,
  EndRow,
  IncidentRow,
  InstanceRow,
  KeyRow,
  LinkRow,
  TaskRow,
  TimerRow,
  VariableRow,
} from './rows.ts';
import type { KnownKey, KnownStart, Surroundings } from './surroundings.ts';

/** What a batch comes to: one row for each thing, as it is after the last change. */
export interface Plan {
  /** What the database knows, and what the batch has added so far. */
  readonly around: Surroundings;
  /** By foreign key of the instance, and by root key. */
  readonly startOfInstance: Map<string, KnownStart>;
  readonly startOfRoot: Map<string, KnownStart>;
  /** By root key. */
  readonly instances: Map<string, InstanceRow>;
  readonly keys: KeyRow[];
  /** By foreign key, like the other maps of rows. */
  readonly elements: Map<string, ElementRow>;
  readonly ends: Map<string, EndRow>;
  readonly variables: Map<string, VariableRow>;
  readonly tasks: Map<string, TaskRow>;
  readonly timers: Map<string, TimerRow>;
  readonly incidents: Map<string, IncidentRow>;
  readonly links: LinkRow[];
  /** Instances that were started a second time for the same start. */
  readonly doubled: LinkRow[];
  ignored: number;
}

export function emptyPlan(around: Surroundings): Plan {
  const { starts, nextKeys } = around;
  return {
    around,
    startOfRoot: new Map(starts.map((start) => [start.rootKey, start])),
    startOfInstance: new Map(
      starts.flatMap((start) =>
        start.foreignInstanceKey === null ? [] : [[start.foreignInstanceKey, start]],
      ),
    ),
    instances: new Map(
      [...nextKeys].map(([key, next]) => [key, { key, next, state: 'active', ended: null }]),
    ),
    keys: [],
    elements: new Map(),
    ends: new Map(),
    variables: new Map(),
    tasks: new Map(),
    timers: new Map(),
    incidents: new Map(),
    links: [],
    doubled: [],
    ignored: 0,
  };
}

/** Gives a foreign key the next number of its root. A process instance is its own process. */
export function addKey(
  plan: Plan,
  foreign: string,
  of: {
    readonly rootKey: string;
    readonly processKey?: number;
    readonly kind: ForeignReference['kind'];
    readonly jobKey?: string | undefined;
  },
): KnownKey {
  const { rootKey, kind, jobKey = null } = of;
  const instance = plan.instances.get(rootKey) as InstanceRow;
  const key = instance.next++;
  const known = { rootKey, key, processKey: of.processKey ?? key, kind };
  plan.keys.push({ foreign, root: rootKey, key, process: known.processKey, kind, job: jobKey });
  plan.around.keys.set(foreign, known);
  return known;
}
