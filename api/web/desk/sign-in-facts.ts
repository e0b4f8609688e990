import { z } from 'zod';
import { attributeLevel, TRUST_LEVELS } from '../../../core/access/trust-level.ts';
import type { TrustLevel } from '../../../core/access/trust-level.ts';
import { formatDate } from '../../../core/i18n/format.ts';
import { typedAnotherPerson } from '../../../core/persons/applicant.ts';
import type { StaffCaseContext } from '../../context.ts';
import type { FactGroup } from '../operator/case-facts.ts';
import { LEVEL_TEXTS } from '../sign-in/sign-in-problem.ts';

const levelSchema = z.custom<TrustLevel>((level) => TRUST_LEVELS.some((one) => one === level));

const identitySchema = z.object({
  level: levelSchema,
  attributeLevels: z.record(z.string(), levelSchema).default({}),
  familyName: z.string().optional(),
  birthName: z.string().optional(),
  givenNames: z.string().optional(),
  birthDate: z.string().optional(),
});

type Identity = z.output<typeof identitySchema>;

/** How far it is proven who applies, beside what was typed in and what registers say. */
export function signInFacts(context: StaffCaseContext): FactGroup {
  const { file, t } = context;
  const identity = identitySchema.safeParse(file.facts['identity']);
  const row = (label: string, lines: string[]) => (lines.length === 0 ? [] : [{ label, lines }]);
  if (!identity.success) {
    return { title: t('desk.signIn'), rows: row(t('signIn.level'), [t('desk.signIn.guest')]) };
  }
  const warnings = typedAnotherPerson(file) ? [t('desk.signIn.differs')] : [];
  return {
    title: t('desk.signIn'),
    rows: [
      ...row(t('signIn.level'), [t(LEVEL_TEXTS[identity.data.level])]),
      ...row(t('desk.signIn.proven'), provenLines(context, identity.data)),
      ...row(t('desk.signIn.compared'), warnings),
    ],
  };
}

const NAMES = ['givenNames', 'familyName', 'birthName', 'birthDate'] as const;

const LABELS = {
  givenNames: 'signIn.givenNames',
  familyName: 'signIn.familyName',
  birthName: 'signIn.birthName',
  birthDate: 'signIn.birthDate',
} as const;

/** A name that proves less than the whole sign-in says so. */
function provenLines({ t, locale }: StaffCaseContext, identity: Identity): string[] {
  const lines = NAMES.flatMap((name) => {
    const value = identity[name];
    if (value === undefined) return [];
    const text = name === 'birthDate' ? formatDate(value, locale) : value;
    const level = attributeLevel(identity, name);
    const weaker = level < identity.level ? ` (${t(LEVEL_TEXTS[level])})` : '';
    return [`${t(LABELS[name])}: ${text}${weaker}`];
  });
  return lines.length > 0 ? lines : [t('desk.signIn.nothing')];
}
