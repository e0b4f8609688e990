import type pg from 'pg';
import type { MirrorBatch } from '../../../engine/mirror.ts';

export async function readPosition(
  pool: pg.Pool,
  engine: string,
  source: string,
): Promise<string | undefined> {
  const { rows } = await pool.query<{ position: string }>(
    'select position from engine.mirror_source where engine = $1 and source = $2',
    [engine, source],
  );
  return rows[0]?.position;
}

const BEGIN = `
  insert into engine.mirror_source (engine, source, position, at_ms) values ($1, $2, $3, $4)
  on conflict do nothing`;

const GO_ON = `
  update engine.mirror_source set position = $3, at_ms = $4
  where engine = $1 and source = $2 and position = $5`;

/**
 * Moves a source on from where the batch expects it; false when it stands elsewhere. The row stays
 * locked until the transaction ends, so that a source has one writer.
 */
export async function movePosition(
  client: pg.PoolClient,
  engine: string,
  { source, after, position, atMs }: MirrorBatch,
): Promise<boolean> {
  const values = [engine, source, position, atMs];
  const { rowCount } = await (after === undefined
    ? client.query({ name: 'mirror-begin', text: BEGIN, values })
    : client.query({ name: 'mirror-go-on', text: GO_ON, values: [...values, after] }));
  return rowCount === 1;
}
