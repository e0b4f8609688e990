import type { JsonObject } from '../../core/json.ts';
import type { EmbeddedEngine } from '../../engine/embedded/embedded-engine.ts';
import { EngineError } from '../../engine/errors.ts';
import { addDuration, FeelError } from '../../engine/feel/index.ts';
import type { ScenarioStep, Variables } from '../../engine/interpreter/index.ts';
import { startMessageName } from '../../engine/interpreter/sandbox/messages.ts';
import {
  DEFAULT_TIME_TO_LIVE,
  findElement,
  findIncident,
  findWork,
  whatIsOpen,
} from '../../engine/interpreter/sandbox/perform-step.ts';
import type { Doable } from '../../engine/interpreter/sandbox/perform-step.ts';
import { nextTimer } from '../../engine/interpreter/sandbox/sandbox.ts';
import type { Sandbox, SandboxInstance } from '../../engine/interpreter/sandbox/sandbox.ts';
import type {
  FailStep,
  MessageStep,
  ResolveStep,
  SetStep,
  StartStep,
} from '../../engine/interpreter/sandbox/scenario-step.ts';
import type { JobAnswer } from '../../engine/port.ts';
import type { Mirror } from './mirror.ts';
import type { ParkedJobs } from './parked-jobs.ts';

/** A run on the embedded engine; `sandbox` shows what the engine has committed. */
export interface EmbeddedRun {
  readonly engine: EmbeddedEngine;
  /** Those that expire until then. */
  readonly dropMessages: (expiresAtMs: number) => Promise<void>;
  readonly sandbox: Sandbox;
  readonly mirror: Mirror;
  readonly jobs: ParkedJobs;
  readonly bundle: string;
}

/** Does one step through the engine's port; answers why it was skipped, or nothing. */
export async function performStep(
  run: EmbeddedRun,
  step: ScenarioStep,
): Promise<string | undefined> {
  const skipped = await tryTo(() => act(run, step));
  await settle(run);
  return skipped;
}

async function tryTo(work: () => Promise<string | undefined | void>): Promise<string | undefined> {
  try {
    return (await work()) ?? undefined;
  } catch (error) {
    if (error instanceof EngineError || error instanceof FeelError) return error.message;
    throw error;
  }
}

async function act(run: EmbeddedRun, step: ScenarioStep): Promise<string | undefined | void> {
  if ('complete' in step) return complete(run, step.complete, step.variables ?? {});
  if ('fail' in step) return fail(run, step);
  if ('message' in step) return message(run, step);
  if ('advance' in step) return advance(run, step.advance);
  if ('set' in step) return setVariables(run, step);
  if ('resolve' in step) return resolve(run, step);
  if ('cancel' in step) return cancel(run);
  if ('start' in step) return start(run, step);
  return `nobody waits for the signal ${step.signal}`;
}

/** Until nothing moves any more and no timer is due. */
export async function settle({ engine, mirror, sandbox }: EmbeddedRun): Promise<void> {
  for (let before = -1; before !== mirror.steps() && !sandbox.isOver();) {
    before = mirror.steps();
    await engine.tick();
    await engine.drain();
  }
}

/** Time passes: timers fire at their due time, in order, those created on the way too. */
export async function advanceTo(run: EmbeddedRun, untilMs: number): Promise<void> {
  const { sandbox } = run;
  while (!sandbox.isOver()) {
    await settle(run);
    const timer = nextTimer(sandbox);
    if (timer === undefined || timer.wait.dueAtMs > untilMs) break;
    sandbox.nowMs = Math.max(sandbox.nowMs, timer.wait.dueAtMs);
  }
  sandbox.nowMs = Math.max(sandbox.nowMs, untilMs);
}

/** The embedded engine keeps exact numbers, of which the port's type does not know. */
function given(variables: Variables = {}): JsonObject {
  return variables as JsonObject;
}

let starts = 0;

export async function startProcess(
  { engine, bundle }: EmbeddedRun,
  processId: string,
  variables: Variables,
): Promise<void> {
  starts += 1;
  const startKey = `start-${starts}`;
  await engine.start({ processId, bundleHash: bundle, startKey, variables: given(variables) });
}

async function complete(
  run: EmbeddedRun,
  name: string,
  variables: Variables,
): Promise<string | undefined> {
  const work = findWork(run.sandbox, name);
  if (work === undefined) return `no open job or task ${name}; ${whatIsOpen(run.sandbox)}`;
  await completeWork(run, work, variables);
  return undefined;
}

export async function completeWork(
  run: EmbeddedRun,
  work: Doable,
  variables: Variables,
): Promise<void> {
  if (work.wait.kind === 'job')
    await answerJob(run, work, { type: 'done', variables: given(variables) });
  else await run.engine.tasks.complete(keyIn(run, work.instance, work.wait.key), given(variables));
}

async function fail(run: EmbeddedRun, step: FailStep): Promise<string | undefined> {
  const work = findWork(run.sandbox, step.fail);
  if (work?.wait.kind !== 'job') return `no open job ${step.fail}; ${whatIsOpen(run.sandbox)}`;
  const text = step.message ?? 'failed by the scenario';
  const { error: code } = step;
  const variables = given(step.variables);
  const answer: JobAnswer =
    code === undefined
      ? { type: 'fail', reason: text, afterMs: 0 }
      : { type: 'bpmnError', code, message: text, variables };
  await answerJob(run, work, answer);
  return undefined;
}

/** How long the step of an answer may take to be committed. */
const PATIENCE_MS = 10_000;
const LOOK_AGAIN_MS = 2;

async function answerJob(run: EmbeddedRun, work: Doable, answer: JobAnswer): Promise<void> {
  const before = run.mirror.steps();
  await run.jobs.answer(keyIn(run, work.instance, work.wait.key), answer);
  const untilMs = Date.now() + PATIENCE_MS;
  while (run.mirror.steps() === before) {
    if (Date.now() > untilMs) throw new EngineError('timeout', 'the answer was not taken');
    await new Promise((done) => setTimeout(done, LOOK_AGAIN_MS));
  }
}

async function message(run: EmbeddedRun, step: MessageStep): Promise<string | undefined> {
  const { nowMs, zone } = run.sandbox;
  const before = run.mirror.steps();
  const expiresAtMs = addDuration(nowMs, step.timeToLive ?? DEFAULT_TIME_TO_LIVE, zone);
  await run.engine.publishMessage({
    name: step.message,
    correlationKey: String(step.correlationKey ?? ''),
    timeToLiveMs: expiresAtMs - nowMs,
    variables: given(step.variables),
    ...(step.messageId === undefined ? {} : { messageId: step.messageId }),
  });
  const isKept = run.mirror.messageAccepted() && expiresAtMs > nowMs;
  // One that is not kept lives for a moment in the engine, and here time stands still.
  if (expiresAtMs <= nowMs) await run.dropMessages(nowMs + 1);
  if (isKept || run.mirror.steps() > before) return undefined;
  return `nobody takes the message ${step.message}`;
}

async function advance(run: EmbeddedRun, duration: string): Promise<void> {
  await advanceTo(run, addDuration(run.sandbox.nowMs, duration, run.sandbox.zone));
}

async function setVariables(
  run: EmbeddedRun,
  { set, scope }: SetStep,
): Promise<string | undefined> {
  const found = findElement(run.sandbox, scope);
  if (found === undefined) return `no active ${scope ?? 'instance'}`;
  await run.engine.setVariables({
    instanceKey: run.mirror.rootOf(found.instance),
    scope: keyIn(run, found.instance, found.key),
    variables: given(set),
  });
  return undefined;
}

async function resolve(run: EmbeddedRun, step: ResolveStep): Promise<string | undefined> {
  const found = findIncident(run.sandbox, step.resolve);
  if (found === undefined) return `no incident at ${step.resolve}`;
  await run.engine.incidents.resolve(keyIn(run, found.instance, found.key), {
    variables: given(step.variables),
  });
  return undefined;
}

async function cancel(run: EmbeddedRun): Promise<string | undefined> {
  const active = run.sandbox.instances.filter(({ state }) => state.status === 'active');
  for (const instance of active) await run.engine.cancel(run.mirror.rootOf(instance));
  return active.length > 0 ? undefined : 'nothing is active';
}

/** The port begins at the none start event; others are begun by what triggers them. */
async function start(run: EmbeddedRun, step: StartStep): Promise<string | undefined> {
  const { sandbox } = run;
  const graph = sandbox.graphs.find((one) => one.root.startEventIds?.includes(step.start));
  const node = graph?.nodes.get(step.start);
  if (graph === undefined || node === undefined) return `no start event ${step.start}`;
  const variables = { ...sandbox.startVariables, ...step.variables };
  const name = startMessageName(node, sandbox);
  if (name !== undefined) return message(run, { message: name, timeToLive: 'PT0S', variables });
  await startProcess(run, graph.processId, variables);
  return undefined;
}

function keyIn(run: EmbeddedRun, instance: SandboxInstance, key: number): string {
  return `${run.mirror.rootOf(instance)}.${key}`;
}
