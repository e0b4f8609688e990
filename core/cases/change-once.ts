import type { Actor, CaseChange, CaseFile } from './case-file.ts';
import type { CaseRepository } from './repositories.ts';

/** Changes a case unless `decide` finds that it was done before; answers whether it did. */
export async function changeOnce(
  cases: Pick<CaseRepository, 'change'>,
  caseId: string,
  actor: Actor,
  decide: (file: CaseFile) => CaseChange | undefined,
): Promise<boolean> {
  let isDone = false;
  await cases.change(caseId, actor, (current) => {
    const change = decide(current);
    isDone = change !== undefined;
    return change;
  });
  return isDone;
}
