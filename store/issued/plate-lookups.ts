import { QueryTypes } from 'sequelize';
import type { Transaction } from 'sequelize';
import { canonicalJson } from '../../core/effects/canonical-json.ts';
import type { PlateLookups } from '../../core/issued/plate-lookups.ts';
import { sha256 } from '../audit/chain.ts';
import { blindIndex } from '../crypto/blind-index.ts';
import type { StoreContext } from '../store-context.ts';
import { inTransaction } from '../store-context.ts';
import { selectIssued } from './read-issued.ts';

const LOG_LOCK = 7_302_115_003;
const LOG_START = sha256('amtsweg log of looked up plates');

interface LogRow {
  readonly sequence: number;
  readonly at_ms: string | number;
  readonly actor: string;
  readonly reason: string;
  readonly plate_mac: string;
  readonly found: number;
  readonly hash: string;
}

export function makePlateLookups(context: StoreContext): PlateLookups {
  const { sequelize, keys, clock } = context;
  return {
    lookUp: ({ plate, reason, actor }) =>
      inTransaction(context, async (transaction) => {
        const mac = blindIndex(keys, 'document-plate', plate);
        const found = await selectIssued(context, 'plate_mac = $1', [mac], transaction);
        const row = { at_ms: clock.now(), actor, reason, plate_mac: mac, found: found.length };
        await append(context, row, transaction);
        return found;
      }),
    async verify() {
      const rows = await sequelize.query<LogRow>('select * from plate_lookup order by sequence', {
        type: QueryTypes.SELECT,
      });
      let before = LOG_START;
      for (const [index, row] of rows.entries()) {
        if (row.sequence !== index + 1 || row.hash !== rowHash(before, row)) {
          return { count: rows.length, fits: false };
        }
        before = row.hash;
      }
      return { count: rows.length, fits: true };
    },
  };
}

/** One at a time, so that each row knows the one before it. */
async function append(
  { sequelize }: StoreContext,
  asked: Omit<LogRow, 'sequence' | 'hash'>,
  transaction: Transaction,
): Promise<void> {
  await sequelize.query(`select pg_advisory_xact_lock(${LOG_LOCK})`, { transaction });
  const [last] = await sequelize.query<Pick<LogRow, 'sequence' | 'hash'>>(
    'select sequence, hash from plate_lookup order by sequence desc limit 1',
    { type: QueryTypes.SELECT, transaction },
  );
  const row = { ...asked, sequence: (last?.sequence ?? 0) + 1 };
  const { sequence, at_ms: atMs, actor, reason, plate_mac: mac, found } = row;
  await sequelize.query(
    `insert into plate_lookup (sequence, at_ms, actor, reason, plate_mac, found, hash)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    {
      bind: [sequence, atMs, actor, reason, mac, found, rowHash(last?.hash ?? LOG_START, row)],
      transaction,
    },
  );
}

function rowHash(before: string, row: Omit<LogRow, 'hash'>): string {
  const { sequence, at_ms: atMs, actor, reason, plate_mac: mac, found } = row;
  const content = { sequence, atMs: Number(atMs), actor, reason, mac, found };
  return sha256(`${before}${canonicalJson(content)}`);
}
