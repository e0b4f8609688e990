import type { MirrorBatch } from '../../../engine/mirror.ts';
import { inTransaction } from '../in-transaction.ts';
import { waitForDeployments } from './deployment-lock.ts';
import type { MirrorContext } from './mirror-context.ts';
import type { Plan } from './plan.ts';
import { planChanges } from './plan-changes.ts';
import { movePosition } from './positions.ts';
import { readSurroundings } from './surroundings.ts';
import { writePlan } from './write-plan.ts';

/** False when the source stands elsewhere than the batch expects it. */
export async function applyBatch(mirror: MirrorContext, batch: MirrorBatch): Promise<boolean> {
  const { pool, engine } = mirror;
  const plan = await inTransaction(pool, async (client) => {
    await waitForDeployments(client);
    if (!(await movePosition(client, engine, batch))) return { keep: false, result: undefined };
    const around = await readSurroundings(client, engine, batch.changes);
    const result = planChanges(batch.changes, around);
    await writePlan(client, engine, batch.source, result);
    return { keep: true, result };
  });
  if (plan !== undefined) warnOfDoubles(mirror, plan);
  return plan !== undefined;
}

/** It runs on, as an instance without a case; whoever looks after the engine has to end it. */
function warnOfDoubles({ log }: MirrorContext, { doubled }: Plan): void {
  for (const { root, foreign } of doubled) {
    log.warn(
      { rootKey: root, foreignInstanceKey: foreign },
      'the engine runs a second instance of the same start',
    );
  }
}
