import type { CaseFile } from '../../core/cases/case-file.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Procedure } from '../../core/procedures/procedure.ts';
import { documentRegister } from '../../workers/document-register.ts';
import type { WorkerPorts } from '../../workers/worker-ports.ts';
import type { TestStore } from './store.ts';
import { openTestStore, submitSomething } from './store.ts';

/** Of a permit that runs today; input of `check` and `issue`. */
export const term = {
  documentKind: 'permit',
  validFrom: '2026-03-02',
  validUntil: '2027-03-01',
  zone: 'A',
};

/** Within `describe`: a house with the worker `document-register`. */
export function registerWorld() {
  const open: { house?: TestStore } = {};
  before(async () => {
    open.house = await openTestStore();
  });
  after(() => open.house?.drop());
  const world = {
    get house(): TestStore {
      if (!open.house) throw new Error('the house is not open');
      return open.house;
    },
    async caseOf(givenNames: string, plate: string): Promise<CaseFile> {
      const { cases } = world.house.store;
      const { file } = await submitSomething(world.house.store);
      const answers = { familyName: 'Kern', givenNames, birthDate: '1995-05-25', plate };
      return cases.change(file.id, 'applicant', () => ({ answers, audit: [] }));
    },
    /** The worker uses the case file and the register only. */
    run(file: CaseFile, input: JsonObject, elementInstanceKey = '1.5') {
      const { cases, issued } = world.house.store;
      return documentRegister.run(input, {
        file,
        procedure: {} as Procedure,
        ports: { cases, issued } as WorkerPorts,
        elementInstanceKey,
        elementId: 'issue',
        topic: 'document-register',
        headers: {},
        nowMs: world.house.clock.now(),
        change: (decide) => cases.change(file.id, 'worker:document-register', decide),
      });
    },
  };
  return world;
}
