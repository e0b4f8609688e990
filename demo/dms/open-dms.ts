import type { Journal } from '../journal.ts';
import { demoCredentials } from '../credentials.ts';
import type { DmsSettings } from './dms-settings.ts';
import { makeDocuments } from './documents.ts';
import { layOutPlan } from './filing-plan.ts';
import { makeObjectStore } from './object-store.ts';
import type { StoredObject } from './objects.ts';
import { makeRepository } from './repository.ts';

/** The town's document management with its filing plan, and what was filed before. */
export function openDms(
  given: Partial<DmsSettings> | undefined,
  journals: { objects: Journal<StoredObject>; contents: Journal<string> },
  now: () => Date,
) {
  const settings: DmsSettings = { ...demoCredentials.dms, ...given };
  const store = makeObjectStore(journals.objects, journals.contents);
  const { versionable } = settings;
  const repository = makeRepository({ store, now });
  const documents = makeDocuments(repository, { store, versionable, now });
  layOutPlan(repository);
  return { settings, store, repository, documents };
}

export type Dms = ReturnType<typeof openDms>;

/** Every document by its path, with the number of its versions. */
export function filed({ store }: Dms): Record<string, number> {
  const documents = store.all().flatMap((object) => (object.kind === 'document' ? [object] : []));
  return Object.fromEntries(
    documents.map((document) => [store.path(document), document.versions.length]),
  );
}
