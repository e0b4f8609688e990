import type { CaseFile } from '../../../core/cases/case-file.ts';
import { formatDate } from '../../../core/i18n/format.ts';
import type { CaseStatus } from '../../../core/procedures/case-status.ts';
import { followUpTextKey } from '../../../core/procedures/follow-ups.ts';
import type { Procedure } from '../../../core/procedures/procedure.ts';
import type { CaseContext } from '../../context.ts';
import { openCaseOf } from '../../open-case.ts';

/** By the name of the follow-up, the case in which it was applied for. */
export type BegunFollowUps = ReadonlyMap<string, CaseFile>;

/**
 * What whoever looks has applied for out of this case already. A case that is not open to them
 * counts nothing: it may be somebody else's, who had the code of this one.
 */
export async function begunFollowUps(context: CaseContext): Promise<BegunFollowUps> {
  const { file, procedure, services } = context;
  const names = Object.keys(procedure.config.followUps);
  const cases = names.length === 0 ? [] : await services.cases.begunFrom(file.number);
  const counting = await Promise.all(cases.map((one) => ifItCounts(context, one)));
  const begun = counting.flatMap((one) => one ?? []);
  return new Map(
    names.flatMap((name) => {
      const found = begun.find(({ answers }) => isAppliedFor(procedure, name, answers));
      return found ? [[name, found] as const] : [];
    }),
  );
}

async function ifItCounts(
  context: CaseContext,
  { number }: CaseFile,
): Promise<CaseFile | undefined> {
  const own = await openCaseOf(context, number);
  return own && (await isUnderWayOrValid(context, own)) ? own : undefined;
}

/** After a refusal or a withdrawal one may apply once more. */
async function isUnderWayOrValid({ services }: CaseContext, { id }: CaseFile): Promise<boolean> {
  const process = await services.readModel.processState(id);
  if (!process || process.state === 'active') return true;
  return (await services.issued.ofCase(id)).some(({ state }) => state === 'valid');
}

/** What the link filled in may have been changed before it was sent: then it is something else. */
function isAppliedFor({ config }: Procedure, name: string, answers: CaseFile['answers']): boolean {
  const wanted = Object.entries(config.followUps[name] ?? {});
  return wanted.every(([key, value]) => answers[key] === value);
}

/** The status without what was applied for already, and without the words that announce it. */
export function withoutBegun(
  { procedure: { texts }, locale }: CaseContext,
  status: CaseStatus,
  begun: BegunFollowUps,
): CaseStatus {
  const followUps = status.followUps.filter((name) => !begun.has(name));
  if (followUps.length === status.followUps.length) return status;
  const { next, ...rest } = status;
  const isAnnounced = [...begun.keys()]
    .map((name) => followUpTextKey(name, 'next'))
    .some((key) => texts.has(key) && texts.get(locale, key) === next);
  return { ...rest, ...(next === undefined || isAnnounced ? {} : { next }), followUps };
}

export interface BegunView {
  readonly text: string;
  readonly href: string;
  readonly linkText: string;
}

/** Of what would be offered now, what was applied for already. */
export function begunViews(
  { procedure, locale, t }: CaseContext,
  offered: readonly string[],
  begun: BegunFollowUps,
): BegunView[] {
  return offered.flatMap((name) => {
    const file = begun.get(name);
    if (!file) return [];
    const label = procedure.texts.get(locale, followUpTextKey(name, 'label'));
    const date = formatDate(file.receivedAtMs, locale);
    return [
      {
        text: t('status.appliedFor', { label, date }),
        href: `/vorgang/${file.number}`,
        linkText: t('status.toCase', { number: file.number }),
      },
    ];
  });
}
