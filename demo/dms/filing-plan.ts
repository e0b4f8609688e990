import type { Repository } from './repository.ts';

/** The entries of the filing plan that the town's offices use, made up. */
const entries: readonly (readonly [mark: string, title: string])[] = [
  ['32.51.01', 'Verkehrsrechtliche Anordnungen'],
  ['32.51.03', 'Bewohnerparkausweise'],
  ['33.20.01', 'Meldewesen'],
  ['41.30.02', 'Stadtbibliothek: Gebühren'],
];

export const PLAN_FOLDER = 'Aktenplan';

/** Lays out the plan where it is missing: an operator of the repository would have done so. */
export function layOutPlan(repository: Repository): void {
  const plan = ensure(repository, 'root', [PLAN_FOLDER], '');
  for (const [mark, title] of entries) ensure(repository, plan, [PLAN_FOLDER, mark], title);
}

function ensure(
  repository: Repository,
  parentId: string,
  path: readonly string[],
  description: string,
): string {
  const name = path.at(-1);
  const there = repository.children(parentId).find(({ object }) => object.name === name);
  const { object } = there ?? repository.createFolder(parentId, { name, description }, 'system');
  return object.id;
}
