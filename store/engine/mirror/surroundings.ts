import type pg from 'pg';
import type { ElementBegan, EngineChange, ForeignReference } from '../../../engine/mirror.ts';

/** What the database knows of all that a batch names. */
export interface Surroundings {
  /** By foreign key. */
  readonly keys: Map<string, KnownKey>;
  /** By root key: the next number within it. */
  readonly nextKeys: ReadonlyMap<string, number>;
  /** Ours, by the engine's key. */
  readonly definitions: ReadonlyMap<string, KnownDefinition>;
  readonly starts: readonly KnownStart[];
  /** For roots that nobody of us started. */
  readonly freeRootKeys: string[];
}

export interface KnownKey {
  readonly rootKey: string;
  readonly key: number;
  /** Number of its process instance. */
  readonly processKey: number;
  readonly kind: ForeignReference['kind'];
}

export interface KnownDefinition {
  readonly number: string;
  readonly bundleHash: string;
}

export interface KnownStart {
  readonly rootKey: string;
  /** Absent when an instance of another engine has it. */
  readonly startKey: string | null;
  readonly bundleHash: string;
  readonly caseId: string | null;
  readonly foreignInstanceKey: string | null;
}

/** The instances that the batch names are locked: their numbers are given out here only. */
export async function readSurroundings(
  client: pg.PoolClient,
  engine: string,
  changes: readonly EngineChange[],
): Promise<Surroundings> {
  const keys = await readKeys(client, engine, changes);
  const begun = changes.filter(isProcess).filter(({ key }) => !keys.has(key));
  const roots = begun.filter(({ callerKey }) => callerKey === undefined);
  return {
    keys,
    nextKeys: await lockInstances(client, keys),
    definitions: await readDefinitions(client, engine, begun),
    starts: await readStarts(client, engine, changes, roots),
    freeRootKeys: await drawRootKeys(client, roots.length),
  };
}

function isProcess(change: EngineChange): change is ElementBegan {
  return change.kind === 'element-began' && change.type === 'process';
}

function namedKeys(change: EngineChange): (string | undefined)[] {
  switch (change.kind) {
    case 'element-began':
      return [change.instanceKey, change.key, change.scopeKey, change.callerKey];
    case 'element-ended':
      return [change.instanceKey, change.key];
    case 'variable':
      return [change.instanceKey, change.scopeKey];
    case 'task':
    case 'timer':
    case 'incident':
      return [change.instanceKey, change.key, change.elementKey];
    case 'link':
      return [];
  }
}

async function readKeys(
  client: pg.PoolClient,
  engine: string,
  changes: readonly EngineChange[],
): Promise<Map<string, KnownKey>> {
  const { rows } = await client.query<KnownKey & { foreignKey: string }>({
    name: 'mirror-keys',
    text: `
      select foreign_key as "foreignKey", root_key::text as "rootKey", key,
        process_key as "processKey", kind
      from engine.mirror_key where engine = $1 and foreign_key = any($2::text[])`,
    values: [engine, [...new Set(changes.flatMap(namedKeys))].filter((key) => key !== undefined)],
  });
  return new Map(rows.map(({ foreignKey, ...known }) => [foreignKey, known]));
}

/** In the order of their keys: two sources that name the same instances wait for one another. */
async function lockInstances(
  client: pg.PoolClient,
  keys: ReadonlyMap<string, KnownKey>,
): Promise<Map<string, number>> {
  const roots = new Set([...keys.values()].map(({ rootKey }) => rootKey));
  const { rows } = await client.query<{ key: string; next: number }>({
    name: 'mirror-lock-instances',
    text: `
      select key::text, next_key as next from engine.instance where key = any($1::bigint[])
      order by engine.instance.key for update`,
    values: [[...roots]],
  });
  return new Map(rows.map(({ key, next }) => [key, next]));
}

async function readDefinitions(
  client: pg.PoolClient,
  engine: string,
  begun: readonly ElementBegan[],
): Promise<Map<string, KnownDefinition>> {
  if (begun.length === 0) return new Map();
  const { rows } = await client.query<KnownDefinition & { foreignKey: string }>({
    name: 'mirror-definitions',
    text: `
      select distinct on (foreign_key) foreign_key as "foreignKey", number::text,
        bundle_hash as "bundleHash"
      from engine.mirror_definition where engine = $1 and foreign_key = any($2::text[])
      order by foreign_key, engine.mirror_definition.number desc`,
    values: [engine, [...new Set(begun.map(({ definitionKey }) => definitionKey))]],
  });
  return new Map(rows.map(({ foreignKey, ...definition }) => [foreignKey, definition]));
}

async function readStarts(
  client: pg.PoolClient,
  engine: string,
  changes: readonly EngineChange[],
  roots: readonly ElementBegan[],
): Promise<KnownStart[]> {
  const linked = changes.flatMap((change) => (change.kind === 'link' ? [change.rootKey] : []));
  if (linked.length === 0 && roots.length === 0) return [];
  const { rows } = await client.query<KnownStart>({
    name: 'mirror-starts',
    text: `${STARTS} where s.engine = $1 and s.root_key = any($2::bigint[])
      union ${STARTS} where s.engine = $1 and s.foreign_instance_key = any($3::text[])`,
    values: [engine, linked, roots.map(({ key }) => key)],
  });
  return rows;
}

const STARTS = `
  select s.root_key::text as "rootKey", s.bundle_hash as "bundleHash", s.case_id as "caseId",
    s.foreign_instance_key as "foreignInstanceKey",
    case when i.key is null then s.start_key end as "startKey"
  from engine.mirror_start s left join engine.instance i on i.start_key = s.start_key`;

async function drawRootKeys(client: pg.PoolClient, count: number): Promise<string[]> {
  if (count === 0) return [];
  const { rows } = await client.query<{ key: string }>({
    name: 'mirror-root-keys',
    text: `select nextval('engine.root_key')::text as key from generate_series(1, $1::integer)`,
    values: [count],
  });
  return rows.map(({ key }) => key);
}
