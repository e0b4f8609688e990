import express, { type Router } from 'express';
import type { Request, RequestHandler, Response } from 'express';
import type { Provider } from 'oidc-provider';
import { z } from 'zod';
import { makeFaultGate } from '../faults/fault-gate.ts';
import type { FaultContext } from '../faults/http-operation.ts';
import { html, type SafeHtml } from '../pages/html.ts';
import { sendPage } from '../pages/layout.ts';
import { table } from '../pages/table.ts';
import { methods, type DemoAccount, type Level } from './accounts.ts';
import { makeProvider, type ProviderOptions } from './provider.ts';
import { wantedLevel } from './wanted-level.ts';

export interface IdentityOptions extends ProviderOptions {
  readonly faults: FaultContext;
}

const system = 'Anmeldedienst';
const choiceSchema = z.object({ account: z.string(), level: z.coerce.number().int() });

/** Provider and the page where one chooses whom to be. */
export async function makeIdentityApp(options: IdentityOptions): Promise<Router> {
  const { accounts, path, clients } = options;
  const provider = await makeProvider(options);
  const gate = makeFaultGate('identity', options.faults);
  const offered = (clientId: unknown): DemoAccount[] =>
    accounts.filter(({ kind }) => kind === (clientId === clients.staffId ? 'staff' : 'person'));
  const router = express.Router();
  router.get('/', (_request, response) => sendPage(response, listPage(accounts)));
  router.get('/interaktion/:uid', (request, response) =>
    withInteraction(provider, request, response, ({ params }) => {
      const list = offered(params['client_id']).map((one) => card(one, path, request.params.uid));
      const wanted = wantedLevel(params['acr_values']);
      sendPage(response, choosePage(list, wanted, `${path}/interaktion/${request.params.uid}`));
    }),
  );
  router.post(
    '/interaktion/:uid/:action',
    express.urlencoded({ extended: false }),
    (request, response) =>
      withInteraction(provider, request, response, async ({ params }) => {
        const result = resultOf(request, offered(params['client_id']));
        await provider.interactionFinished(request, response, result);
      }),
  );
  router.get('/.well-known/openid-configuration', gate('discovery'));
  router.get('/jwks', gate('jwks'));
  router.post('/token', gate('token'));
  router.get('/me', gate('userinfo'));
  router.use(provider.callback() as RequestHandler);
  return router;
}

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>;

async function withInteraction(
  provider: Provider,
  request: Request,
  response: Response,
  show: (interaction: Interaction) => void | Promise<void>,
): Promise<void> {
  try {
    await show(await provider.interactionDetails(request, response));
  } catch {
    const body = html`<p>Diese Anmeldung ist abgelaufen. Bitte beginnen Sie im Portal neu.</p>`;
    sendPage(response, { title: 'Anmeldung abgelaufen', system, body }, 400);
  }
}

/** Only what the account can do: nobody signs in with a card that he does not have. */
function resultOf(request: Request, offered: readonly DemoAccount[]) {
  const choice = choiceSchema.safeParse(request.body);
  const account = offered.find(({ id }) => id === choice.data?.account);
  const level = account?.levels.find((one) => one === choice.data?.level);
  if (request.params['action'] !== 'anmelden' || account === undefined || level === undefined) {
    return { error: 'access_denied', error_description: 'Die Person hat abgelehnt.' };
  }
  return { login: { accountId: account.id, acr: `STORK-QAA-Level-${level}`, remember: false } };
}

function choosePage(cards: readonly SafeHtml[], wanted: number, action: string) {
  const body = html`<p>
      Das Portal fragt, wer Sie sind. Verlangt ist Stufe ${wanted} oder höher; auch weniger lässt
      sich ausprobieren.
    </p>
    ${cards}
    <form method="post" action="${action}/ablehnen" class="actions">
      <button type="submit">Ablehnen und zurück</button>
    </form>`;
  return { title: 'Als wen anmelden?', system, body };
}

function card(account: DemoAccount, path: string, uid: string): SafeHtml {
  return html`<section class="card">
    <h2>${account.name}</h2>
    <p>${account.shows}</p>
    <div class="actions">${account.levels.map((level) => button(account, level, path, uid))}</div>
  </section>`;
}

function button({ id, name }: DemoAccount, level: Level, path: string, uid: string): SafeHtml {
  const label = `${name}: ${methods[level]} (Stufe ${level})`;
  return html`<form class="inline" method="post" action="${path}/interaktion/${uid}/anmelden">
    <input type="hidden" name="account" value="${id}" />
    <input type="hidden" name="level" value="${level}" />
    <button type="submit" aria-label="${label}">${methods[level]} (Stufe ${level})</button>
  </form>`;
}

function listPage(accounts: readonly DemoAccount[]) {
  const rows = accounts.map(
    ({ name, kind, shows, levels }) =>
      html`<tr>
        <td>${name}</td>
        <td>${kind === 'staff' ? 'Mitarbeit' : 'Person'}</td>
        <td>${levels.join(', ')}</td>
        <td>${shows}</td>
      </tr>`,
  );
  const body = table({
    label: 'Konten',
    columns: ['Wer', 'Art', 'Stufen', 'Was sich zeigt'],
    rows,
  });
  return { title: 'Wen man sein kann', system, body, home: '/' };
}
