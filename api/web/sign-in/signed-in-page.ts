import type { PersonAttribute } from '../../../connectors/identity/port.ts';
import { DESK_ROLES } from '../../../core/access/staff-cases.ts';
import { hasRole, STAFF_ROLES } from '../../../core/access/staff-role.ts';
import type { StaffRole } from '../../../core/access/staff-role.ts';
import { attributeLevel, TRUST_LEVELS } from '../../../core/access/trust-level.ts';
import { formatDate } from '../../../core/i18n/format.ts';
import type { TextKey } from '../../../core/i18n/translate.ts';
import type { Answer } from '../../answer.ts';
import { page } from '../../answer.ts';
import type { PersonContext, StaffContext } from '../../context.ts';
import { unitNames } from '../desk/desk-words.ts';
import { signInPath } from './paths.ts';
import { LEVEL_TEXTS } from './sign-in-problem.ts';

const ATTRIBUTES: readonly [PersonAttribute, TextKey][] = [
  ['givenNames', 'signIn.givenNames'],
  ['familyName', 'signIn.familyName'],
  ['birthName', 'signIn.birthName'],
  ['birthDate', 'signIn.birthDate'],
  ['address', 'signIn.address'],
  ['email', 'signIn.email'],
  ['organisation', 'signIn.organisation'],
];

const ROLE_TEXTS: Readonly<Record<StaffRole, TextKey>> = {
  clerk: 'signIn.roleClerk',
  supervisor: 'signIn.roleSupervisor',
  enforcement: 'signIn.roleEnforcement',
  operator: 'signIn.roleOperator',
};

/** What the provider said of the person, and how far each of it can be trusted. */
export function showPersonSignIn(context: PersonContext): Answer {
  const { t, person } = context;
  const rows = ATTRIBUTES.flatMap(([attribute, label]) => {
    const value = attributeText(context, attribute);
    if (value === undefined) return [];
    const level = attributeLevel(person, attribute);
    const note = level < person.level ? t(LEVEL_TEXTS[level]) : undefined;
    return [{ label: t(label), value, note }];
  });
  const higher = TRUST_LEVELS.filter((level) => level > Math.max(person.level, 2));
  return page('signed-in', t('signIn.personHeading'), {
    heading: t('signIn.personHeading'),
    level: t(LEVEL_TEXTS[person.level]),
    rows,
    operatorLink: false,
    deskLink: false,
    plateLink: false,
    higher: higher.map((level) => ({
      href: signInPath('person', '/anmeldung', level),
      text: t(LEVEL_TEXTS[level]),
    })),
  });
}

export function showStaffSignIn(context: StaffContext): Answer {
  const { t, staff } = context;
  const row = (label: TextKey, values: readonly string[]) => ({
    label: t(label),
    value: values.join(', ') || '–',
    note: undefined,
  });
  return page('signed-in', t('signIn.staffHeading'), {
    heading: t('signIn.staffHeading'),
    level: undefined,
    rows: [
      row('signIn.name', [staff.name]),
      row(
        'signIn.roles',
        STAFF_ROLES.filter((role) => staff.roles.includes(role)).map((role) => t(ROLE_TEXTS[role])),
      ),
      row('signIn.units', unitNames(context)),
    ],
    operatorLink: staff.roles.includes('operator'),
    deskLink: hasRole(staff.roles, DESK_ROLES),
    plateLink: hasRole(staff.roles, ['enforcement']),
    higher: [],
  });
}

function attributeText(
  { person, locale }: PersonContext,
  attribute: PersonAttribute,
): string | undefined {
  switch (attribute) {
    case 'birthDate':
      return person.birthDate && formatDate(person.birthDate, locale);
    case 'address':
      return person.address && addressText(person.address);
    case 'organisation':
      return person.organisation?.name;
    default:
      return person[attribute];
  }
}

function addressText({
  street,
  postalCode,
  city,
}: NonNullable<PersonContext['person']['address']>) {
  return `${street}, ${postalCode} ${city}`;
}
