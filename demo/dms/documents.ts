import { CmisProblem } from './cmis-problem.ts';
import type { Document, NewContent, Version } from './objects.ts';
import { newest } from './objects.ts';
import {
  assertCurrent,
  type Described,
  type Repository,
  type RepositoryOptions,
  type Seen,
} from './repository.ts';

/** What CMIS 1.1 says about documents, their contents and versions (2.2.4 and 2.2.7). */
export function makeDocuments(
  repository: Repository,
  { store, versionable, now }: RepositoryOptions,
) {
  const { get, document, fresh, changed } = repository;
  const versionOf = (
    content: NewContent,
    label: string,
    by: string,
    { description = '', comment = '' }: { description?: string | undefined; comment?: string },
  ): Version => ({
    label,
    description,
    comment,
    createdBy: by,
    createdAt: now().toISOString(),
    content: store.keep(content),
  });

  return {
    createDocument(
      parentId: string,
      described: Described,
      content: NewContent,
      options: { by: string; versioningState: string },
    ): Seen {
      const label = firstLabel(versionable, options.versioningState);
      const common = fresh(parentId, described, options.by);
      const version = versionOf(content, label, options.by, described);
      return get(store.put({ kind: 'document', ...common, versions: [version] }).id);
    },
    checkOut(objectId: string, by: string): Seen {
      const found = document(objectId);
      if (!versionable) throw new CmisProblem('constraint', 'documents have no versions here');
      if (found.workingCopy) {
        throw new CmisProblem('updateConflict', 'the document is checked out');
      }
      // Each time another one: who holds an old one must not reach the new one.
      const id = `${found.id};pwc-${found.changes}`;
      changed(found, { workingCopy: { id, by } });
      return get(id);
    },
    cancelCheckOut: (objectId: string): void => {
      const { workingCopy: _done, ...found } = checkedOut(get(objectId));
      changed(found, {});
    },
    checkIn(
      objectId: string,
      described: Described,
      content: NewContent,
      options: { by: string; major: boolean; comment: string },
    ): Seen {
      const { workingCopy: _done, ...found } = checkedOut(get(objectId));
      const description = described.description ?? found.description;
      const label = nextLabel(newest(found).label, options.major);
      const { by, comment } = options;
      const version = versionOf(content, label, by, { description, comment });
      const { id } = changed(found, { description, versions: [...found.versions, version] });
      return get(id);
    },
    /** With versions it makes the next one, as CMIS 1.1 (2.2.4.16) lets a repository do. */
    setContent(
      objectId: string,
      content: NewContent,
      options: { by: string; overwrite: boolean; changeToken: string | undefined },
    ): Seen {
      const found = document(objectId);
      assertCurrent(found, options.changeToken);
      if (!options.overwrite) throw new CmisProblem('contentAlreadyExists', 'there is content');
      const { description } = found;
      const before = newest(found);
      const label = versionable ? nextLabel(before.label, true) : '';
      const version = versionOf(content, label, options.by, { description });
      const versions = versionable ? [...found.versions, version] : [version];
      return get(changed(found, { versions }).id);
    },
  };
}

export type Documents = ReturnType<typeof makeDocuments>;

function checkedOut({ object, isWorkingCopy }: Seen): Document {
  if (object.kind === 'document' && isWorkingCopy) return object;
  throw new CmisProblem('versioning', 'not a working copy');
}

function firstLabel(versionable: boolean, state: string): string {
  if (versionable && state === 'major') return '1.0';
  if (versionable && state === 'minor') return '0.1';
  if (!versionable && state === 'none') return '';
  throw new CmisProblem('constraint', `versioningState ${state} does not go with the type`);
}

function nextLabel(label: string, isMajor: boolean): string {
  const [major = 0, minor = 0] = label.split('.').map(Number);
  return isMajor ? `${major + 1}.0` : `${major}.${minor + 1}`;
}
