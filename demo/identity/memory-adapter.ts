import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';

/** Where the provider keeps sessions, codes and tokens: in memory, so that a restart forgets them. */
export function memoryAdapter(): AdapterFactory {
  const byModel = new Map<string, Map<string, AdapterPayload>>();
  return (model) => {
    const rows = byModel.get(model) ?? new Map<string, AdapterPayload>();
    byModel.set(model, rows);
    return makeAdapter(rows);
  };
}

function makeAdapter(rows: Map<string, AdapterPayload>): Adapter {
  const isOver = ({ exp }: AdapterPayload): boolean => (exp ?? Infinity) * 1000 < Date.now();
  const where = (fits: (row: AdapterPayload) => boolean): AdapterPayload | undefined =>
    [...rows.values()].find((row) => fits(row) && !isOver(row));
  return {
    async upsert(id, payload) {
      for (const [old, row] of rows) if (isOver(row)) rows.delete(old);
      rows.set(id, payload);
    },
    find: async (id) => {
      const row = rows.get(id);
      return row && !isOver(row) ? row : undefined;
    },
    findByUid: async (uid) => where((row) => row.uid === uid),
    findByUserCode: async (userCode) => where((row) => row.userCode === userCode),
    async consume(id) {
      const row = rows.get(id);
      if (row) rows.set(id, { ...row, consumed: Math.floor(Date.now() / 1000) });
    },
    async destroy(id) {
      rows.delete(id);
    },
    async revokeByGrantId(grantId) {
      for (const [id, row] of rows) if (row.grantId === grantId) rows.delete(id);
    },
  };
}
