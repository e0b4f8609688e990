import type { PersonRecord, VehicleRecord } from './records.ts';

const FAMILY_NAMES =
  'Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Schmitt Werner Krause Lehmann Köhler Maier König Mayer Huber Kaiser Fuchs Peters Lang Scholz Möller Weiß Jung Hahn Vogel Friedrich Keller Günther Frank Berger Winkler Roth Beck Lorenz Baumann Franke Albrecht Schuster Simon Ludwig Böhm Winter Kraus Martin Schumacher Vogt Stein Jäger Otto Sommer Groß Seidel Heinrich Brandt Haas Schreiber Graf Dietrich Ziegler Kuhn Kühn Pohl Engel Horn Busch Bergmann Voigt Sauer Arnold Wolff Pfeiffer Yılmaz Kaya Demir Nowak Kowalska Petrov Nguyen Rossi Silva Haddad'.split(
    ' ',
  );
const GIVEN_NAMES =
  'Anna Paul Marie Lukas Sophie Jonas Emma Leon Lena Finn Mia Noah Laura Elias Julia Felix Sarah Max Lisa Tim Katharina Jan Maria David Hannah Simon Clara Moritz Johanna Jakob Elisabeth Alexander Charlotte Sebastian Eva Thomas Christine Michael Sabine Andreas Petra Stefan Monika Klaus Ursula Jürgen Renate Wolfgang Ingrid Günter Mehmet Fatma Ivan Olga Ahmed Layla Linh Marco'.split(
    ' ',
  );
const STREETS =
  'Lindenstraße Gartenstraße Marktgasse Feldweg Bahnhofstraße Schulstraße Hauptstraße Bergstraße Waldweg Mühlenweg Ringstraße Rosenweg Birkenweg Amselweg Kirchplatz Sonnenhang Uferstraße Seeweg'.split(
    ' ',
  );
const FIRST_BIRTH_MS = Date.UTC(1932, 0, 1);
const BIRTH_DAYS = 27_000;
const FIRST_MOVE_MS = Date.UTC(1995, 0, 1);
const MOVE_DAYS = 11_000;
const DAY_MS = 86_400_000;

/** Person number `index` of a city: always the same one. */
export function inventedPerson(index: number): PersonRecord {
  const draw = drawer(index);
  return {
    recordId: `MR-${String(1_000_000 + index)}`,
    familyName: draw(FAMILY_NAMES),
    givenNames: index % 3 === 0 ? `${draw(GIVEN_NAMES)} ${draw(GIVEN_NAMES)}` : draw(GIVEN_NAMES),
    birthDate: inventedBirthDate(index),
    blocked: false,
    residences: [
      {
        kind: 'only',
        street: draw(STREETS),
        houseNumber: String(1 + (index % 97)),
        postalCode: '12345',
        city: 'Musterstadt',
        movedInOn: day(FIRST_MOVE_MS, hash(index, 99) % MOVE_DAYS),
      },
    ],
  };
}

/** Apart, so that an index over all of them needs nothing else. */
export function inventedBirthDate(index: number): string {
  return day(FIRST_BIRTH_MS, hash(index, 7) % BIRTH_DAYS);
}

const LETTERS = 'ABCDEFGHJKLMNPRSTUVWXYZ';
const NUMBERS = 999;

/** `MST-AA 1`, `MST-AA 2` …; 130,000 of them end with `MST-SF 130`. */
export function inventedPlate(index: number): string {
  const letters = Math.floor(index / NUMBERS);
  const first = LETTERS[letters % LETTERS.length];
  const second = LETTERS[Math.floor(letters / LETTERS.length)] ?? '';
  return `MST-${first}${second} ${1 + (index % NUMBERS)}`;
}

export function inventedVehicle(index: number): VehicleRecord {
  const { familyName, givenNames, birthDate } = inventedPerson(index);
  return {
    plate: inventedPlate(index),
    vinLastDigits: String(100_000 + (hash(index, 3) % 900_000)),
    state: 'registered',
    registeredOn: day(Date.UTC(2012, 0, 1), hash(index, 5) % 5_000),
    vehicleClass: 'M1',
    maxMassKg: 1_000 + (hash(index, 6) % 1_500),
    keeper: { kind: 'person', familyName, givenNames, birthDate },
  };
}

function drawer(index: number) {
  let drawn = 10;
  return (choices: readonly string[]): string => {
    drawn += 1;
    return choices[hash(index, drawn) % choices.length] ?? '';
  };
}

function day(fromMs: number, days: number): string {
  return new Date(fromMs + days * DAY_MS).toISOString().slice(0, 10);
}

/** A number that looks like chance and is always the same (xorshift-multiply of both). */
function hash(index: number, salt: number): number {
  let bits = Math.imul(index + 1, 0x9e3779b1) ^ Math.imul(salt, 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 15), 0x2c1b3c6d);
  bits = Math.imul(bits ^ (bits >>> 12), 0x297a2d39);
  return (bits ^ (bits >>> 15)) >>> 0;
}
