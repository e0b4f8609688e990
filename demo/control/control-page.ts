import express, { type Router } from 'express';
import { faultSchema, systems, type Fault, type System } from '../faults/fault-plan.ts';
import { euros, html, type SafeHtml } from '../pages/html.ts';
import { sendPage } from '../pages/layout.ts';
import type { ControlOptions } from './control-app.ts';

const systemNames: Record<System, string> = {
  payment: 'Bezahldienst',
  mail: 'E-Mail',
  library: 'Bibliothek',
  'population-register': 'Melderegister',
  'vehicle-register': 'Fahrzeugregister',
  dms: 'Dokumentenmanagement',
  transfer: 'Fachverfahren (Fallübergabe)',
  identity: 'Anmeldedienst',
};

const modeNames: Record<string, string> = {
  ok: 'arbeitet normal',
  slow: 'antwortet langsam',
  silent: 'antwortet nie',
  garbage: 'antwortet Unsinn',
  'wrong-shape': 'antwortet in falscher Form',
  huge: 'antwortet riesig',
  drip: 'antwortet tröpfchenweise',
  reset: 'bricht die Verbindung ab',
  '422': '422: lehnt ab',
  '429': '429: zu viele Anfragen',
  '500': '500: Fehler',
  '503': '503: in Wartung',
};

/** The same switches as the JSON calls, for people. */
export function makeControlPage(options: ControlOptions): Router {
  const { plan, ledger, cityUrl } = options;
  const router = express.Router();
  router.use(express.urlencoded({ extended: false }));
  router.get('/', (_request, response) => {
    const state = plan.state();
    const body = html`<p>Zurück zur <a href="${cityUrl}">Demo-Stadt</a></p>
      ${nextAmount(options.transactions.nextAmountCents())}
      ${systems.map((system) => card(system, state[system]))} ${resets()}`;
    sendPage(response, { title: 'Störungen schalten', system: 'Demo-Stadt', body });
  });
  router.post('/reset', (_request, response) => {
    plan.reset();
    options.transactions.reportNextAs(undefined);
    response.redirect(303, '/');
  });
  router.post('/next-amount', (request, response) => {
    const typed = (request.body as Record<string, unknown> | undefined)?.['amount'];
    const cents = Math.round(Number(String(typed ?? '').replace(',', '.')) * 100);
    options.transactions.reportNextAs(cents >= 1 && cents <= 99_999_900 ? cents : undefined);
    response.redirect(303, '/');
  });
  router.post('/library-reset', (_request, response) => {
    ledger.reset();
    response.redirect(303, '/');
  });
  router.post('/switch/:system', (request, response) => {
    const system = systems.find((known) => known === request.params.system);
    const fault = faultSchema.safeParse(withoutBlanks(request.body));
    if (system && fault.success) plan.set(system, fault.data);
    response.redirect(303, '/');
  });
  return router;
}

function withoutBlanks(body: unknown): Record<string, unknown> {
  const fields = Object.entries((body ?? {}) as Record<string, unknown>);
  return Object.fromEntries(fields.filter(([, value]) => value !== ''));
}

function card(system: System, fault: Fault): SafeHtml {
  const name = systemNames[system];
  const calls = fault.nextCalls ? ` (noch ${fault.nextCalls} Aufrufe)` : '';
  return html`<section class="card">
    <h2>${name}</h2>
    <p>
      Jetzt:
      <span class="state ${fault.mode === 'ok' ? 'ok' : 'bad'}">
        ${modeNames[fault.mode] ?? `Fehler ${fault.mode}`}${calls}
      </span>
    </p>
    <form method="post" action="/switch/${system}" class="fields">
      ${select('mode', 'Verhalten', modeNames, fault.mode)}
      ${select(
        'at',
        'Zeitpunkt',
        { before: 'bevor etwas geschieht', after: 'nachdem es geschehen ist' },
        fault.at,
      )}
      <label>
        Nur die nächsten … Aufrufe<br />
        <input type="number" name="nextCalls" min="1" value="${fault.nextCalls}" />
      </label>
      <button type="submit">${name} umschalten</button>
    </form>
  </section>`;
}

function nextAmount(cents: number | undefined): SafeHtml {
  const now = cents === undefined ? 'den verlangten Betrag' : euros(cents);
  return html`<section class="card">
    <h2>Nächste Zahlung</h2>
    <p>Der Bezahldienst meldet: <span class="state">${now}</span></p>
    <form method="post" action="/next-amount" class="fields">
      <label>
        Stattdessen melden (Euro; leer: den verlangten Betrag)<br />
        <input type="text" name="amount" inputmode="decimal" />
      </label>
      <button type="submit">Betrag der nächsten Zahlung setzen</button>
    </form>
  </section>`;
}

function select(
  name: string,
  label: string,
  choices: Record<string, string>,
  current: string,
): SafeHtml {
  return html`<label>
    ${label}<br />
    <select name="${name}">
      ${Object.entries(choices).map(
        ([value, text]) =>
          html`<option value="${value}" ${value === current ? html`selected` : undefined}>
            ${text}
          </option>`,
      )}
    </select>
  </label>`;
}

function resets(): SafeHtml {
  return html`<div class="actions">
    <form class="inline" method="post" action="/reset">
      <button class="main" type="submit">Alles arbeitet wieder</button>
    </form>
    <form class="inline" method="post" action="/library-reset">
      <button type="submit">Bibliothek: alle Posten wieder öffnen</button>
    </form>
  </div>`;
}
