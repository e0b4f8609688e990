import type { Log } from '../core/log.ts';
import type { ManagedCatalogue } from '../core/procedures/catalogue.ts';
import type { Bundle } from '../core/procedures/procedure.ts';
import { EngineError } from '../engine/errors.ts';
import type { Problem } from '../engine/model/problem.ts';
import { describeProblem, describeRefusal, isRefused } from '../engine/model/problem.ts';
import type { BundleDeployment, EnginePort } from '../engine/port.ts';

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

interface OfferPorts {
  readonly catalogue: ManagedCatalogue;
  readonly engine: Pick<EnginePort, 'deploy'>;
  readonly log: Log;
}

/**
 * Offers the seeds and gives the models of every offered bundle to the engine. Deploying what is
 * deployed already changes nothing.
 */
export async function offerProcedures(ports: OfferPorts, seeds: readonly Bundle[]): Promise<void> {
  const { catalogue, log } = ports;
  await catalogue.refresh();
  for (const seed of seeds) {
    const { problems } = await catalogue.offer(seed);
    if (isRefused(problems)) throw new ProcedureRefused(`Procedure ${seed.key}`, problems);
    for (const problem of problems) {
      log.warn({ procedure: seed.key, code: problem.code }, describeProblem(problem));
    }
  }
  const seeded = new Set(seeds.map(({ hash }) => hash));
  for (const { bundle } of catalogue.current()) {
    await deploy(ports, bundle, seeded.has(bundle.hash));
  }
}

export function deploymentOf({ hash, key, files }: Bundle): BundleDeployment {
  return { hash, key, resources: files };
}

/**
 * A bundle that only the store still offers was accepted once, perhaps by other rules, and its
 * folder may be gone: it must not keep the others from starting.
 */
async function deploy(
  { catalogue, engine, log }: OfferPorts,
  bundle: Bundle,
  isSeed: boolean,
): Promise<void> {
  try {
    await engine.deploy(deploymentOf(bundle));
  } catch (error) {
    const problems = refusalOf(error);
    if (!problems) throw error;
    if (isSeed) throw new ProcedureRefused(`Procedure ${bundle.key}`, problems);
    catalogue.leaveOut(bundle.hash);
    log.error(
      { procedure: bundle.key, bundle: bundle.hash },
      describeRefusal(`Stored procedure ${bundle.key} is refused and not offered`, problems),
    );
  }
}

function refusalOf(error: unknown): readonly Problem[] | undefined {
  if (!(error instanceof EngineError) || error.code !== 'refused-model') return undefined;
  return error.detail as readonly Problem[];
}
