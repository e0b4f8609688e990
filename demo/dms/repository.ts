import { randomUUID } from 'node:crypto';
import { CmisProblem } from './cmis-problem.ts';
import type { ObjectStore } from './object-store.ts';
import { ROOT_ID } from './object-store.ts';
import type { Document, Folder, StoredObject, Version } from './objects.ts';
import { newest } from './objects.ts';

export interface RepositoryOptions {
  store: ObjectStore;
  /** False: every document is one that can only be overwritten. */
  versionable: boolean;
  now: () => Date;
}

/** One object as it is asked for by its id: a folder, a document's version, its working copy. */
export interface Seen {
  object: StoredObject;
  version?: Version;
  isWorkingCopy?: boolean;
}

export interface Described {
  name?: string | undefined;
  description?: string | undefined;
}

const LONGEST_NAME = 255;

/** What CMIS 1.1 says about objects and versions, whatever the binding. */
export function makeRepository({ store, now }: Omit<RepositoryOptions, 'versionable'>) {
  const get = (objectId: string): Seen => {
    const [id = '', label] = objectId.split(';');
    const object = store.find(id);
    if (!object) throw new CmisProblem('objectNotFound', 'no such object');
    if (object.kind === 'folder') return { object };
    if (label === undefined) return { object, version: newest(object) };
    if (object.workingCopy?.id === objectId) {
      return { object, version: newest(object), isWorkingCopy: true };
    }
    const version = object.versions.find((known) => known.label === label);
    if (!version) throw new CmisProblem('objectNotFound', 'no such version');
    return { object, version };
  };
  const folder = (objectId: string): Folder => {
    const { object } = get(objectId);
    if (object.kind !== 'folder') throw new CmisProblem('invalidArgument', 'not a folder');
    return object;
  };
  const document = (objectId: string): Document => {
    const { object } = get(objectId);
    if (object.kind !== 'document') throw new CmisProblem('invalidArgument', 'not a document');
    return object;
  };
  const freeName = (parentId: string, name: string | undefined): string => {
    if (!name || name.length > LONGEST_NAME || /[/\\]/.test(name)) {
      throw new CmisProblem('constraint', 'not a name of this repository');
    }
    if (store.child(parentId, name)) {
      throw new CmisProblem('nameConstraintViolation', 'the name is taken in this folder');
    }
    return name;
  };
  const fresh = (parentId: string, { name, description = '' }: Described, by: string) => {
    const at = now().toISOString();
    return {
      id: randomUUID(),
      name: freeName(folder(parentId).id, name),
      parentId,
      description,
      createdBy: by,
      createdAt: at,
      changedAt: at,
      changes: 1,
    };
  };
  const changed = <T extends StoredObject>(object: T, change: Partial<T>): T =>
    store.put({
      ...object,
      ...change,
      changedAt: now().toISOString(),
      changes: object.changes + 1,
    });
  return {
    get,
    document,
    fresh,
    changed,
    byPath(path: readonly string[]): Seen {
      let at: StoredObject | undefined = store.find(ROOT_ID);
      for (const name of path) at = at && store.child(at.id, name);
      if (!at) throw new CmisProblem('objectNotFound', 'nothing lies there');
      return get(at.id);
    },
    /** The newest first. */
    versions(objectId: string): Seen[] {
      const object = document(objectId);
      return object.versions.map((version) => ({ object, version })).reverse();
    },
    children: (objectId: string): Seen[] =>
      store.children(folder(objectId).id).map(({ id }) => get(id)),
    createFolder: (parentId: string, described: Described, by: string): Seen => ({
      object: store.put({ kind: 'folder', ...fresh(parentId, described, by) }),
    }),
    update(objectId: string, { name, description }: Described, changeToken?: string): Seen {
      const { object } = get(objectId);
      assertCurrent(object, changeToken);
      const parentId = object.parentId ?? '';
      const isRenamed = name !== undefined && name !== object.name;
      const named = isRenamed ? { name: freeName(parentId, name) } : {};
      const described = description === undefined ? {} : { description };
      if (object.kind === 'folder') return get(changed(object, { ...named, ...described }).id);
      const last = { ...newest(object), ...described };
      const versions = [...object.versions.slice(0, -1), last];
      return get(changed(object, { ...named, ...described, versions }).id);
    },
    remove(objectId: string): void {
      const { object } = get(objectId);
      if (object.id === ROOT_ID) throw new CmisProblem('constraint', 'the root stays');
      if (store.children(object.id).length > 0) {
        throw new CmisProblem('constraint', 'the folder is not empty');
      }
      changed(object, { isDeleted: true });
    },
  };
}

export type Repository = ReturnType<typeof makeRepository>;

export function assertCurrent({ changes }: StoredObject, changeToken: string | undefined): void {
  if (changeToken !== undefined && changeToken !== String(changes)) {
    throw new CmisProblem('updateConflict', 'changed meanwhile');
  }
}
