import type { Log } from '../core/log.ts';
import type { ManagedCatalogue } from '../core/procedures/catalogue.ts';
import type { Bundle } from '../core/procedures/procedure.ts';
import type { Problem } from '../engine/model/problem.ts';
import { describeProblem, describeRefusal, isRefused } from '../engine/model/problem.ts';
import type { EnginePort } from '../engine/port.ts';

/** A procedure that cannot be offered: the start names every problem with file and line. */
export class ProcedureRefused extends Error {
  readonly code = 'procedure-refused';
  readonly problems: readonly Problem[];

  /** @param what is refused, as the sentence begins */
  constructor(what: string, problems: readonly Problem[]) {
    super(describeRefusal(`${what} is refused`, problems));
    this.name = 'ProcedureRefused';
    this.problems = problems;
  }
}

/**
 * Offers the seeds and gives the models of every offered bundle to the engine. Deploying what is
 * deployed already changes nothing.
 */
export async function offerProcedures(
  ports: {
    readonly catalogue: ManagedCatalogue;
    readonly engine: Pick<EnginePort, 'deploy'>;
    readonly log: Log;
  },
  seeds: readonly Bundle[],
): Promise<void> {
  const { catalogue, engine, log } = ports;
  await catalogue.refresh();
  for (const seed of seeds) {
    const { problems } = await catalogue.offer(seed);
    if (isRefused(problems)) throw new ProcedureRefused(`Procedure ${seed.key}`, problems);
    for (const problem of problems) {
      log.warn({ procedure: seed.key, code: problem.code }, describeProblem(problem));
    }
  }
  for (const { key, bundle } of catalogue.current()) {
    await engine.deploy({ hash: bundle.hash, key, resources: bundle.files });
  }
}
