import { setTimeout as delay } from 'node:timers/promises';
import { inventedPerson, inventedPlate } from '../../../demo/registers/invented-people.ts';
import { makeCitizen, type Citizen, type Receipt } from '../../support/citizen.ts';
import { patiently, type CitizenWorld, type SeenCase } from './patient-citizen.ts';

const SERVICE = '/dienste/parkkarte';
const PAUSE_MS = 150;

/** Somebody whom the registers know applies for a card and waits until it is issued. */
export async function liveFiling(world: CitizenWorld): Promise<SeenCase> {
  const index = world.nextIndex();
  const citizen = makeCitizen(world.portalUrl);
  const { familyName, givenNames, birthDate } = inventedPerson(index);
  const email = `holder-${index}@example.org`;
  const answers = { familyName, givenNames, birthDate, plate: inventedPlate(index), email };
  world.whereabouts.set(index, 'card: applies');
  const draft = await patiently(world, () => citizen.fillService(SERVICE, answers));
  const receipt = await patiently(world, () => citizen.submit(draft));
  const headline = await untilEnd(world, citizen, receipt, index);
  return { ...receipt, plan: 'card', headline };
}

async function untilEnd(
  world: CitizenWorld,
  citizen: Citizen,
  { number }: Receipt,
  index: number,
): Promise<string> {
  for (;;) {
    const { headline, ended } = await patiently(world, () => citizen.status(number));
    world.whereabouts.set(index, `${number} (card): ${headline}`);
    if (ended) {
      world.whereabouts.delete(index);
      return headline;
    }
    if (world.isOver()) throw new Error(`${number} stays: ${headline}`);
    await delay(PAUSE_MS);
  }
}
