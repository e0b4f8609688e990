/** Rows by key, with an index by owner (the scope or element instance that they belong to). */
export interface Table<Row extends { readonly key: number }> {
  readonly rows: Map<number, Row>;
  readonly byOwner: Map<number, Set<number>>;
  readonly ownerOf: (row: Row) => number;
}

export function emptyTable<Row extends { readonly key: number }>(
  ownerOf: (row: Row) => number,
): Table<Row> {
  return { rows: new Map(), byOwner: new Map(), ownerOf };
}

export function putRow<Row extends { readonly key: number }>(table: Table<Row>, row: Row): void {
  table.rows.set(row.key, row);
  const owner = table.ownerOf(row);
  const keys = table.byOwner.get(owner);
  if (keys === undefined) table.byOwner.set(owner, new Set([row.key]));
  else keys.add(row.key);
}

export function removeRow<Row extends { readonly key: number }>(
  table: Table<Row>,
  key: number,
): void {
  const row = table.rows.get(key);
  if (row === undefined) return;
  table.rows.delete(key);
  const owner = table.ownerOf(row);
  const keys = table.byOwner.get(owner);
  if (keys === undefined) return;
  keys.delete(key);
  if (keys.size === 0) table.byOwner.delete(owner);
}

/** What a step does to a table, laid over it: the table itself stays as it is. */
export interface TableDraft<Row extends { readonly key: number }> {
  readonly base: Table<Row>;
  readonly put: Map<number, Row>;
  readonly removed: Set<number>;
  readonly putByOwner: Map<number, Set<number>>;
  readonly removedByOwner: Map<number, number>;
}

export function draftTable<Row extends { readonly key: number }>(
  base: Table<Row>,
): TableDraft<Row> {
  return {
    base,
    put: new Map(),
    removed: new Set(),
    putByOwner: new Map(),
    removedByOwner: new Map(),
  };
}

export function getRow<Row extends { readonly key: number }>(
  draft: TableDraft<Row>,
  key: number,
): Row | undefined {
  const row = draft.put.get(key);
  if (row !== undefined) return row;
  return draft.removed.has(key) ? undefined : draft.base.rows.get(key);
}

/** Adds a row or replaces it; its owner never changes. */
export function setRow<Row extends { readonly key: number }>(
  draft: TableDraft<Row>,
  row: Row,
): void {
  if (!draft.put.has(row.key) && !draft.base.rows.has(row.key)) {
    const owner = draft.base.ownerOf(row);
    const keys = draft.putByOwner.get(owner);
    if (keys === undefined) draft.putByOwner.set(owner, new Set([row.key]));
    else keys.add(row.key);
  }
  draft.put.set(row.key, row);
}

export function dropRow<Row extends { readonly key: number }>(
  draft: TableDraft<Row>,
  key: number,
): void {
  const row = getRow(draft, key);
  if (row === undefined) return;
  const owner = draft.base.ownerOf(row);
  draft.put.delete(key);
  draft.putByOwner.get(owner)?.delete(key);
  if (!draft.base.rows.has(key)) return;
  draft.removed.add(key);
  draft.removedByOwner.set(owner, (draft.removedByOwner.get(owner) ?? 0) + 1);
}

export function countOf<Row extends { readonly key: number }>(
  draft: TableDraft<Row>,
  owner: number,
): number {
  const before = draft.base.byOwner.get(owner)?.size ?? 0;
  const gone = draft.removedByOwner.get(owner) ?? 0;
  return before - gone + (draft.putByOwner.get(owner)?.size ?? 0);
}

/** Rows of an owner in the order in which they came. */
export function rowsOf<Row extends { readonly key: number }>(
  draft: TableDraft<Row>,
  owner: number,
): Row[] {
  const rows: Row[] = [];
  for (const key of draft.base.byOwner.get(owner) ?? []) {
    const row = getRow(draft, key);
    if (row !== undefined) rows.push(row);
  }
  for (const key of draft.putByOwner.get(owner) ?? []) rows.push(draft.put.get(key) as Row);
  return rows;
}
