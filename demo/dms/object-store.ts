import { randomUUID } from 'node:crypto';
import type { Journal } from '../journal.ts';
import type { Content, Folder, NewContent, StoredObject } from './objects.ts';

export const ROOT_ID = 'root';

export interface ObjectStore {
  find(id: string): StoredObject | undefined;
  child(parentId: string, name: string): StoredObject | undefined;
  /** Folders first, each in the order of its names. */
  children(parentId: string): StoredObject[];
  /** `/a/b`; the root is `/`. */
  path(object: StoredObject): string;
  put<T extends StoredObject>(object: T): T;
  keep(content: NewContent): Content;
  bytes(contentId: string): Buffer;
  all(): StoredObject[];
}

/** Folders and documents in two journals: what an object is, and what its contents are. */
export function makeObjectStore(
  objects: Journal<StoredObject>,
  contents: Journal<string>,
): ObjectStore {
  const names = new Map<string, Map<string, string>>();
  const unlist = (object: StoredObject | undefined): void => {
    if (object?.parentId !== undefined) names.get(object.parentId)?.delete(object.name);
  };
  const list = ({ parentId, name, id, isDeleted }: StoredObject): void => {
    if (parentId === undefined || isDeleted) return;
    const siblings = names.get(parentId) ?? new Map<string, string>();
    names.set(parentId, siblings.set(name, id));
  };
  for (const object of objects.entries.values()) list(object);

  const find = (id: string): StoredObject | undefined => {
    const found = objects.entries.get(id);
    return found?.isDeleted ? undefined : found;
  };
  const put = <T extends StoredObject>(object: T): T => {
    unlist(objects.entries.get(object.id));
    objects.put(object.id, object);
    list(object);
    return object;
  };
  const path = (object: StoredObject): string => {
    const parent = object.parentId === undefined ? undefined : find(object.parentId);
    if (!parent) return '/';
    return `${parent.parentId === undefined ? '' : path(parent)}/${object.name}`;
  };
  if (!find(ROOT_ID)) put(rootFolder());
  return {
    find,
    child: (parentId, name) => find(names.get(parentId)?.get(name) ?? ''),
    children: (parentId) =>
      [...(names.get(parentId)?.values() ?? [])].flatMap((id) => find(id) ?? []).sort(inOrder),
    path,
    put,
    keep({ bytes, mediaType, fileName }) {
      const contentId = randomUUID();
      contents.put(contentId, Buffer.from(bytes).toString('base64'));
      return { contentId, mediaType, fileName, sizeBytes: bytes.byteLength };
    },
    bytes: (contentId) => Buffer.from(contents.entries.get(contentId) ?? '', 'base64'),
    all: () => [...objects.entries.keys()].flatMap((id) => find(id) ?? []),
  };
}

function inOrder(a: StoredObject, b: StoredObject): number {
  if (a.kind !== b.kind) return a.kind === 'folder' ? -1 : 1;
  return a.name.localeCompare(b.name, 'de');
}

function rootFolder(): Folder {
  const at = new Date(0).toISOString();
  return {
    kind: 'folder',
    id: ROOT_ID,
    name: '',
    description: '',
    createdBy: 'system',
    createdAt: at,
    changedAt: at,
    changes: 0,
  };
}
