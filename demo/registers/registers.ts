import { demoPeople } from './demo-people.ts';
import {
  inventedBirthDate,
  inventedPerson,
  inventedPlate,
  inventedVehicle,
} from './invented-people.ts';
import type { DemoPerson, PersonRecord, VehicleRecord } from './records.ts';

export interface Registers {
  /** Those whom one can be, with what shows. */
  readonly people: readonly DemoPerson[];
  /** Everybody with this birth date and family or birth name, whatever the spelling. */
  persons(familyName: string, birthDate: string): PersonRecord[];
  vehicle(plate: string): VehicleRecord | undefined;
}

/** So many live in the city, and drive. */
const SIZE = 130_000;

/** The population and vehicle registers of the demo city. Only indexes are held in memory. */
export function makeRegisters(now: () => Date, size = SIZE): Registers {
  const people = demoPeople(now());
  const vehicles = new Map(people.flatMap((one) => one.vehicles.map((car) => [car.plate, car])));
  // Made at the first question: whoever only pays a fee need not wait for it.
  const born = lazy(() => indexOf(size, inventedBirthDate));
  const plates = lazy(() => indexOf(size, inventedPlate));
  return {
    people,
    persons(familyName, birthDate) {
      const wanted = plainName(familyName);
      if (wanted === '') return [];
      const invented = (born().get(birthDate) ?? []).map(inventedPerson);
      return [...people.map(({ person }) => person), ...invented].filter(
        (person) =>
          person.birthDate === birthDate &&
          [person.familyName, person.birthName ?? ''].map(plainName).includes(wanted),
      );
    },
    vehicle(plate) {
      const [index] = plates().get(plate) ?? [];
      return vehicles.get(plate) ?? (index === undefined ? undefined : inventedVehicle(index));
    },
  };
}

function indexOf(size: number, keyOf: (index: number) => string): Map<string, number[]> {
  const index = new Map<string, number[]>();
  for (let number = 0; number < size; number += 1) {
    const key = keyOf(number);
    const there = index.get(key);
    if (there) there.push(number);
    else index.set(key, [number]);
  }
  return index;
}

function lazy<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** The register's own way to compare: letters only, umlauts written out, without particles. */
function plainName(name: string): string {
  const letters = name
    .toLowerCase()
    .normalize('NFC')
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
    .replaceAll('ß', 'ss')
    .replaceAll('ı', 'i')
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '');
  const words = letters.split(/[^\p{Letter}]+/u).filter(Boolean);
  const kept = words.filter(
    (word) => !/^(v|d|von|der|den|dem|de|zu|zum|zur|vom|van|dr)$/.test(word),
  );
  return (kept.length > 0 ? kept : words).join('');
}
