import type {
  EngineChange,
  EngineMirror,
  ForeignDefinition,
  MirrorBatch,
} from '../../engine/mirror.ts';

/**
 * What reading records asks of the mirror, in memory: keeps every batch, can be away, lose the
 * answer after it has written, and be made to wait (`gate`; `writing` says how many do).
 */
export function fakeRecordMirror(definitions: readonly ForeignDefinition[] = []) {
  const positions = new Map<string, string>();
  const batches: MirrorBatch[] = [];
  const state = { isAway: false, losesAnswers: false, gate: Promise.resolve(), writing: 0 };

  const mirror: Pick<EngineMirror, 'position' | 'apply' | 'deployments'> = {
    async position(source) {
      if (state.isAway) throw new Error('the database is away');
      return positions.get(source);
    },
    async apply(batch) {
      state.writing += 1;
      await state.gate;
      state.writing -= 1;
      if (state.isAway) throw new Error('the database is away');
      if (positions.get(batch.source) !== batch.after) return false;
      positions.set(batch.source, batch.position);
      batches.push(batch);
      if (state.losesAnswers) throw new Error('the connection is lost');
      return true;
    },
    deployments: {
      once: (_bundle, deploy) => deploy(),
      find: async () => undefined,
      definition: async (key) => definitions.find((definition) => definition.key === key),
      all: async () => [...definitions],
    },
  };

  return {
    mirror,
    state,
    positions,
    batches,
    changes: (source?: string): EngineChange[] =>
      batches
        .filter((batch) => source === undefined || batch.source === source)
        .flatMap((batch) => batch.changes),
  };
}
