import type { Transaction } from 'sequelize';
import { localDay } from '../../core/i18n/format.ts';
import type { EndingReach, IssuedDocument } from '../../core/issued/issued-document.ts';
import type { StoreContext } from '../store-context.ts';
import type { DocumentOwners } from './read-issued.ts';
import { selectIssued } from './read-issued.ts';

/**
 * The valid ones that end together with this one, itself among them if it is valid. In the order of
 * their cases, so that two who lock several never wait for each other.
 */
export async function selectReached(
  context: StoreContext,
  { id, validFrom }: Pick<IssuedDocument, 'id' | 'validFrom'>,
  { kind, holderMac, subjectMac }: DocumentOwners,
  reach: EndingReach,
  transaction?: Transaction,
): Promise<IssuedDocument[]> {
  const found = await selectIssued(
    context,
    `state = 'valid' and (id = $1 or (kind = $2 and holder_mac = $3 and valid_until >= $4::date
       and ($5 = 'holder'
         or ($5 = 'subject' and subject_mac = $6)
         or ($5 = 'renewals' and subject_mac = $6 and valid_from >= $7::date))))`,
    [id, kind, holderMac, localDay(context.clock.now()), reach, subjectMac, validFrom],
    transaction,
  );
  return found.toSorted((a, b) => a.caseId.localeCompare(b.caseId));
}
