import express, { type Request, type Response, type Router } from 'express';
import { euros, html, moment, type SafeHtml } from '../pages/html.ts';
import { sendPage } from '../pages/layout.ts';
import { table } from '../pages/table.ts';
import { toCents } from './calculation.ts';
import {
  paymentMethods,
  type PaymentMethod,
  type PaymentStatus,
  type PaymentTransaction,
} from './schemas.ts';
import type { Decision, Transactions } from './transactions.ts';

const system = 'Bezahldienst Musterstadt';

export const statusNames: Record<PaymentStatus, string> = {
  INITIAL: 'offen',
  PAYED: 'bezahlt',
  FAILED: 'abgelehnt',
  CANCELED: 'abgebrochen',
};

const decisions: Record<string, Decision['status']> = {
  pay: 'PAYED',
  refuse: 'FAILED',
  abandon: 'CANCELED',
};

/** What the payer sees: the list of all payments and the page of each, all without scripts. */
export function makePaymentPages(transactions: Transactions, path: string): Router {
  const router = express.Router();
  router.use(express.urlencoded({ extended: false }));
  router.get('/', (_request, response) => sendList(response, transactions, path));
  router.get('/:transactionId', (request, response) => {
    const found = find(transactions, request);
    return found ? sendPayment(response, found, path) : sendUnknown(response);
  });
  router.post('/:transactionId/:action', (request, response) => {
    const found = find(transactions, request);
    const status = decisions[request.params.action];
    if (!found || !status) return sendUnknown(response);
    transactions.decide(found.paymentInformation.transactionId, decision(status, request));
    // Back to the shop, as the standard has it: the address says nothing about the outcome.
    return response.redirect(303, found.paymentRequest.redirectUrl);
  });
  return router;
}

function decision(status: Decision['status'], request: Request): Decision {
  const chosen = String((request.body as Record<string, unknown> | undefined)?.['method']);
  const method = chosen in paymentMethods ? (chosen as PaymentMethod) : 'OTHER';
  return status === 'PAYED' ? { status, method } : { status };
}

function find(transactions: Transactions, request: Request): PaymentTransaction | undefined {
  return transactions.find(String(request.params['transactionId']));
}

function sendUnknown(response: Response): void {
  const body = html`<p>Zu dieser Adresse gibt es keine Zahlung.</p>`;
  sendPage(response, { title: 'Zahlung nicht gefunden', system, home: '/', body }, 404);
}

function sendPayment(response: Response, payment: PaymentTransaction, path: string): void {
  const { paymentInformation: information, paymentRequest: request } = payment;
  const isOpen = information.status === 'INITIAL';
  const body = html`<div class="card">
      <p class="sum">${euros(toCents(request.grosAmount))}</p>
      <dl>
        <dt>Verwendungszweck</dt>
        <dd>${request.purpose}</dd>
        <dt>Wofür</dt>
        <dd>${request.description ?? 'ohne Angabe'}</dd>
        <dt>Kassenzeichen</dt>
        <dd>${information.transactionReference}</dd>
        <dt>Stand</dt>
        <dd class="state ${information.status}">${statusNames[information.status]}</dd>
      </dl>
    </div>
    ${items(request)} ${isOpen ? forms(information.transactionId, path) : undefined}
    <p>
      <a href="${request.redirectUrl}">
        ${isOpen ? 'Ohne Zahlung zurück zum Onlinedienst' : 'Zurück zum Onlinedienst'}
      </a>
    </p>`;
  sendPage(response, { title: isOpen ? 'Bezahlen' : 'Zahlung', system, home: '/', body });
}

function items(request: PaymentTransaction['paymentRequest']): SafeHtml {
  return html`<h2>Positionen</h2>
    ${table({
      label: 'Positionen',
      columns: ['Bezeichnung', 'Anzahl', { amount: 'Betrag' }],
      rows: request.items.map(
        (item) =>
          html`<tr>
            <td>${item.description ?? item.reference ?? item.id}</td>
            <td>${item.quantity}</td>
            <td class="amount">
              ${euros(toCents(item.totalNetAmount) + toCents(item.totalTaxAmount))}
            </td>
          </tr>`,
      ),
    })}`;
}

function forms(transactionId: string, path: string): SafeHtml {
  const action = `${path}/${transactionId}`;
  const choices = Object.entries(paymentMethods).map(
    ([method, name], index) =>
      html`<label>
        <input
          type="radio"
          name="method"
          value="${method}"
          ${index === 0 ? html`checked` : undefined}
        />${name}
      </label>`,
  );
  return html`<form method="post" action="${action}/pay">
      <h2>Wie möchten Sie zahlen?</h2>
      <fieldset>
        <legend>Zahlungsart</legend>
        ${choices}
      </fieldset>
      <button class="main" type="submit">Jetzt bezahlen</button>
    </form>
    <h2>Oder anders ausgehen lassen</h2>
    <div class="actions">
      <form class="inline" method="post" action="${action}/refuse">
        <button type="submit">Zahlung wird abgelehnt</button>
      </form>
      <form class="inline" method="post" action="${action}/abandon">
        <button type="submit">Zahlung abbrechen</button>
      </form>
    </div>`;
}

function sendList(response: Response, transactions: Transactions, path: string): void {
  const rows = transactions
    .all()
    .reverse()
    .map((payment) => row(payment, path));
  const body = rows.length
    ? table({
        label: 'Zahlungen',
        caption: 'Die neueste zuerst',
        columns: ['Zahlung', 'Wofür', 'Stand', 'Zuletzt geändert', { amount: 'Betrag' }],
        rows,
      })
    : html`<p>Bisher wurde keine Zahlung angelegt.</p>`;
  sendPage(response, { title: 'Alle Zahlungen', system, home: '/', body });
}

function row(payment: PaymentTransaction, path: string): SafeHtml {
  const { paymentInformation: information, paymentRequest: request } = payment;
  return html`<tr>
    <td><a href="${path}/${information.transactionId}">${request.purpose}</a></td>
    <td>${request.description}</td>
    <td class="state ${information.status}">${statusNames[information.status]}</td>
    <td>${moment(information.transactionTimestamp)}</td>
    <td class="amount">${euros(toCents(request.grosAmount))}</td>
  </tr>`;
}
