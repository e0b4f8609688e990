import { ConnectorError } from '../connector.ts';
import { unlessRejected } from '../unless-rejected.ts';
import { garbage, type CmisObject } from './cmis-messages.ts';
import { cmisName } from './cmis-names.ts';
import type { CmisRepository } from './cmis-repository.ts';
import { hasContent, hasKey, markOf, type ContentMark } from './content-mark.ts';
import type { DmsDocument, FiledDocument } from './port.ts';

/** A procedure's folder, where it lies now. */
export interface Place {
  readonly folderId: string;
  readonly path: readonly string[];
}

/**
 * Files a document by its name, which is its key in the folder. What is there with the same content
 * is answered, so a repetition changes nothing; other content becomes the next version.
 * @param assertOpen asked before anything is changed
 */
export async function fileDocument(
  repository: CmisRepository,
  { folderId, path }: Place,
  document: DmsDocument,
  options: { readonly user: string; readonly assertOpen: () => Promise<void> },
): Promise<FiledDocument> {
  const name = cmisName(document.name);
  const mark = markOf(document);
  const find = () => repository.find([...path, name]);
  let there = await find();
  if (!there) {
    await options.assertOpen();
    const made = await unlessRejected(
      create(repository, folderId, { ...document, name }),
      'name-taken',
    );
    if (made) return toFiled(kept(made, mark));
    // Somebody else made it meanwhile.
    there = await find();
    if (!there) throw garbage('the name is taken, and nothing bears it');
  }
  if (there['cmis:baseTypeId'] !== 'cmis:document') throw taken();
  if (hasContent(there, mark) || hasKey(there, mark)) return toFiled(there);
  await options.assertOpen();
  const next = repository.versionable
    ? await nextVersion(repository, there, { document, mark, user: options.user })
    : kept(await overwrite(repository, there, document), mark);
  return toFiled(next);
}

/** By its id in the folder; `document.name` is the name there. */
export function create(
  repository: CmisRepository,
  folderId: string,
  document: DmsDocument,
): Promise<CmisObject> {
  return repository.act({
    cmisaction: 'createDocument',
    objectId: folderId,
    controls: { versioningState: repository.versionable ? 'major' : 'none' },
    properties: {
      'cmis:objectTypeId': 'cmis:document',
      'cmis:name': document.name,
      'cmis:description': markOf(document).description,
    },
    file: document,
  });
}

/** While it is checked out nobody else can make a version: only then it is certain what is missing. */
async function nextVersion(
  repository: CmisRepository,
  there: CmisObject,
  { document, mark, user }: { document: DmsDocument; mark: ContentMark; user: string },
): Promise<CmisObject> {
  const objectId = await workingCopyOf(repository, there, user);
  const filed = (await repository.versions(there['cmis:objectId'])).find(
    (version) => hasKey(version, mark) || (isLatest(version) && hasContent(version, mark)),
  );
  if (filed) {
    await repository.cancelCheckOut(objectId);
    return filed;
  }
  const checkIn = repository.act({
    cmisaction: 'checkIn',
    objectId,
    controls: { major: 'true' },
    properties: { 'cmis:description': mark.description },
    file: document,
  });
  // Another call of ours has checked in meanwhile: what it brought is seen at the next try.
  const checkedIn = await unlessRejected(checkIn, 'object-not-found');
  if (!checkedIn) throw new ConnectorError('transient', 'conflict', 'checked in meanwhile');
  return kept(checkedIn, mark);
}

/** The working copy may be listed with the versions: it is none. */
function isLatest(version: CmisObject): boolean {
  return version['cmis:isLatestVersion'] === true;
}

/**
 * Checks out, or goes on with what an earlier try of ours has checked out. Nobody takes a working
 * copy from a person: that has to wait.
 */
async function workingCopyOf(
  repository: CmisRepository,
  there: CmisObject,
  user: string,
): Promise<string> {
  if (there['cmis:isVersionSeriesCheckedOut'] !== true) {
    const objectId = there['cmis:objectId'];
    const copy = await repository.act({ cmisaction: 'checkOut', objectId });
    return copy['cmis:objectId'];
  }
  const copyId = there['cmis:versionSeriesCheckedOutId'];
  if (copyId && there['cmis:versionSeriesCheckedOutBy'] === user) return copyId;
  throw new ConnectorError('transient', 'checked-out', 'somebody works on the document');
}

/**
 * For repositories without versions. The content goes first: a mark without its content would make
 * every repetition believe that it is there.
 */
async function overwrite(
  repository: CmisRepository,
  there: CmisObject,
  document: DmsDocument,
): Promise<CmisObject> {
  const token = there['cmis:changeToken'];
  const written = await repository.act({
    cmisaction: 'setContent',
    objectId: there['cmis:objectId'],
    controls: { overwriteFlag: 'true', ...(token ? { changeToken: token } : {}) },
    file: document,
  });
  const next = written['cmis:changeToken'];
  return repository.act({
    cmisaction: 'update',
    objectId: written['cmis:objectId'],
    ...(next ? { controls: { changeToken: next } } : {}),
    properties: { 'cmis:description': markOf(document).description },
  });
}

/** What was written must be known again, or every repetition would write once more. */
function kept(object: CmisObject, mark: ContentMark): CmisObject {
  if (hasContent(object, mark)) return object;
  const message = 'the repository did not keep the description of the document';
  throw new ConnectorError('misconfigured', 'no-descriptions', message);
}

/** The series is the document; its versions have ids of their own. */
function toFiled(object: CmisObject): FiledDocument {
  return {
    documentId: object['cmis:versionSeriesId'] ?? object['cmis:objectId'],
    version: object['cmis:versionLabel'] ?? 'unversioned',
  };
}

function taken(): ConnectorError {
  return new ConnectorError('rejected', 'name-taken', 'a folder bears the name of the document');
}
