import type { Answer } from '../../answer.ts';
import { page } from '../../answer.ts';
import type { Context } from '../../context.ts';
import { lineValue, oneValue } from '../../fields.ts';
import type { TextView } from '../../forms/field-view.ts';

const MAX_LENGTH = 60;

export function showTracking(context: Context): Answer {
  const number = lineValue(context.query, 'nummer', MAX_LENGTH) ?? '';
  return trackingPage(context, { number, errors: [] });
}

/** What somebody sees who opens a case without having shown its code: the same for every number. */
export function askForAccess(context: Context, { status }: { status: number }): Answer {
  const number = (context.params['number'] ?? '').slice(0, MAX_LENGTH);
  return trackingPage(context, { number, errors: [], closed: true, status });
}

/** Number and code open the case for this session. Unknown and wrong look and last alike. */
export async function openCase(context: Context): Promise<Answer> {
  const { body, services, rights, t } = context;
  const number = lineValue(body, 'nummer', MAX_LENGTH);
  const code = lineValue(body, 'code', MAX_LENGTH);
  const errors = [
    ...(number ? [] : [{ name: 'nummer', message: t('tracking.numberMissing') }]),
    ...(code ? [] : [{ name: 'code', message: t('tracking.codeMissing') }]),
  ];
  const typed = oneValue(body, 'nummer')?.slice(0, MAX_LENGTH) ?? '';
  if (!number || !code) return trackingPage(context, { number: typed, errors, status: 422 });
  const file = await services.cases.findByNumberAndCode(normalNumber(number), normalCode(code));
  if (!file) {
    const wrong = [{ name: 'nummer', message: t('tracking.wrong') }];
    return trackingPage(context, { number: typed, errors: wrong, status: 422 });
  }
  await rights.grantCase(file.number, { caseId: file.id });
  return { type: 'redirect', to: `/vorgang/${file.number}` };
}

interface TrackingState {
  readonly number: string;
  readonly errors: readonly { name: string; message: string }[];
  readonly closed?: boolean;
  readonly status?: number;
}

function trackingPage({ t }: Context, state: TrackingState): Answer {
  const message = (name: string): string | undefined =>
    state.errors.find((error) => error.name === name)?.message;
  const view = {
    closed: state.closed ?? false,
    errors: state.errors.map((error) => ({ href: `#f-${error.name}`, message: error.message })),
    fields: [
      line(
        'nummer',
        t('tracking.number'),
        state.number,
        message('nummer'),
        t('tracking.numberHint'),
      ),
      // What was typed as code is not sent back: it may be half of a secret.
      line('code', t('tracking.code'), '', message('code'), undefined),
    ],
  };
  return page('tracking', t('tracking.heading'), view, {
    status: state.status ?? 200,
    section: 'tracking',
    hasErrors: state.errors.length > 0,
  });
}

function line(
  name: string,
  label: string,
  value: string,
  error: string | undefined,
  hint: string | undefined,
): TextView {
  const id = `f-${name}`;
  const parts = [hint && `${id}-hinweis`, error && `${id}-fehler`].filter(Boolean);
  return {
    partial: 'field-text',
    id,
    name,
    label,
    value,
    error,
    hint,
    required: true,
    describedBy: parts.length > 0 ? parts.join(' ') : undefined,
    multiline: false,
    inputType: 'text',
    inputMode: undefined,
    autocomplete: 'off',
    width: 20,
  };
}

/** People type blanks, small letters and other dashes. */
function normalNumber(number: string): string {
  return number
    .toUpperCase()
    .replace(/[‐-―−]/g, '-')
    .replace(/\s+/g, '');
}

function normalCode(code: string): string {
  return code.toUpperCase().replace(/[\s‐-―−-]+/g, '');
}
