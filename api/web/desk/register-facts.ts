import { z } from 'zod';
import { formatDate, formatDateTime, formatNumber } from '../../../core/i18n/format.ts';
import type { TextKey } from '../../../core/i18n/translate.ts';
import type { AnswerRow } from '../../../core/procedures/answer-rows.ts';
import type { StaffCaseContext } from '../../context.ts';
import type { FactGroup } from '../operator/case-facts.ts';

const residenceSchema = z.object({
  kind: z.enum(['only', 'main', 'secondary']),
  movedInOn: z.string().optional(),
  movedOutOn: z.string().optional(),
  street: z.string().optional(),
  houseNumber: z.string().optional(),
  postalCode: z.string().optional(),
  city: z.string().optional(),
});

const matchSchema = z.object({
  outcome: z.enum(['unique', 'ambiguous', 'none', 'deceased', 'blocked']),
  checkedAtMs: z.number(),
  zone: z.string().optional(),
  residence: residenceSchema.partial({ kind: true }).optional(),
  records: z.array(
    z.object({
      recordId: z.string().optional(),
      familyName: z.string(),
      givenNames: z.string(),
      birthDate: z.string(),
      deceasedOn: z.string().optional(),
      blocked: z.boolean(),
      residences: z.array(residenceSchema).default([]),
    }),
  ),
});

const vehicleSchema = z.object({
  state: z.enum(['registered', 'deregistered', 'unknown', 'unclear', 'foreign', 'invalid']),
  keeperMatch: z.enum(['own', 'other-person', 'organisation', 'unknown']),
  checkedAtMs: z.number(),
  plate: z.string().optional(),
  record: z.object({ vehicleClass: z.string(), maxMassKg: z.number() }).optional(),
});

type Match = z.output<typeof matchSchema>;

const OUTCOMES: Readonly<Record<Match['outcome'], TextKey>> = {
  unique: 'desk.match.unique',
  ambiguous: 'desk.match.ambiguous',
  none: 'desk.match.none',
  deceased: 'desk.match.deceased',
  blocked: 'desk.match.blocked',
};

const STATES = {
  registered: 'desk.vehicle.registered',
  deregistered: 'desk.vehicle.deregistered',
  unknown: 'desk.vehicle.unknown',
  unclear: 'desk.vehicle.unclear',
  foreign: 'desk.vehicle.foreign',
  invalid: 'desk.vehicle.invalid',
} as const;

const KEEPERS = {
  own: 'desk.keeper.own',
  'other-person': 'desk.keeper.otherPerson',
  organisation: 'desk.keeper.organisation',
  unknown: 'desk.keeper.unknown',
} as const;

/** What registers say, in words. An address under a bar on information (§ 51 BMG) is shown to nobody. */
export function registerFacts(context: StaffCaseContext): FactGroup[] {
  const { facts } = context.file;
  const match = matchSchema.safeParse(facts['registerMatch']);
  const vehicle = vehicleSchema.safeParse(facts['vehicle']);
  return [
    ...(match.success ? [personGroup(context, match.data)] : []),
    ...(vehicle.success ? [vehicleGroup(context, vehicle.data)] : []),
  ];
}

function personGroup(context: StaffCaseContext, match: Match): FactGroup {
  const { t, locale } = context;
  const { outcome, records, residence, zone, checkedAtMs } = match;
  // With one record and one address that counts, there is nothing to tell apart.
  const isPlain = records.length === 1 && residence !== undefined;
  const people = records.flatMap((record) => [
    personLine(context, record),
    ...(isPlain || record.blocked
      ? []
      : record.residences.map((one) => residenceLine(context, one))),
  ]);
  const isBarred = outcome === 'blocked' || records.some(({ blocked }) => blocked);
  return {
    title: t('desk.populationRegister'),
    rows: [
      ...row(t('desk.result'), [t(OUTCOMES[outcome])]),
      ...row(t('desk.persons'), people),
      ...row(t('desk.residenceKind'), residence?.kind ? [t(KINDS[residence.kind])] : []),
      ...row(t('desk.residence'), isBarred ? [t('desk.barred')] : addressLines(residence)),
      ...row(
        t('desk.movedIn'),
        residence?.movedInOn ? [formatDate(residence.movedInOn, locale)] : [],
      ),
      ...row(t('desk.zone'), zone === undefined ? [] : [zone]),
      ...row(t('desk.askedAt'), [formatDateTime(checkedAtMs, locale)]),
    ],
  };
}

function personLine(
  { t, locale }: StaffCaseContext,
  { recordId, givenNames, familyName, birthDate, deceasedOn }: Match['records'][number],
): string {
  return [
    `${givenNames} ${familyName}`,
    t('desk.born', { date: formatDate(birthDate, locale) }),
    ...(deceasedOn ? [t('desk.died', { date: formatDate(deceasedOn, locale) })] : []),
    ...(recordId ? [t('desk.recordId', { id: recordId })] : []),
  ].join(', ');
}

const KINDS = {
  only: 'desk.residence.only',
  main: 'desk.residence.main',
  secondary: 'desk.residence.secondary',
} as const;

/** Where somebody lives or has lived, as the register has it: it may contradict itself. */
function residenceLine(
  { t, locale }: StaffCaseContext,
  residence: z.output<typeof residenceSchema>,
): string {
  const { kind, movedInOn, movedOutOn } = residence;
  return [
    `${t(KINDS[kind])}: ${addressLines(residence).join(', ')}`,
    ...(movedInOn ? [t('desk.since', { date: formatDate(movedInOn, locale) })] : []),
    ...(movedOutOn ? [t('desk.until', { date: formatDate(movedOutOn, locale) })] : []),
  ].join(', ');
}

function addressLines(
  residence: Omit<z.output<typeof residenceSchema>, 'kind'> | undefined,
): string[] {
  if (!residence?.street) return [];
  const { street, houseNumber, postalCode, city } = residence;
  return [[street, houseNumber].join(' '), [postalCode, city].join(' ')];
}

function vehicleGroup(
  { t, locale }: StaffCaseContext,
  { state, keeperMatch, plate, record, checkedAtMs }: z.output<typeof vehicleSchema>,
): FactGroup {
  return {
    title: t('desk.vehicleRegister'),
    rows: [
      ...row(t('desk.plate'), plate === undefined ? [] : [plate]),
      ...row(t('desk.result'), [t(STATES[state])]),
      ...row(t('desk.keeper'), [t(KEEPERS[keeperMatch])]),
      ...row(t('desk.vehicleClass'), record ? [record.vehicleClass] : []),
      ...row(t('desk.maxMass'), record ? [`${formatNumber(record.maxMassKg, locale)} kg`] : []),
      ...row(t('desk.askedAt'), [formatDateTime(checkedAtMs, locale)]),
    ],
  };
}

function row(label: string, lines: readonly string[]): AnswerRow[] {
  return lines.length === 0 ? [] : [{ label, lines }];
}
