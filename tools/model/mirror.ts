import type { EngineStore, InstanceWrite } from '../../engine/embedded/store.ts';
import { applyPatch, emptyState, ROOT_KEY } from '../../engine/interpreter/index.ts';
import { historyLine } from '../../engine/interpreter/sandbox/history-line.ts';
import type { Sandbox, SandboxInstance } from '../../engine/interpreter/sandbox/sandbox.ts';

/** What the engine has committed, in the shape in which the bare interpreter shows a run. */
export interface Mirror {
  readonly decorate: (store: EngineStore) => EngineStore;
  /** Counts steps: unchanged means that nothing moved. */
  readonly steps: () => number;
  /** Key of the instance in the engine; the mirror numbers them from 1. */
  readonly rootOf: (instance: SandboxInstance) => string;
  /** Whether the message published last was taken into the engine. */
  readonly messageAccepted: () => boolean;
}

/** Called with the topic of every job that comes into being. */
type OnJob = (topic: string) => void;

export function makeMirror(sandbox: Sandbox, onJob: OnJob): Mirror {
  const instances = new Map<string, SandboxInstance>();
  let steps = 0;
  let messageAccepted = true;

  const note = (write: InstanceWrite): void => {
    steps += 1;
    const instance = instanceOf(write);
    applyPatch(instance.state, write.patch);
    for (const { scopeKey, name, value } of write.patch.variables) {
      if (scopeKey === ROOT_KEY) instance.variables.set(name, value);
    }
    for (const event of write.events) sandbox.history.push(historyLine(instance.rootKey, event));
    for (const wait of write.patch.waits.put) if (wait.kind === 'job') onJob(wait.jobType);
  };

  const instanceOf = ({ meta }: InstanceWrite): SandboxInstance => {
    const known = instances.get(meta.rootKey);
    if (known !== undefined) return known;
    const { processId } = meta;
    const rootKey = sandbox.instances.length + 1;
    const made = { rootKey, processId, state: emptyState(), variables: new Map() };
    instances.set(meta.rootKey, made);
    sandbox.instances.push(made);
    return made;
  };

  return {
    decorate: (store) => ({
      ...store,
      commit: async (writes) => {
        const outcome = await store.commit(writes);
        for (const write of writes) if (outcome.applied.has(write.meta.rootKey)) note(write);
        return outcome;
      },
      insertMessages: async (messages) => {
        const inserted = await store.insertMessages(messages);
        messageAccepted = inserted.includes(true);
        return inserted;
      },
    }),
    steps: () => steps,
    rootOf: (instance) => [...instances].find(([, one]) => one === instance)?.[0] ?? '',
    messageAccepted: () => messageAccepted,
  };
}
