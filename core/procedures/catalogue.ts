import type { Problem } from '../../engine/model/problem.ts';
import type { BundleRepository } from '../cases/repositories.ts';
import type { Bundle, Procedure, ProcedureCatalogue } from './procedure.ts';
import { readProcedure, readStoredProcedure } from './read-procedure.ts';
import type { ProcedureChecks } from './read-procedure.ts';
import type { Topic } from './topic.ts';

export interface CatalogueOptions {
  readonly bundles: BundleRepository;
  readonly topics: readonly Topic[];
  readonly checks?: ProcedureChecks;
}

export interface ManagedCatalogue extends ProcedureCatalogue {
  /**
   * Checks a bundle, stores it and offers it to new applicants from now on. With an error among
   * the problems nothing is changed.
   */
  offer(bundle: Bundle): Promise<{ procedure?: Procedure; problems: readonly Problem[] }>;
  /** This version is not offered by this process, whatever the store says; its cases keep it. */
  leaveOut(hash: string): void;
  /** Offers what the store says is offered: another process may have changed it. */
  refresh(): Promise<void>;
}

/** Each bundle is read once: it is immutable, so what was read stays true. */
export function makeProcedureCatalogue(options: CatalogueOptions): ManagedCatalogue {
  const { bundles, topics, checks } = options;
  const byHash = new Map<string, Promise<Procedure | undefined>>();
  const offered = new Map<string, Procedure>();
  const leftOut = new Set<string>();

  async function readStored(hash: string): Promise<Procedure | undefined> {
    const bundle = await bundles.find(hash);
    return bundle && readStoredProcedure(bundle);
  }

  function find(hash: string): Promise<Procedure | undefined> {
    const known = byHash.get(hash);
    if (known) return known;
    const reading = readStored(hash);
    byHash.set(hash, reading);
    // A bundle that is not there yet, or a database that is away, is asked for again.
    reading.then(
      (procedure) => procedure ?? byHash.delete(hash),
      () => byHash.delete(hash),
    );
    return reading;
  }

  return {
    current: () => [...offered.values()].toSorted((a, b) => a.key.localeCompare(b.key)),
    currentByKey: (key) => offered.get(key),
    byHash: find,
    async offer(bundle) {
      const { procedure, problems } = await readProcedure(bundle, topics, checks);
      if (!procedure) return { problems };
      await bundles.save(bundle);
      byHash.set(bundle.hash, Promise.resolve(procedure));
      offered.set(bundle.key, procedure);
      return { procedure, problems };
    },
    leaveOut(hash) {
      leftOut.add(hash);
      for (const [key, procedure] of offered) if (procedure.hash === hash) offered.delete(key);
    },
    async refresh() {
      const stored = (await bundles.current()).filter(({ hash }) => !leftOut.has(hash));
      const read = await Promise.all(stored.map(({ hash }) => find(hash)));
      offered.clear();
      for (const procedure of read) if (procedure) offered.set(procedure.key, procedure);
    },
  };
}
