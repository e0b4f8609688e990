import type { EngineCommandRepository, PendingCommand } from '../core/cases/repositories.ts';
import type { Log } from '../core/log.ts';
import { EngineError } from '../engine/errors.ts';
import type { EnginePort } from '../engine/port.ts';
import type { Completion, OvertakenPorts } from './overtaken-answer.ts';
import { bringAsLate } from './overtaken-answer.ts';
import { messageOf, repeat } from './repeat.ts';

export interface CommandDispatcher {
  start(): void;
  /** Waits for what is being handed over. */
  stop(): Promise<void>;
  /** Looks for commands at once. */
  kick(): void;
  /** One look; how many commands were tried. For tests and for draining. */
  runOnce(): Promise<number>;
}

export interface DispatcherPorts extends OvertakenPorts {
  readonly commands: EngineCommandRepository;
  readonly engine: Pick<EnginePort, 'start' | 'cancel' | 'publishMessage' | 'tasks'>;
  readonly log: Log;
}

const AT_ONCE = 50;
/** Short: a process may die with commands in hand. To hand one over twice is harmless. */
const LOCK_MS = 15_000;
const LOOK_EVERY_MS = 1_000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 15_000;
/**
 * The engine may have given a message long before a house that died learns of it: until then nobody
 * else gets it.
 */
const MESSAGE_ID_HELD_FOR_MS = 30 * 86_400_000;
/** A model may be deployed, or a start reported, a moment later. */
const PATIENT_TRIES = 12;

/**
 * Hands the commands that were written with case files to the engine until it has taken each. The
 * key of a command makes the repetition harmless: start key, message id, or a task that is done.
 */
export function makeCommandDispatcher(ports: DispatcherPorts): CommandDispatcher {
  const runOnce = async (): Promise<number> => {
    const claimed = await ports.commands.claimDue(AT_ONCE, LOCK_MS);
    await Promise.all(claimed.map((pending) => dispatch(ports, pending)));
    return claimed.length;
  };
  let stopping = false;
  const runAll = async (): Promise<void> => {
    // Taking one command may free the next of the same case.
    while (!stopping && (await runOnce()) > 0);
  };
  const loop = repeat('dispatching engine commands', LOOK_EVERY_MS, runAll, ports.log);
  let forget: (() => void) | undefined;
  return {
    start() {
      stopping = false;
      forget ??= ports.commands.onNew(loop.kick);
      loop.start();
    },
    async stop() {
      stopping = true;
      forget?.();
      forget = undefined;
      await loop.stop();
    },
    kick: loop.kick,
    runOnce,
  };
}

async function dispatch(ports: DispatcherPorts, pending: PendingCommand): Promise<void> {
  const { commands, clock, log } = ports;
  const fields = { caseId: pending.caseId, command: pending.command.key, tries: pending.tries };
  try {
    await hand(ports, pending);
  } catch (error) {
    const reaction = react(pending, error);
    if (reaction === 'retry' || reaction === 'fail') {
      const retryAtMs = reaction === 'fail' ? 'never' : clock.now() + pauseMs(pending.tries);
      log.warn(
        { ...fields, err: messageOf(error), retryAtMs },
        'the engine did not take a command',
      );
      await commands.markFailed(pending.id, { message: messageOf(error), retryAtMs });
      return;
    }
    log.info({ ...fields, err: messageOf(error) }, 'a command had nothing left to do');
  }
  await commands.markTaken(pending.id);
}

async function hand(ports: DispatcherPorts, pending: PendingCommand): Promise<void> {
  const { engine, readModel } = ports;
  const { command, caseId, bundleHash } = pending;
  switch (command.type) {
    case 'start': {
      const { processId, variables, key } = command;
      await engine.start({ processId, bundleHash, caseId, variables, startKey: key });
      return;
    }
    case 'completeTask':
      return completeTask(ports, command, pending);
    case 'publishMessage': {
      const { name, correlationKey, timeToLiveMs, variables, key } = command;
      return engine.publishMessage({
        name,
        correlationKey,
        messageId: key,
        timeToLiveMs,
        idHeldForMs: MESSAGE_ID_HELD_FOR_MS,
        variables,
      });
    }
    case 'cancel': {
      const state = await readModel.processState(caseId);
      if (!state) throw new EngineError('not-found', `case ${caseId} has no instance yet`);
      if (state.state === 'active') await engine.cancel(state.rootInstanceKey);
    }
  }
}

async function completeTask(
  ports: DispatcherPorts,
  completion: Completion,
  pending: PendingCommand,
): Promise<void> {
  const { taskKey, variables, by, lateMessage } = completion;
  try {
    await ports.engine.tasks.complete(taskKey, variables, by);
  } catch (error) {
    const isGone = error instanceof EngineError && ['not-found', 'conflict'].includes(error.code);
    if (!isGone || lateMessage === undefined) throw error;
    if (!(await bringAsLate(ports, completion, pending))) throw error;
  }
}

/** What a failure means: try again, give up, or nothing, because the command is done already. */
function react({ command, tries }: PendingCommand, error: unknown): 'retry' | 'fail' | 'done' {
  // Not the engine's word: a defect or a lost database says nothing about the command.
  if (!(error instanceof EngineError)) return 'retry';
  switch (error.code) {
    case 'unavailable':
    case 'timeout':
      return 'retry';
    case 'conflict':
      return command.type === 'completeTask' || command.type === 'publishMessage' ? 'done' : 'fail';
    case 'not-found':
      // The task is completed, or a timer has taken it away meanwhile.
      if (command.type === 'completeTask') return 'done';
      return tries < PATIENT_TRIES ? 'retry' : 'fail';
    default:
      return 'fail';
  }
}

function pauseMs(tries: number): number {
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(tries - 1, 20));
}
