import type pg from 'pg';
import type { LoadedInstance } from '../../engine/embedded/store.ts';
import { LOAD_STATEMENT } from './load-statement.ts';
import { loadedInstance } from './loaded-instance.ts';
import type { LoadedRow } from './loaded-instance.ts';

export async function loadInstances(
  pool: pg.Pool,
  rootKeys: readonly string[],
): Promise<LoadedInstance[]> {
  if (rootKeys.length === 0) return [];
  const { rows } = await pool.query<LoadedRow>({
    name: 'engine-load',
    text: LOAD_STATEMENT,
    values: [rootKeys],
  });
  return rows.map((row) => loadedInstance(row));
}
