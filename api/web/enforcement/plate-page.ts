import { staffActor } from '../../../core/access/staff-cases.ts';
import { formatDate, localDay } from '../../../core/i18n/format.ts';
import type { IssuedDocument } from '../../../core/issued/issued-document.ts';
import { validityOn } from '../../../core/issued/issued-document.ts';
import { readPlate } from '../../../core/vehicles/plate.ts';
import type { Answer } from '../../answer.ts';
import { page } from '../../answer.ts';
import type { StaffContext } from '../../context.ts';
import { lineValue, oneValue } from '../../fields.ts';
import { VERDICTS } from '../verify/verdicts.ts';

const MAX_PLATE = 20;
const MAX_REASON = 200;

interface Found {
  readonly plate: string;
  readonly documents: readonly IssuedDocument[];
}

/** Where enforcement staff asks whether a vehicle may park: without a name, and not unseen. */
export function showPlateLookup(context: StaffContext): Answer {
  return platePage(context, {});
}

/** Sent as a form, so that plates stand in no address and no log of addresses. */
export async function lookUpPlate(context: StaffContext): Promise<Answer> {
  const { body, services, staff } = context;
  const read = readPlate(lineValue(body, 'plate', MAX_PLATE) ?? '');
  const reason = lineValue(body, 'reason', MAX_REASON);
  const plateError = 'plate' in read ? undefined : plateProblem(context, read.kind);
  if (!('plate' in read) || reason === undefined) {
    return platePage(context, { plateError, noReason: reason === undefined });
  }
  const { plate } = read;
  const actor = staffActor(staff.subject);
  const documents = await services.plateLookups.lookUp({ plate, reason, actor });
  return platePage(context, { found: { plate, documents } });
}

function plateProblem({ t }: StaffContext, kind: 'unclear' | 'invalid'): string {
  return kind === 'unclear'
    ? t('field.format-plate-unclear', { label: t('desk.plate') })
    : t('desk.plateInvalid');
}

function platePage(
  context: StaffContext,
  {
    plateError,
    noReason = false,
    found,
  }: { plateError?: string | undefined; noReason?: boolean; found?: Found },
): Answer {
  const { t, body, nowMs } = context;
  const errors = [
    ...(plateError ? [{ href: '#f-plate', message: plateError }] : []),
    ...(noReason ? [{ href: '#f-reason', message: t('desk.plateReasonMissing') }] : []),
  ];
  const view = {
    errors,
    plate: found ? '' : (oneValue(body, 'plate') ?? ''),
    reason: oneValue(body, 'reason') ?? '',
    plateError,
    reasonError: noReason ? t('desk.plateReasonMissing') : undefined,
    resultText: found && resultText(context, found),
    documents: found?.documents.map((one) => documentView(context, one)) ?? [],
    asOf: nowMs,
  };
  const hasErrors = errors.length > 0;
  const status = hasErrors ? 422 : 200;
  return page('plate', t('desk.plateHeading'), view, { status, hasErrors, section: 'plates' });
}

function resultText({ t }: StaffContext, { plate, documents }: Found): string {
  return t(documents.length === 0 ? 'desk.plateNone' : 'desk.plateFound', { plate });
}

function documentView({ t, locale, nowMs }: StaffContext, document: IssuedDocument): object {
  const { tone, heading } = VERDICTS[validityOn(document, localDay(nowMs))];
  const { validFrom, validUntil, shown } = document;
  return {
    tone,
    verdict: t(heading),
    zone: shown['zone'],
    term: t('desk.plateTerm', {
      from: formatDate(validFrom, locale),
      until: formatDate(validUntil, locale),
    }),
  };
}
