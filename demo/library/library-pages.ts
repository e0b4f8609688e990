import express, { type Router } from 'express';
import { euros, html, type SafeHtml } from '../pages/html.ts';
import { sendPage } from '../pages/layout.ts';
import { table } from '../pages/table.ts';
import { unknownCardNumber, type SeedAccount } from './accounts.ts';
import type { Ledger, OpenItem } from './ledger.ts';

const system = 'Stadtbibliothek Musterstadt';

const kindNames = {
  overdue: 'Säumnisgebühr',
  loan: 'Ausleihgebühr',
  'lost-medium': 'Ersatz eines Mediums',
};

/** All accounts with what is open, for people who try the demo city. */
export function makeLibraryPages(seeds: readonly SeedAccount[], ledger: Ledger): Router {
  const router = express.Router();
  router.get('/', (_request, response) => {
    const body = html`<p>
        Bezahlt werden kann mit der Ausweisnummer oder mit einer Rechnungsnummer. Unbekannt, aber
        mit richtiger Prüfziffer, ist <code>${unknownCardNumber}</code>.
      </p>
      ${seeds.map((seed) => section(seed, ledger))}`;
    sendPage(response, { title: 'Konten der Bibliothek', system, home: '/', body });
  });
  return router;
}

function section(seed: SeedAccount, ledger: Ledger): SafeHtml {
  const account = seed.items[0] ? ledger.accountOfItem(seed.items[0].itemNumber) : undefined;
  return html`<section class="card">
    <h2>${seed.cardNumber ? html`Ausweis <code>${seed.cardNumber}</code>` : 'Ohne Ausweis'}</h2>
    <p>${seed.shows}</p>
    ${account ? itemTable(account.items, seed) : html`<p>Keine Posten.</p>`}
  </section>`;
}

function itemTable(items: OpenItem[], seed: SeedAccount): SafeHtml {
  const label = `Posten: ${seed.shows}`;
  return table({
    label,
    columns: ['Rechnung', 'Posten', 'Wofür', 'Stand', { amount: 'Betrag' }],
    rows: items.map(row),
  });
}

function row(item: OpenItem): SafeHtml {
  return html`<tr>
    <td><code>${item.invoiceNumber}</code></td>
    <td><code>${item.itemNumber}</code></td>
    <td>${kindNames[item.kind]}${item.title ? html`: ${item.title}` : undefined}</td>
    <td class="state ${item.settled ? 'ok' : 'INITIAL'}">${item.settled ? 'bezahlt' : 'offen'}</td>
    <td class="amount">${euros(item.amountCents)}</td>
  </tr>`;
}
