import type { Problem } from '../../engine/model/problem.ts';
import type { BundleRepository } from '../cases/repositories.ts';
import type { CheckTemplate } from './check-templates.ts';
import type { Bundle, Procedure, ProcedureCatalogue } from './procedure.ts';
import { readProcedure, readStoredProcedure } from './read-procedure.ts';
import type { Topic } from './topic.ts';

export interface CatalogueOptions {
  readonly bundles: BundleRepository;
  readonly topics: readonly Topic[];
  /** How mails and letters are parsed (`parseTemplate` of `templates/render.ts`). */
  readonly checkTemplate?: CheckTemplate;
}

export interface ManagedCatalogue extends ProcedureCatalogue {
  /**
   * Checks a bundle, stores it and offers it to new applicants from now on. With an error among
   * the problems nothing is changed.
   */
  offer(bundle: Bundle): Promise<{ procedure?: Procedure; problems: readonly Problem[] }>;
  /** Offers what the store says is offered: another process may have changed it. */
  refresh(): Promise<void>;
}

/** Each bundle is read once: it is immutable, so what was read stays true. */
export function makeProcedureCatalogue(options: CatalogueOptions): ManagedCatalogue {
  const { bundles, topics, checkTemplate } = options;
  const byHash = new Map<string, Promise<Procedure | undefined>>();
  const offered = new Map<string, Procedure>();

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
      const { procedure, problems } = await readProcedure(bundle, topics, checkTemplate);
      if (!procedure) return { problems };
      await bundles.save(bundle);
      byHash.set(bundle.hash, Promise.resolve(procedure));
      offered.set(bundle.key, procedure);
      return { procedure, problems };
    },
    async refresh() {
      const stored = await bundles.current();
      const read = await Promise.all(stored.map(({ hash }) => find(hash)));
      offered.clear();
      for (const procedure of read) if (procedure) offered.set(procedure.key, procedure);
    },
  };
}
