import type { DemoPerson, PersonRecord, ResidenceRecord, VehicleRecord } from './records.ts';

const DAY_MS = 86_400_000;

/** A person for every branch of the matter; all invented. Days count back from `now`. */
export function demoPeople(now: Date): DemoPerson[] {
  const ago = (days: number): string =>
    new Date(now.getTime() - days * DAY_MS).toISOString().slice(0, 10);
  const winter = person(9, 'Winter', 'Karl', '1940-01-21', at('Lindenstraße', '31', '1975-06-01'));
  return [
    {
      shows: 'Hauptwohnung in Zone A, eigenes Auto',
      person: person(
        1,
        'Lindner',
        'Erika Sophie',
        '1985-04-12',
        at('Lindenstraße', '4', '2019-03-01'),
      ),
      vehicles: [car('MST-EL 85', '2021-05-10', own('Lindner', 'Erika Sophie', '1985-04-12'))],
    },
    {
      shows: 'Nebenwohnung in Zone B, Auto der Mutter',
      person: person(2, 'von der Heide', 'Jonas', '1999-09-03', {
        ...at('Marktgasse', '7', '2023-10-01'),
        kind: 'secondary',
      }),
      vehicles: [car('MST-VH 60', '2018-02-14', own('von der Heide', 'Ulrike', '1966-11-20'))],
    },
    {
      shows: 'Hauptwohnung in Zone A, Firmenwagen',
      person: person(3, 'Güneş', 'Ayşe', '1978-07-30', at('Gartenstraße', '12', '2015-08-15')),
      vehicles: [
        car('MST-PR 100', '2024-01-09', {
          kind: 'organisation',
          name: 'Probst Gebäudetechnik GmbH',
        }),
      ],
    },
    {
      shows: 'Vor acht Tagen in Zone B gezogen',
      person: person(4, 'Vogel', 'Peter', '1991-12-05', at('Am Brunnen', '2', ago(8))),
      vehicles: [car('MST-PV 91', '2020-09-01', own('Vogel', 'Peter', '1991-12-05'))],
    },
    {
      shows: 'Wohnt in keiner Zone',
      person: person(5, 'Zöllner', 'Maria', '1969-03-17', at('Feldweg', '20', '2001-04-01')),
      vehicles: [car('MST-MZ 69', '2017-07-07', own('Zöllner', 'Maria', '1969-03-17'))],
    },
    {
      shows: 'Zwei mit gleichem Namen und Geburtstag (die eine)',
      person: person(6, 'Schmidt', 'Anna', '1972-02-29', at('Lindenstraße', '18', '2010-01-01')),
      vehicles: [car('MST-AS 72', '2019-04-04', own('Schmidt', 'Anna', '1972-02-29'))],
    },
    {
      shows: 'Zwei mit gleichem Namen und Geburtstag (die andere)',
      person: person(7, 'Schmidt', 'Anna', '1972-02-29', at('Feldweg', '3', '2012-01-01')),
      vehicles: [],
    },
    {
      shows: 'Auskunftssperre',
      person: {
        ...person(8, 'Berg', 'Rosa', '1988-08-08', at('Gartenstraße', '1', '2022-02-02')),
        blocked: true,
      },
      vehicles: [car('MST-RB 88', '2022-03-03', own('Berg', 'Rosa', '1988-08-08'))],
    },
    { shows: 'Verstorben', person: { ...winter, deceasedOn: ago(40) }, vehicles: [] },
    {
      shows: 'Wohnmobil mit 3,85 t',
      person: person(10, 'Groß', 'Thomas', '1959-10-10', at('Marktgasse', '15', '1990-05-01')),
      vehicles: [
        { ...car('MST-TG 59', '2016-06-06', own('Groß', 'Thomas', '1959-10-10')), maxMassKg: 3850 },
      ],
    },
    {
      shows: 'Auto abgemeldet',
      person: person(11, 'Kern', 'Lea', '1995-05-25', at('Am Brunnen', '9', '2021-11-01')),
      vehicles: [
        {
          ...car('MST-LK 95', '2015-03-03', own('Kern', 'Lea', '1995-05-25')),
          state: 'deregistered',
        },
      ],
    },
    {
      shows: 'Hauptwohnung in Zone A, zwei Autos',
      person: person(12, 'Brandt', 'Nils', '1983-06-15', at('Gartenstraße', '30', '2016-09-01')),
      vehicles: [
        car('MST-NB 83', '2019-10-02', own('Brandt', 'Nils', '1983-06-15')),
        car('MST-NB 84', '2023-05-16', own('Brandt', 'Nils', '1983-06-15')),
      ],
    },
    {
      shows: 'Auto bestellt, MST-NZ 26 noch nicht zugelassen',
      person: person(13, 'Żak', 'Nadia', '1997-02-08', at('Lindenstraße', '22', '2020-06-15')),
      vehicles: [],
    },
    {
      shows: 'Hauptwohnung in keiner Zone, Nebenwohnung in Zone A',
      person: person(
        14,
        'Meyer-Schmidt',
        'Hans-Peter',
        '1961-11-11',
        { ...at('Feldweg', '41', '1999-01-01'), kind: 'main' },
        { ...at('Lindenstraße', '9', '2024-04-01'), kind: 'secondary' },
      ),
      vehicles: [car('MST-HP 61', '2020-12-01', own('Meyer-Schmidt', 'Hans-Peter', '1961-11-11'))],
    },
    {
      shows: 'Vor 30 Tagen aus der Stadt gezogen',
      person: person(15, 'Reuter', 'Ida', '1993-03-23', {
        ...at('Am Brunnen', '5', '2018-08-01'),
        movedOutOn: ago(30),
      }),
      vehicles: [car('MST-IR 93', '2021-01-15', own('Reuter', 'Ida', '1993-03-23'))],
    },
    {
      shows: 'Das Melderegister widerspricht sich: zwei Hauptwohnungen',
      person: person(
        16,
        'Okafor',
        'Ben',
        '1990-09-09',
        { ...at('Marktgasse', '21', '2021-03-01'), kind: 'main' },
        { ...at('Feldweg', '8', '2022-07-01'), kind: 'main' },
      ),
      vehicles: [car('MST-BO 90', '2022-08-08', own('Okafor', 'Ben', '1990-09-09'))],
    },
  ];
}

function person(
  number: number,
  familyName: string,
  givenNames: string,
  birthDate: string,
  ...residences: ResidenceRecord[]
): PersonRecord {
  const recordId = `MR-${String(number).padStart(7, '0')}`;
  return { recordId, familyName, givenNames, birthDate, blocked: false, residences };
}

function at(street: string, houseNumber: string, movedInOn: string): ResidenceRecord {
  return {
    kind: 'only',
    street,
    houseNumber,
    postalCode: '12345',
    city: 'Musterstadt',
    movedInOn,
  };
}

function own(familyName: string, givenNames: string, birthDate: string): VehicleRecord['keeper'] {
  return { kind: 'person', familyName, givenNames, birthDate };
}

function car(plate: string, registeredOn: string, keeper: VehicleRecord['keeper']): VehicleRecord {
  const vinLastDigits = String(
    100_000 +
      ([...plate].reduce((sum, sign) => sum * 31 + (sign.codePointAt(0) ?? 0), 7) % 900_000),
  );
  return {
    plate,
    vinLastDigits,
    state: 'registered',
    registeredOn,
    vehicleClass: 'M1',
    maxMassKg: 1850,
    keeper,
  };
}
