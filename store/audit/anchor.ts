import { QueryTypes } from 'sequelize';
import { canonicalJson } from '../../core/effects/canonical-json.ts';
import type { AnchoredHead, AnchorRow } from '../models/audit.ts';
import type { StoreContext } from '../store-context.ts';
import { inTransaction } from '../store-context.ts';
import { sha256 } from './chain.ts';

const ANCHOR_LOCK = 7_302_115_002;
const HEADS_AT_ONCE = 1_000;
const HOUSE_CHAIN_START = sha256('amtsweg audit chain of the house');

/** The chain of the house: makes it impossible to rewrite the whole chain of one case unseen. */
export interface AuditAnchors {
  /** Takes the changed heads of all cases into the chain; answers how many. */
  anchorHeads(): Promise<number>;
  /** True when every anchor fits and every anchored head still stands in its case. */
  verify(): Promise<boolean>;
}

export function makeAuditAnchors(context: StoreContext): AuditAnchors {
  return {
    async anchorHeads() {
      let total = 0;
      for (;;) {
        const anchored = await anchorSome(context);
        total += anchored;
        if (anchored < HEADS_AT_ONCE) return total;
      }
    },
    verify: () => verifyHouseChain(context),
  };
}

async function anchorSome(context: StoreContext): Promise<number> {
  const { sequelize, models, clock } = context;
  return inTransaction(context, async (transaction) => {
    await sequelize.query(`select pg_advisory_xact_lock(${ANCHOR_LOCK})`, { transaction });
    const heads = await sequelize.query<AnchoredHead>(
      `select id as "caseId", audit_sequence as sequence, audit_head as hash from case_file
       where audit_sequence > anchored_sequence order by id limit ${HEADS_AT_ONCE}`,
      { type: QueryTypes.SELECT, transaction },
    );
    if (heads.length === 0) return 0;
    const last = (
      await models.anchor.findOne({ order: [['sequence', 'DESC']], transaction })
    )?.get();
    const anchor = { sequence: (last?.sequence ?? 0) + 1, atMs: clock.now(), heads };
    const hash = anchorHash(last?.hash ?? HOUSE_CHAIN_START, anchor);
    await models.anchor.create({ ...anchor, hash }, { transaction });
    await sequelize.query(
      `update case_file c set anchored_sequence = h.sequence
       from jsonb_to_recordset($1::jsonb) as h("caseId" uuid, sequence integer)
       where c.id = h."caseId"`,
      { bind: [JSON.stringify(heads)], transaction },
    );
    return heads.length;
  });
}

function anchorHash(previousHash: string, anchor: Omit<AnchorRow, 'hash'>): string {
  const heads = anchor.heads.map(({ caseId, sequence, hash }) => ({ caseId, sequence, hash }));
  return sha256(
    previousHash + canonicalJson({ sequence: anchor.sequence, atMs: anchor.atMs, heads }),
  );
}

async function verifyHouseChain({ models, sequelize }: StoreContext): Promise<boolean> {
  const anchors = await models.anchor.findAll({ order: [['sequence', 'ASC']] });
  let hash = HOUSE_CHAIN_START;
  for (const [index, row] of anchors.entries()) {
    const anchor = row.get();
    hash = anchorHash(hash, anchor);
    if (anchor.sequence !== index + 1 || anchor.hash !== hash) return false;
  }
  const [broken] = await sequelize.query<{ count: number }>(
    `select count(*)::integer as count from audit_anchor a,
       jsonb_to_recordset(a.heads) as h("caseId" uuid, sequence integer, hash text)
       left join audit_entry e on e.case_id = h."caseId" and e.sequence = h.sequence
     where e.hash is distinct from h.hash`,
    { type: QueryTypes.SELECT },
  );
  return broken?.count === 0;
}
