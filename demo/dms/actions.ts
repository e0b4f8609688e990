import type { Request } from 'express';
import { CmisProblem } from './cmis-problem.ts';
import type { Documents } from './documents.ts';
import { formOf, type CmisForm } from './read-form.ts';
import type { Described, Repository, Seen } from './repository.ts';

type Action = (request: Request) => Seen | undefined;

/** What `cmisaction` may ask for (5.4.4). */
export function makeActions(
  { repository, documents }: { repository: Repository; documents: Documents },
  by: string,
): Record<string, Action> {
  const action =
    (handle: (form: CmisForm, objectId: string) => Seen | undefined): Action =>
    (request) => {
      const form = formOf(request);
      const objectId = form.control('objectId');
      if (objectId === undefined) throw new CmisProblem('invalidArgument', 'objectId is missing');
      return handle(form, objectId);
    };
  return {
    createFolder: action((form, parentId) => {
      demandType(form, 'cmis:folder');
      return repository.createFolder(parentId, described(form), by);
    }),
    createDocument: action((form, parentId) => {
      demandType(form, 'cmis:document');
      const versioningState = form.control('versioningState') ?? 'major';
      const options = { by, versioningState };
      return documents.createDocument(parentId, described(form), form.content(), options);
    }),
    checkOut: action((_form, objectId) => documents.checkOut(objectId, by)),
    cancelCheckOut: action((_form, objectId) => void documents.cancelCheckOut(objectId)),
    checkIn: action((form, objectId) => {
      const major = form.control('major') !== 'false';
      const options = { by, major, comment: form.control('checkinComment') ?? '' };
      return documents.checkIn(objectId, described(form), form.content(), options);
    }),
    setContent: action((form, objectId) => {
      const overwrite = form.control('overwriteFlag') !== 'false';
      const options = { by, overwrite, changeToken: form.control('changeToken') };
      return documents.setContent(objectId, form.content(), options);
    }),
    update: action((form, objectId) =>
      repository.update(objectId, described(form), form.control('changeToken')),
    ),
    delete: action((_form, objectId) => void repository.remove(objectId)),
  };
}

function described(form: CmisForm): Described {
  return { name: form.property('cmis:name'), description: form.property('cmis:description') };
}

function demandType(form: CmisForm, typeId: string): void {
  if (form.property('cmis:objectTypeId') !== typeId) {
    throw new CmisProblem('constraint', `only ${typeId} can be made like this`);
  }
}
