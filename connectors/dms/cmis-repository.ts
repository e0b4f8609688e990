import { z } from 'zod';
import { ConnectorError } from '../connector.ts';
import { unlessRejected } from '../unless-rejected.ts';
import { makeCmisCall, type CmisAction, type CmisSettings } from './cmis-call.ts';
import {
  documentTypeSchema,
  garbage,
  objectSchema,
  parse,
  repositorySchema,
  serviceSchema,
  versionsSchema,
  type CmisObject,
} from './cmis-messages.ts';

export interface CmisRepository {
  /** Are documents kept in versions? */
  readonly versionable: boolean;
  /** By its path below the repository's root; undefined when nothing lies there. */
  find(path: readonly string[]): Promise<CmisObject | undefined>;
  /** By its id; undefined when there is no such object. */
  get(objectId: string): Promise<CmisObject | undefined>;
  /** All versions of the document that this is one of. */
  versions(objectId: string): Promise<readonly CmisObject[]>;
  act(action: CmisAction): Promise<CmisObject>;
  /** Gives a working copy back; one that is gone already is no error. */
  cancelCheckOut(workingCopyId: string): Promise<void>;
}

/** Finds the repository at its service, and how it keeps documents. */
export async function openRepository(settings: CmisSettings): Promise<CmisRepository> {
  const { read, act } = makeCmisCall(settings);
  const services = await read(serviceSchema, settings.url);
  if (!Object.hasOwn(services, settings.repositoryId)) throw noRepository(services);
  const { repositoryUrl, rootFolderUrl } = parse(repositorySchema, services[settings.repositoryId]);
  const type = await read(documentTypeSchema, repositoryUrl, {
    cmisselector: 'typeDefinition',
    typeId: 'cmis:document',
  });
  assertDescriptions(type.propertyDefinitions['cmis:description']?.updatability);
  const object = { cmisselector: 'object', succinct: 'true' };
  return {
    versionable: type.versionable,
    async find(path) {
      const address = [rootFolderUrl, ...path.map(encodeURIComponent)].join('/');
      const found = await unlessRejected(read(objectSchema, address, object), 'object-not-found');
      if (found && found['cmis:name'] !== path.at(-1) && path.length > 0) {
        throw garbage('another object than the one asked for');
      }
      return found;
    },
    get: (objectId) =>
      unlessRejected(
        read(objectSchema, rootFolderUrl, { ...object, objectId }),
        'object-not-found',
      ),
    versions: (objectId) =>
      read(versionsSchema, rootFolderUrl, { ...object, cmisselector: 'versions', objectId }),
    act: (action) => act(objectSchema, rootFolderUrl, action),
    async cancelCheckOut(objectId) {
      const action = { cmisaction: 'cancelCheckOut', objectId };
      await unlessRejected(act(z.unknown(), rootFolderUrl, action), 'object-not-found');
    },
  };
}

/** A service document without any repository of ours: is it one at all? */
function noRepository(services: Record<string, unknown>): ConnectorError {
  const isService = Object.values(services).some(
    (known) => repositorySchema.safeParse(known).success,
  );
  if (!isService) return garbage('no service document');
  return new ConnectorError('misconfigured', 'no-repository', 'there is no such repository');
}

/** Without them a content filed before would not be recognised, and filed once more. */
function assertDescriptions(updatability: string | undefined): void {
  if (updatability === 'readwrite') return;
  const message = 'documents of the repository have no description that may be written';
  throw new ConnectorError('misconfigured', 'no-descriptions', message);
}
