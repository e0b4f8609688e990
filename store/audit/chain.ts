import { createHash } from 'node:crypto';
import type { AuditEntry } from '../../core/cases/case-file.ts';
import { canonicalJson } from '../../core/effects/canonical-json.ts';
import type { AuditRow } from '../models/audit.ts';

/** The hash before the first entry: another for every case, so that chains cannot be exchanged. */
export function chainStart(caseId: string): string {
  return sha256(`amtsweg audit chain of case ${caseId}`);
}

export type ChainLink = Omit<AuditRow, 'hash'>;

/** SHA-256 over the hash before and the canonical JSON of the entry. */
export function linkHash(previousHash: string, link: ChainLink): string {
  const { caseId, sequence, event, detail, actor, atMs } = link;
  return sha256(previousHash + canonicalJson({ caseId, sequence, event, detail, actor, atMs }));
}

/** The entries as rows, each with the hash that ties it to all before it. */
export function chainEntries(
  head: { caseId: string; sequence: number; hash: string },
  entries: readonly AuditEntry[],
  actor: string,
  atMs: number,
): AuditRow[] {
  let { hash } = head;
  return entries.map(({ event, detail }, index) => {
    const link = {
      caseId: head.caseId,
      sequence: head.sequence + index + 1,
      event,
      detail: detail ?? null,
      actor,
      atMs,
    };
    hash = linkHash(hash, link);
    return { ...link, hash };
  });
}

/** True when the entries are gapless, every hash fits, and the last one is `head`. */
export function chainFits(caseId: string, entries: readonly AuditRow[], head: string): boolean {
  let hash = chainStart(caseId);
  for (const [index, entry] of entries.entries()) {
    if (entry.sequence !== index + 1) return false;
    hash = linkHash(hash, entry);
    if (entry.hash !== hash) return false;
  }
  return hash === head;
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
