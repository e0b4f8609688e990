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
    expect(variablesOf(answer)).to.deep.equal({ identityState: 'sufficient' });
  });
});
