import { z } from 'zod';
import type { CaseChange, CaseFile } from '../core/cases/case-file.ts';

/** What the case knows of its place in the DMS: `facts.dms`. */
const dmsSchema = z.object({
  procedureId: z.string(),
  reference: z.string(),
  /** What was filed, by the id of the document here → its version there. */
  filed: z.record(z.string(), z.string()),
  closedOn: z.string().exactOptional(),
});
export type DmsFacts = z.output<typeof dmsSchema>;

export function dmsOf({ facts }: CaseFile): DmsFacts | undefined {
  return dmsSchema.safeParse(facts['dms']).data;
}

/** What was filed now, besides what was filed before; nothing when all of it is known. */
export function noteFiled(file: CaseFile, now: DmsFacts): CaseChange | undefined {
  const before = dmsOf(file);
  const fresh = Object.entries(now.filed).filter(([id, version]) => before?.filed[id] !== version);
  if (before && fresh.length === 0) return undefined;
  const { reference } = now;
  return {
    facts: { dms: { ...before, ...now, filed: { ...before?.filed, ...now.filed } } },
    audit: [{ event: 'dms-filed', detail: { reference, documentCount: fresh.length } }],
  };
}

/** The first closing counts. */
export function noteClosed(file: CaseFile, closedOn: string): CaseChange | undefined {
  const before = dmsOf(file);
  if (!before || before.closedOn !== undefined) return undefined;
  return {
    facts: { dms: { ...before, closedOn } },
    audit: [{ event: 'dms-closed', detail: { closedOn } }],
  };
}
