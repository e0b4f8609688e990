import express, { type Request, type Router } from 'express';
import { hasToken } from '../bearer.ts';
import { makeHttpOperation, type Answer, type FaultContext } from '../faults/http-operation.ts';
import { parseJson, publishedSchemas } from '../published-schemas.ts';
import type { Registers } from './registers.ts';

export interface RegisterApiOptions {
  registers: Registers;
  token: string;
  faults: FaultContext;
}

const schemas = publishedSchemas(new URL('./schemas/', import.meta.url), [
  'person-search',
  'persons',
  'vehicle-search',
  'vehicles',
  'problem',
]);
const MAX_PERSONS = 50;

/** The population register's REST API, version 1. */
export function makePopulationApi({ registers, token, faults }: RegisterApiOptions): Router {
  const check = schemas.makeCheck<{ familyName: string; birthDate: string }>('person-search');
  const operation = makeHttpOperation('population-register', faults);
  return registerRouter(token, operation, '/persons/search', (body) => {
    const checked = check(body);
    if (!checked.ok) return problem(400, 'invalid-request', checked.problem);
    const persons = registers.persons(checked.value.familyName, checked.value.birthDate);
    if (persons.length > MAX_PERSONS) return problem(422, 'too-many', 'Zu viele Treffer');
    return { status: 200, body: { persons } };
  });
}

/** The vehicle register's REST API, version 1. */
export function makeVehicleApi({ registers, token, faults }: RegisterApiOptions): Router {
  const check = schemas.makeCheck<{ plate: string }>('vehicle-search');
  const operation = makeHttpOperation('vehicle-register', faults);
  return registerRouter(token, operation, '/vehicles/search', (body) => {
    const checked = check(body);
    if (!checked.ok) return problem(400, 'invalid-request', checked.problem);
    const vehicle = registers.vehicle(checked.value.plate);
    return { status: 200, body: { vehicles: vehicle ? [vehicle] : [] } };
  });
}

function registerRouter(
  token: string,
  makeOperation: ReturnType<typeof makeHttpOperation>,
  searchPath: string,
  search: (body: unknown) => Answer,
): Router {
  const router = express.Router();
  const operation = (name: string, handle: (request: Request) => Answer) =>
    makeOperation(name, (request) =>
      hasToken(request, token)
        ? handle(request)
        : problem(401, 'unauthorized', 'Anmeldung fehlt oder ist falsch'),
    );
  router.use(express.text({ type: () => true, limit: '20kb' }));
  router.use(schemas.serve());
  router.post(
    searchPath,
    operation('search', (request) => search(parseJson(request.body))),
  );
  router.get(
    '/status',
    operation('status', () => ({ status: 200, body: { status: 'ok', version: 1 } })),
  );
  return router;
}

function problem(status: number, code: string, title: string): Answer {
  return {
    status,
    type: 'application/problem+json',
    body: { type: 'about:blank', status, title, code },
  };
}
