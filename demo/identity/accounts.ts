import type { DemoPerson, PersonRecord } from '../registers/records.ts';

/** Ways to sign in, by what they prove (STORK-QAA). */
export const methods = {
  1: 'Benutzername und Passwort',
  2: 'Einmalcode',
  3: 'ELSTER-Zertifikat',
  4: 'Online-Ausweis',
} as const;
export type Level = keyof typeof methods;

/** Somebody whom one can be. */
export interface DemoAccount {
  readonly id: string;
  readonly kind: 'person' | 'staff';
  readonly name: string;
  /** In German. */
  readonly shows: string;
  readonly levels: readonly Level[];
  /** What the provider says of the account. */
  readonly claims: Readonly<Record<string, unknown>>;
}

/** Persons are those of the registers, so that an identity meets its record or fails to. */
export function demoIdentities(people: readonly DemoPerson[]): DemoAccount[] {
  const known = (number: number): PersonRecord => {
    const recordId = `MR-${String(number).padStart(7, '0')}`;
    const found = people.find(({ person }) => person.recordId === recordId);
    if (found === undefined) throw new Error(`no demo person ${recordId}`);
    return found.person;
  };
  return [...persons(known), ...staff];
}

function persons(known: (number: number) => PersonRecord): DemoAccount[] {
  const ayse = claimsOf(known(3));
  return [
    person('erika', claimsOf(known(1)), [1, 3, 4], 'alles passt, bis zum Online-Ausweis'),
    person('jonas', claimsOf(known(2)), [1, 3], 'Nebenwohnung, höchstens ELSTER'),
    person('ayse', ayse, [1, 3, 4], 'Firmenwagen, als sie selbst'),
    person(
      'ayse-firma',
      {
        ...ayse,
        amtsweg_organisation: { name: 'Probst Gebäudetechnik GmbH', register_number: 'HRB 4711' },
      },
      [3],
      'handelt für die Probst Gebäudetechnik GmbH',
    ),
    person('peter', claimsOf(known(4)), [1, 3, 4], 'vor acht Tagen zugezogen'),
    person(
      'maria',
      {
        ...claimsOf(known(5)),
        address: address('Lindenstraße 99'),
        amtsweg_attribute_levels: { address: 'STORK-QAA-Level-1', email: 'STORK-QAA-Level-1' },
      },
      [1, 3],
      'Anschrift selbst eingetragen, im Melderegister eine andere',
    ),
    person('anna', claimsOf(known(6)), [1, 4], 'zwei im Melderegister heißen so'),
    person('rosa', claimsOf(known(8)), [1, 4], 'Auskunftssperre'),
    person('thomas', claimsOf(known(10)), [1, 2], 'höchstens Stufe 2, Wohnmobil zu schwer'),
    person(
      'lea',
      { ...claimsOf(known(11)), family_name: 'Wolf', amtsweg_birth_name: 'Kern' },
      [1, 4],
      'nach Heirat neuer Name, im Melderegister noch der alte',
    ),
    person('nils', claimsOf(known(12)), [1, 3, 4], 'zwei eigene Autos'),
    person('nadia', claimsOf(known(13)), [1, 4], 'Auto bestellt, noch nicht zugelassen'),
    person(
      'hans-peter',
      claimsOf(known(14)),
      [1, 3],
      'Hauptwohnung außerhalb, Nebenwohnung in Zone A',
    ),
    person('ida', claimsOf(known(15)), [1, 3, 4], 'vor 30 Tagen aus der Stadt gezogen'),
    person('ben', claimsOf(known(16)), [1, 4], 'im Melderegister zwei Hauptwohnungen'),
    person(
      'nuno',
      { given_name: 'Nuno', family_name: 'Ferreira', birthdate: '1990-02-11' },
      [4],
      'eID-Karte ohne Anschrift und E-Mail, dem Melderegister unbekannt',
    ),
    person('kim', { email: 'kim@example.org' }, [1], 'nur registriert: kein Name, kein Geburtstag'),
  ];
}

const staff: readonly DemoAccount[] = [
  employee('roth', 'Sabine Roth', ['clerk'], ['strassenverkehr'], 'Sachbearbeitung Straßenverkehr'),
  employee(
    'thiel',
    'Markus Thiel',
    ['clerk', 'supervisor'],
    ['strassenverkehr'],
    'Leitung Straßenverkehr',
  ),
  employee('demir', 'Yusuf Demir', ['enforcement'], ['strassenverkehr'], 'Verkehrsüberwachung'),
  employee('krug', 'Ines Krug', ['operator'], [], 'Betrieb'),
  employee('lang', 'Hanna Lang', ['clerk'], ['stadtbibliothek'], 'Sachbearbeitung Stadtbibliothek'),
  employee('neu', 'Alex Neumann', [], [], 'beschäftigt, aber noch ohne Rolle'),
];

function person(
  id: string,
  claims: Record<string, unknown>,
  levels: readonly Level[],
  shows: string,
): DemoAccount {
  const { given_name: given, family_name: family } = claims;
  const name = [given, family].filter(Boolean).join(' ') || String(claims['email']);
  const ids = { amtsweg_bpk2: `MST-${id}` };
  return { id: `person-${id}`, kind: 'person', name, shows, levels, claims: { ...claims, ...ids } };
}

function employee(
  id: string,
  name: string,
  roles: readonly string[],
  units: readonly string[],
  shows: string,
): DemoAccount {
  const claims = { name, amtsweg_roles: roles, amtsweg_units: units };
  return { id: `staff-${id}`, kind: 'staff', name, shows, levels: [3], claims };
}

/** What the account says of somebody who is registered; the mail address is everybody's own word. */
function claimsOf(record: PersonRecord): Record<string, unknown> {
  const [home] = record.residences;
  const local = latin(record.familyName.toLowerCase());
  return {
    given_name: record.givenNames,
    family_name: record.familyName,
    birthdate: record.birthDate,
    email: `${local}@example.org`,
    ...(home ? { address: address(`${home.street} ${home.houseNumber}`) } : {}),
    amtsweg_attribute_levels: { email: 'STORK-QAA-Level-1' },
  };
}

function address(street: string): object {
  return {
    street_address: street,
    postal_code: '12345',
    locality: 'Musterstadt',
    country: 'DE',
  };
}

function latin(name: string): string {
  const german = name.replace(/[äöü]/g, (sign) => ({ ä: 'ae', ö: 'oe', ü: 'ue' })[sign] ?? sign);
  return german
    .replaceAll('ß', 'ss')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z]+/g, '-');
}
