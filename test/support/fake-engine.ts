import { EngineError } from '../../engine/errors.ts';
import type { EngineErrorCode } from '../../engine/errors.ts';
import type { EnginePort, JobHandler, SubscribeOptions } from '../../engine/port.ts';

type Call = { readonly call: string; readonly request: unknown };

/**
 * The commands of an engine's port: takes each key once, and can be away, refuse, or act and lose
 * the answer (`lost`), call by call.
 */
export function fakeEngine() {
  const calls: Call[] = [];
  const taken = new Map<string, unknown>();
  const faults: (EngineErrorCode | 'lost')[] = [];
  const handlers = new Map<string, { handler: JobHandler; options: SubscribeOptions }>();
  const state = { away: false };

  const command = async (call: string, key: string, request: unknown): Promise<void> => {
    if (state.away) throw new EngineError('unavailable', 'the engine is away');
    const fault = faults.shift();
    if (fault && fault !== 'lost') throw new EngineError(fault, `the engine says ${fault}`);
    calls.push({ call, request });
    const again = taken.has(key);
    if (!again) taken.set(key, request);
    if (again && call === 'complete') throw new EngineError('conflict', 'no longer open');
    if (fault === 'lost') throw new EngineError('timeout', 'no answer in time');
  };

  const engine: Pick<EnginePort, 'start' | 'cancel' | 'publishMessage' | 'subscribe'> & {
    tasks: EnginePort['tasks'];
  } = {
    async start(request) {
      await command('start', request.startKey, request);
      return { instanceKey: request.startKey };
    },
    cancel: (instanceKey) => command('cancel', instanceKey, instanceKey),
    publishMessage: (message) => command('publish', message.messageId ?? '', message),
    subscribe(topic, handler, options) {
      handlers.set(topic, { handler, options });
      return { stop: async () => void handlers.delete(topic) };
    },
    tasks: {
      claim: async () => undefined,
      unclaim: async () => undefined,
      assign: async () => undefined,
      complete: (taskKey, variables, by) =>
        command('complete', taskKey, { taskKey, variables, by }),
      setDueDate: async () => undefined,
      setPriority: async () => undefined,
    },
  };
  return { engine, calls, taken, faults, state, handlers };
}
