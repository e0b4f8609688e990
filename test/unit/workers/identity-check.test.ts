import { expect } from 'chai';
import type { JsonObject } from '../../../core/json.ts';
import { identityCheck } from '../../../workers/identity-check.ts';
import { variablesOf, workerWorld } from '../../support/worker-world.ts';

const person = { familyName: 'Lindner', givenNames: 'Erika Sophie', birthDate: '1985-04-12' };

async function stateOf(
  identity: JsonObject | undefined,
  demandedLevel: string | null,
  trustLevel = 'none',
): Promise<unknown> {
  const facts = identity === undefined ? {} : { identity };
  const world = workerWorld({ facts, answers: person }, undefined, { trustLevel });
  const answer = await world.run(identityCheck, { demandedLevel });
  const kept = world.store.file().facts['identityCheck'] as JsonObject;
  const { identityState } = variablesOf(answer);
  expect(kept['state']).to.equal(identityState);
  return identityState;
}

describe('identity-check', () => {
  it('takes a level that is demanded or higher', async () => {
    expect(await stateOf({ level: 2, ...person }, 'normal')).to.equal('sufficient');
    expect(await stateOf({ level: 4, ...person }, 'substantial')).to.equal('sufficient');
  });

  it('tells a level that is too low from no sign-in at all', async () => {
    expect(await stateOf({ level: 2, ...person }, 'substantial')).to.equal('too-low');
    expect(await stateOf(undefined, 'normal')).to.equal('guest');
  });

  it('asks for what the procedure demands when the model says nothing', async () => {
    expect(await stateOf({ level: 2, ...person }, null, 'high')).to.equal('too-low');
    expect(await stateOf(undefined, null, 'none')).to.equal('sufficient');
  });

  it('goes by the weakest of the names: beside it another one could be typed in', async () => {
    const weak = { level: 4, attributeLevels: { birthDate: 1 }, ...person };
    expect(await stateOf(weak, 'normal')).to.equal('too-low');
    const { birthDate: _birthDate, ...unborn } = person;
    expect(await stateOf({ level: 4, ...unborn }, 'normal')).to.equal('too-low');
  });

  it('believes no level that there is not', async () => {
    expect(await stateOf({ level: 9, ...person }, 'normal')).to.equal('too-low');
  });

  it('keeps names out of the process and notes the check', async () => {
    const world = workerWorld({ facts: { identity: { level: 3, ...person } } });
    const answer = await world.run(identityCheck, { demandedLevel: 'normal' });
    expect(variablesOf(answer)).to.deep.equal({
      identityState: 'sufficient',
      identityDiffers: false,
    });
  });

  const typed: readonly [string, JsonObject, boolean][] = [
    ['another name', { ...person, familyName: 'Kern' }, true],
    ['another birth date', { ...person, birthDate: '1985-12-04' }, true],
    ['other given names', { ...person, givenNames: 'Eva' }, true],
    ['the call name alone', { ...person, givenNames: 'ERIKA' }, false],
    [
      'a married name beside the name of birth',
      { ...person, familyName: 'Kern', birthName: 'Lindner' },
      false,
    ],
    ['no name at all', {}, false],
  ];
  for (const [what, answers, differs] of typed) {
    it(`${differs ? 'sees' : 'is not alarmed by'} ${what} beside the names that were proven`, async () => {
      const world = workerWorld({ answers, facts: { identity: { level: 4, ...person } } });
      const { identityDiffers } = variablesOf(await world.run(identityCheck, {}));
      expect(identityDiffers).to.equal(differs);
      expect(world.store.file().facts['identityCheck']).to.include({ differs });
    });
  }

  it('has nothing to compare when nobody signed in', async () => {
    const answer = await workerWorld({ answers: person }).run(identityCheck, {});
    expect(variablesOf(answer)).to.include({ identityDiffers: false });
  });
});
