import { addDuration, FeelError } from '../../feel/index.ts';
import { CommandRejected } from '../command.ts';
import type { Command, Variables } from '../command.ts';
import type { JobWait, TaskWait } from '../state/rows.ts';
import { correlateKept, publish, publishEffects } from './messages.ts';
import type { BufferedMessage } from './sandbox.ts';
import { nextTimer, obey, openWaits, startInstance } from './sandbox.ts';
import type { PlacedWait, Sandbox, SandboxInstance } from './sandbox.ts';
import type {
  FailStep,
  MessageStep,
  ResolveStep,
  ScenarioStep,
  SetStep,
  StartStep,
} from './scenario-step.ts';

/** Does one step; answers why it was skipped, or nothing. */
export function performStep(sandbox: Sandbox, step: ScenarioStep): string | undefined {
  const skipped = tryTo(sandbox, step);
  settle(sandbox);
  return skipped;
}

/** A duration can be well written and still lead beyond every calendar. */
function tryTo(sandbox: Sandbox, step: ScenarioStep): string | undefined {
  try {
    return act(sandbox, step);
  } catch (error) {
    if (error instanceof FeelError) return error.message;
    throw error;
  }
}

/** Until no timer is due and no kept message fits. */
export function settle(sandbox: Sandbox): void {
  while (!sandbox.isOver()) {
    if (correlateKept(sandbox)) continue;
    const timer = nextTimer(sandbox);
    if (timer === undefined || timer.wait.dueAtMs > sandbox.nowMs) return;
    command(sandbox, timer.instance, { type: 'fireTimer', waitKey: timer.wait.key });
  }
}

/** Time passes: timers fire at their due time, in order, those created on the way too. */
export function advanceTo(sandbox: Sandbox, untilMs: number): void {
  while (!sandbox.isOver()) {
    settle(sandbox);
    const timer = nextTimer(sandbox);
    if (timer === undefined || timer.wait.dueAtMs > untilMs) break;
    sandbox.nowMs = Math.max(sandbox.nowMs, timer.wait.dueAtMs);
  }
  sandbox.nowMs = Math.max(sandbox.nowMs, untilMs);
}

function act(sandbox: Sandbox, step: ScenarioStep): string | undefined {
  if ('complete' in step) return complete(sandbox, step.complete, step.variables ?? {});
  if ('fail' in step) return fail(sandbox, step);
  if ('message' in step) return message(sandbox, step);
  if ('advance' in step) return advance(sandbox, step.advance);
  if ('set' in step) return setVariables(sandbox, step);
  if ('resolve' in step) return resolve(sandbox, step);
  if ('cancel' in step) return cancel(sandbox);
  if ('start' in step) return start(sandbox, step);
  return `nobody waits for the signal ${step.signal}`;
}

function command(sandbox: Sandbox, instance: SandboxInstance, given: Command): string | undefined {
  try {
    publishEffects(sandbox, obey(sandbox, instance, given));
    return undefined;
  } catch (error) {
    if (error instanceof CommandRejected) return error.message;
    throw error;
  }
}

export type Doable = PlacedWait<JobWait | TaskWait>;

/** Jobs and tasks that are not stopped by an incident, the oldest first. */
export function openWork(sandbox: Sandbox): Doable[] {
  return openWaits(sandbox).filter((placed): placed is Doable => isDoable(placed));
}

function isDoable({ instance, wait }: PlacedWait): boolean {
  if (wait.kind !== 'job' && wait.kind !== 'task') return false;
  const incidents = instance.state.incidents;
  return ![...(incidents.byOwner.get(wait.elementKey) ?? [])].some(
    (key) => incidents.rows.get(key)?.jobKey === wait.key,
  );
}

export function findWork(sandbox: Sandbox, name: string): Doable | undefined {
  const open = openWork(sandbox);
  return (
    open.find(({ wait }) => wait.targetId === name) ??
    open.find(({ wait }) => wait.kind === 'job' && wait.jobType === name)
  );
}

/** For whoever writes the steps: where the model went instead. */
export function whatIsOpen(sandbox: Sandbox): string {
  const open = new Set(openWork(sandbox).map(({ wait }) => wait.targetId));
  const incidents = sandbox.instances.flatMap(({ state }) =>
    [...state.incidents.rows.values()].map(
      ({ elementId, message: reason }) => `; incident at ${elementId}: ${reason}`,
    ),
  );
  const work = open.size === 0 ? 'none is open' : `open: ${[...open].join(', ')}`;
  return work + incidents.join('');
}

function complete(sandbox: Sandbox, name: string, variables: Variables): string | undefined {
  const work = findWork(sandbox, name);
  if (work === undefined) return `no open job or task ${name}; ${whatIsOpen(sandbox)}`;
  return completeWork(sandbox, work, variables);
}

export function completeWork(
  sandbox: Sandbox,
  { instance, wait }: Doable,
  variables: Variables,
): string | undefined {
  return command(
    sandbox,
    instance,
    wait.kind === 'job'
      ? { type: 'completeJob', jobKey: wait.key, variables }
      : { type: 'completeTask', taskKey: wait.key, variables },
  );
}

function fail(sandbox: Sandbox, step: FailStep): string | undefined {
  const work = findWork(sandbox, step.fail);
  if (work?.wait.kind !== 'job') return `no open job ${step.fail}; ${whatIsOpen(sandbox)}`;
  const { instance, wait } = work;
  const text = step.message ?? `failed by the scenario`;
  return command(
    sandbox,
    instance,
    step.error === undefined
      ? { type: 'failJob', jobKey: wait.key, retries: wait.retries - 1, message: text }
      : {
          type: 'throwJobError',
          jobKey: wait.key,
          errorCode: step.error,
          message: text,
          variables: step.variables ?? {},
        },
  );
}

export const DEFAULT_TIME_TO_LIVE = 'PT1H';

function message(sandbox: Sandbox, step: MessageStep): string | undefined {
  const { nowMs, zone } = sandbox;
  const published: BufferedMessage = {
    name: step.message,
    correlationKey: String(step.correlationKey ?? ''),
    variables: step.variables ?? {},
    expiresAtMs: addDuration(nowMs, step.timeToLive ?? DEFAULT_TIME_TO_LIVE, zone),
    taken: new Set(),
    ...(step.messageId === undefined ? {} : { messageId: step.messageId }),
  };
  return publish(sandbox, published) ? undefined : `nobody takes the message ${step.message}`;
}

function advance(sandbox: Sandbox, duration: string): undefined {
  advanceTo(sandbox, addDuration(sandbox.nowMs, duration, sandbox.zone));
}

function setVariables(sandbox: Sandbox, { set, scope }: SetStep): string | undefined {
  const found = findElement(sandbox, scope);
  if (found === undefined) return `no active ${scope ?? 'instance'}`;
  const { instance, key } = found;
  return command(sandbox, instance, { type: 'setVariables', scopeKey: key, variables: set });
}

/** The oldest active element of this id; without one, the oldest instance itself. */
export function findElement(
  sandbox: Sandbox,
  scope: string | undefined,
): { instance: SandboxInstance; key: number } | undefined {
  for (const instance of sandbox.instances) {
    for (const row of instance.state.elements.rows.values()) {
      const fits = scope === undefined ? row.scopeKey === 0 : row.elementId === scope;
      if (fits) return { instance, key: row.key };
    }
  }
  return undefined;
}

export function findIncident(
  sandbox: Sandbox,
  elementId: string,
): { instance: SandboxInstance; key: number } | undefined {
  for (const instance of sandbox.instances) {
    for (const incident of instance.state.incidents.rows.values()) {
      if (incident.elementId === elementId) return { instance, key: incident.key };
    }
  }
  return undefined;
}

function resolve(sandbox: Sandbox, step: ResolveStep): string | undefined {
  const found = findIncident(sandbox, step.resolve);
  if (found === undefined) return `no incident at ${step.resolve}`;
  const { instance, key: incidentKey } = found;
  const variables = step.variables ?? {};
  return command(sandbox, instance, { type: 'resolveIncident', incidentKey, variables });
}

function cancel(sandbox: Sandbox): string | undefined {
  const active = sandbox.instances.filter(({ state }) => state.status === 'active');
  for (const instance of active) command(sandbox, instance, { type: 'cancel' });
  return active.length > 0 ? undefined : 'nothing is active';
}

function start(sandbox: Sandbox, step: StartStep): string | undefined {
  const startEventId = step.start;
  const graph = sandbox.graphs.find((one) => one.root.startEventIds?.includes(startEventId));
  if (graph === undefined) return `no start event ${startEventId}`;
  const { processId } = graph;
  const variables = { ...sandbox.startVariables, ...step.variables };
  publishEffects(sandbox, startInstance(sandbox, { processId, startEventId, variables }));
  return undefined;
}
