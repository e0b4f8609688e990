import { QueryTypes } from 'sequelize';
import type { Transaction } from 'sequelize';
import type { IssuedDocument, IssueRequest } from '../../core/issued/issued-document.ts';
import { blindIndex } from '../crypto/blind-index.ts';
import type { StoreContext } from '../store-context.ts';
import { lastDay } from './replaced-with.ts';

export type Wanted = Pick<IssueRequest, 'kind' | 'holder' | 'subject' | 'validFrom' | 'validUntil'>;

/** @param replaced what the wanted one takes the place of, and whose whole term it gets */
export async function findConflict(
  { sequelize, keys }: StoreContext,
  { kind, holder, subject, validFrom, validUntil }: Wanted,
  replaced: readonly IssuedDocument[],
  transaction?: Transaction,
): Promise<'holder' | 'subject' | undefined> {
  const [row] = await sequelize.query<{ of_holder: boolean }>(
    `select holder_mac = $2 as of_holder from issued_document
     where kind = $1 and (holder_mac = $2 or subject_mac = $3) and state = 'valid'
       and valid_from <= $5::date and valid_until >= $4::date and id <> all($6::uuid[])
     order by holder_mac = $2 desc limit 1`,
    {
      bind: [
        kind,
        blindIndex(keys, 'document-holder', holder),
        blindIndex(keys, 'document-subject', subject),
        validFrom,
        lastDay(validUntil, replaced),
        replaced.map(({ id }) => id),
      ],
      type: QueryTypes.SELECT,
      ...(transaction ? { transaction } : {}),
    },
  );
  return row && (row.of_holder ? 'holder' : 'subject');
}
