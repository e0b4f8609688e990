import type { StepResult } from '../interpreter/index.ts';
import type { Definitions } from './definitions.ts';
import type { CommandOptions } from './runner.ts';
import type { InstanceWrite, NewMessage } from './store.ts';
import type { WarmInstance } from './warm-instances.ts';

/** How long a message that a model throws is kept for those who begin to wait later. */
const THROWN_MESSAGE_TTL_MS = 3_600_000;

/** A step in the shape in which it is stored. */
export function writeOf(
  instance: WarmInstance,
  result: StepResult,
  made: {
    readonly options: CommandOptions;
    readonly command: { readonly type: string; readonly jobKey?: number };
    readonly nowMs: number;
    readonly kept: InstanceWrite['lockedJobs'];
    readonly definitions: Definitions;
  },
): InstanceWrite {
  const { options, command, nowMs } = made;
  const due = options.jobDueAtMs;
  return {
    meta: instance.meta,
    expectedVersion: instance.version,
    nowMs,
    patch: result.patch,
    events: result.events,
    state: instance.state,
    processIdOf: (processKey) => processIdOf(instance, result, processKey),
    lockedJobs: made.kept,
    jobDueAtMs:
      due === undefined || command.jobKey === undefined
        ? new Map()
        : new Map([[command.jobKey, due]]),
    messages: result.effects.map((effect) => messageOf(instance, effect, nowMs)),
    ...(options.heldJob === undefined ? {} : { heldJob: options.heldJob }),
    ...(options.message === undefined ? {} : { message: options.message }),
  };
}

function processIdOf(instance: WarmInstance, { patch }: StepResult, processKey: number): string {
  const known = instance.state.elements.rows.get(processKey);
  if (known !== undefined) return known.elementId;
  return patch.elements.put.find(({ key }) => key === processKey)?.elementId ?? '';
}

function messageOf(
  { meta }: WarmInstance,
  effect: StepResult['effects'][number],
  nowMs: number,
): NewMessage {
  return {
    name: effect.name,
    correlationKey: effect.correlationKey,
    messageId: `${meta.rootKey}.${effect.messageId}`,
    createdAtMs: nowMs,
    expiresAtMs: nowMs + THROWN_MESSAGE_TTL_MS,
    // A step is stored once, and its messages with it.
    idHeldForMs: 0,
    variables: effect.variables,
  };
}
