import { addDuration, nextCycleDate, parseCycle, parseDateTime } from '../feel/index.ts';
import type { Cycle } from '../feel/index.ts';
import type { TimerDefinition } from '../model/graph.ts';
import { evaluateRaw, guarded, sourceOf } from './evaluate.ts';
import type { TimerWait } from './state/rows.ts';
import type { StepContext } from './step-context.ts';
import { StepFailure } from './step-failure.ts';

type Due = Pick<TimerWait, 'dueAtMs' | 'cycle'>;

/** When a timer is due first. Past dates, zero and negative durations are due at once. */
export function firstDue(
  step: StepContext,
  timer: TimerDefinition,
  scopeKey: number,
): Due | undefined {
  const value = evaluateRaw(step, timer.value, scopeKey);
  const { nowMs, zone } = step.env;
  return guarded(sourceOf(timer.value), () => {
    if (timer.type === 'date') return { dueAtMs: parseDateTime(value, zone) };
    if (timer.type === 'duration') {
      return { dueAtMs: addDuration(nowMs, value as string, zone) };
    }
    const cycle = parseCycle(value, zone);
    checkInterval(cycle, nowMs, zone);
    const dueAtMs = nextCycleDate(cycle, 0, nowMs, zone);
    return dueAtMs === undefined
      ? undefined
      : { dueAtMs, cycle: { text: String(value), fired: 0 } };
  });
}

/** How often a cycle without a pause between its times may fire. */
const MAX_FIRED_AT_ONCE = 1_000;

/** A cycle that does not move on would fire for ever in the same moment. */
function checkInterval(cycle: Cycle, nowMs: number, zone: string): void {
  if (cycle.kind !== 'interval' || (cycle.repetitions ?? Infinity) <= MAX_FIRED_AT_ONCE) return;
  if (addDuration(nowMs, cycle.duration, zone) > nowMs) return;
  throw new StepFailure(
    'cycle-without-interval',
    `the cycle of ${cycle.duration} does not move on in time`,
  );
}

/** A cycle counts from its previous due time, not from when it was noticed. */
export function nextDue(step: StepContext, wait: TimerWait): Due | undefined {
  if (wait.cycle === undefined) return undefined;
  const fired = wait.cycle.fired + 1;
  const cycle = parseCycle(wait.cycle.text, step.env.zone);
  const dueAtMs = nextCycleDate(cycle, fired, wait.dueAtMs, step.env.zone);
  return dueAtMs === undefined ? undefined : { dueAtMs, cycle: { text: wait.cycle.text, fired } };
}
