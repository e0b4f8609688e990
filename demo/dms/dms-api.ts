import { timingSafeEqual } from 'node:crypto';
import express, { type Request, type RequestHandler, type Router } from 'express';
import { makeHttpOperation, type Answer, type FaultContext } from '../faults/http-operation.ts';
import { makeActions } from './actions.ts';
import { CmisProblem } from './cmis-problem.ts';
import type { Documents } from './documents.ts';
import type { DmsSettings } from './dms-settings.ts';
import { ROOT_ID, type ObjectStore } from './object-store.ts';
import { objectJson, propertiesOf } from './properties.ts';
import { formOf, readForms } from './read-form.ts';
import type { Repository, Seen } from './repository.ts';
import { typeDefinition } from './type-definition.ts';

export interface DmsApiOptions {
  settings: DmsSettings;
  store: ObjectStore;
  repository: Repository;
  documents: Documents;
  /** Address of the service document. */
  serviceUrl: string;
  faults: FaultContext;
}

/** CMIS 1.1, browser binding: service document, repository, folders and documents. */
export function makeDmsApi(options: DmsApiOptions): Router {
  const { settings, faults } = options;
  const { repositoryId } = settings;
  const makeOperation = makeHttpOperation('dms', faults);
  const operation = (name: string, handle: (request: Request) => Answer): RequestHandler =>
    makeOperation(name, (request) => answered(() => guarded(settings, request, handle)));
  const selectors = makeSelectors(options);
  const actions = makeActions(options, settings.user);

  const byName = (
    known: Record<string, (request: Request) => unknown>,
    nameOf: (request: Request) => string,
  ): RequestHandler => {
    const operations = Object.entries(known).map(([name, handle]): [string, RequestHandler] => [
      name,
      operation(name, (request) => toAnswer(options, handle(request), request)),
    ]);
    const table = new Map(operations);
    const unknown = operation('unknown', (request) => {
      throw new CmisProblem('notSupported', `there is no ${nameOf(request)} here`);
    });
    return (request, response, next) =>
      (table.get(nameOf(request)) ?? unknown)(request, response, next);
  };
  const router = express.Router();
  const info = () => ({ [repositoryId]: repositoryInfo(options) });
  router.get(
    '/',
    operation('service', () => ({ status: 200, body: info() })),
  );
  const select = byName(selectors, (request) => asked(request, 'cmisselector') ?? 'object');
  const selectOfRepository = byName(
    {
      repositoryInfo: info,
      typeDefinition: (request) => typeDefinition(asked(request, 'typeId'), settings.versionable),
    },
    (request) => asked(request, 'cmisselector') ?? 'repositoryInfo',
  );
  router.get(`/${repositoryId}`, selectOfRepository);
  router.get([`/${repositoryId}/root`, `/${repositoryId}/root/*path`], select);
  router.post(
    `/${repositoryId}/root`,
    ...readForms(Object.keys(actions)),
    byName(actions, (request) => formOf(request).action),
  );
  return router;
}

function makeSelectors({ repository, store }: DmsApiOptions) {
  const target = (request: Request): Seen => {
    const objectId = asked(request, 'objectId');
    const path = (request.params['path'] ?? []) as string[] | string;
    return objectId === undefined ? repository.byPath([path].flat()) : repository.get(objectId);
  };
  return {
    object: target,
    versions(request: Request): object {
      const { object } = target(request);
      const isSuccinct = asked(request, 'succinct') === 'true';
      return repository
        .versions(object.id)
        .map((seen) => objectJson(propertiesOf(store, seen), isSuccinct));
    },
    children(request: Request): object {
      const { object } = target(request);
      const skip = Number(asked(request, 'skipCount') ?? 0);
      const most = Number(asked(request, 'maxItems') ?? 100);
      const all = repository.children(object.id);
      const page = all.slice(skip, skip + most);
      const isSuccinct = asked(request, 'succinct') === 'true';
      return {
        objects: page.map((seen) => ({
          object: objectJson(propertiesOf(store, seen), isSuccinct),
        })),
        hasMoreItems: skip + page.length < all.length,
        numItems: all.length,
      };
    },
  };
}

function toAnswer({ store }: DmsApiOptions, value: unknown, request: Request): Answer {
  const isWrite = request.method === 'POST';
  if (value === undefined) return { status: 200, body: {} };
  if (!isSeen(value)) return { status: 200, body: value };
  const succinct = isWrite ? formOf(request).control('succinct') : asked(request, 'succinct');
  const body = objectJson(propertiesOf(store, value), succinct === 'true');
  const action = isWrite ? formOf(request).action : '';
  return { status: /^create|^check/.test(action) ? 201 : 200, body };
}

function isSeen(value: unknown): value is Seen {
  return typeof value === 'object' && value !== null && 'object' in value;
}

function repositoryInfo({ settings, serviceUrl }: DmsApiOptions): object {
  const repositoryUrl = `${serviceUrl}/${settings.repositoryId}`;
  return {
    repositoryId: settings.repositoryId,
    repositoryName: 'Aktenplan der Musterstadt',
    cmisVersionSupported: '1.1',
    rootFolderId: ROOT_ID,
    repositoryUrl,
    rootFolderUrl: `${repositoryUrl}/root`,
    capabilities: { capabilityVersionSpecificFiling: false, capabilityPWCUpdatable: false },
  };
}

function asked(request: Request, name: string): string | undefined {
  const value = request.query[name];
  return typeof value === 'string' ? value : undefined;
}

function guarded(
  { user, password }: DmsSettings,
  request: Request,
  handle: (request: Request) => Answer,
): Answer {
  const wanted = Buffer.from(`Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`);
  const given = Buffer.from(request.get('Authorization') ?? '');
  if (given.length === wanted.length && timingSafeEqual(given, wanted)) return handle(request);
  return {
    status: 401,
    headers: { 'WWW-Authenticate': 'Basic realm="DMS", charset="UTF-8"' },
    body: { exception: 'permissionDenied', message: 'Anmeldung fehlt oder ist falsch' },
  };
}

/** A refusal as the standard writes it (5.2.10). */
function answered(handle: () => Answer): Answer {
  try {
    return handle();
  } catch (error) {
    if (!(error instanceof CmisProblem)) throw error;
    const { status, exception, message } = error;
    return { status, body: { exception, message } };
  }
}
