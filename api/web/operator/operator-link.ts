import type { Answer } from '../../answer.ts';
import { page, redirect } from '../../answer.ts';
import type { Context } from '../../context.ts';

const TOKEN = /^[\w-]{16,128}$/;
const OPEN_FOR_MS = 8 * 3_600_000;

/** Following the link uses nothing up yet: mail scanners and previews follow links too. */
export function showOperatorLink({ t, params }: Context): Answer {
  const token = params['token'] ?? '';
  const view = { token, used: false, closed: !TOKEN.test(token) };
  return page('operator-link', t('operatorLink.heading'), view, {
    status: view.closed ? 404 : 200,
    section: 'operator',
  });
}

export async function redeemOperatorLink(context: Context): Promise<Answer> {
  const { t, params, services, rights, nowMs } = context;
  if (!services.operatorAccess.redeem(params['token'] ?? '')) {
    const view = { token: '', used: true, closed: true };
    return page('operator-link', t('operatorLink.heading'), view, { status: 403 });
  }
  await rights.grantOperator(nowMs + OPEN_FOR_MS);
  return redirect('/betrieb');
}
