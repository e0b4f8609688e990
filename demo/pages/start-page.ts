import express, { type Router } from 'express';
import { unknownCardNumber, type SeedAccount } from '../library/accounts.ts';
import { html, type SafeHtml } from './html.ts';
import { sendPage } from './layout.ts';
import { table } from './table.ts';

export interface StartPageLinks {
  /** Paths on the demo city's own address. */
  payments: string;
  mailbox: string;
  library: string;
  people: string;
  files: string;
  transfers: string;
  identity: string;
  controlUrl: string;
  /** The portal, when it is known. */
  portalUrl?: string;
}

/** What can be tried here, and where. */
export function makeStartPage(seeds: readonly SeedAccount[], links: StartPageLinks): Router {
  const router = express.Router();
  router.get('/', (_request, response) => {
    const body = html`<p>
        Die Systeme neben der Stadtverwaltung: hier spielen sie mit, damit sich alles ausprobieren
        lässt.
      </p>
      ${places(links)}
      <h2>Ausweise und Rechnungen der Bibliothek</h2>
      ${accounts(seeds)}`;
    sendPage(response, { title: 'Demo-Stadt', system: 'Musterstadt', body });
  });
  return router;
}

function places(links: StartPageLinks): SafeHtml {
  return html`<ul>
    ${links.portalUrl ? html`<li><a href="${links.portalUrl}">Portal der Stadt</a></li>` : undefined}
    <li><a href="${links.mailbox}">Postfach</a>: alle E-Mails, an wen sie auch gingen</li>
    <li><a href="${links.payments}">Zahlungen</a>: alle Zahlungen, auch später noch zu bezahlen</li>
    <li><a href="${links.library}">Konten der Bibliothek</a>: was offen und was bezahlt ist</li>
    <li><a href="${links.people}">Personen und Fahrzeuge</a>: wen die Register kennen</li>
    <li><a href="${links.identity}">Anmeldedienst</a>: als wen man sich anmelden kann</li>
    <li><a href="${links.files}">Dokumentenmanagement</a>: was in welcher Akte liegt</li>
    <li><a href="${links.transfers}">Fachverfahren</a>: welche Vorgänge übergeben wurden</li>
    <li>
      <a href="${links.controlUrl}">Störungen schalten</a>: langsam, stumm, fehlerhaft (nur auf
      diesem Rechner)
    </li>
  </ul>`;
}

function accounts(seeds: readonly SeedAccount[]): SafeHtml {
  return table({
    label: 'Ausweise und Rechnungen',
    columns: ['Ausweis', 'Rechnungen', 'Was sich zeigt'],
    rows: [
      ...seeds.map(row),
      html`<tr>
        <td><code>${unknownCardNumber}</code></td>
        <td>–</td>
        <td>Der Bibliothek unbekannt</td>
      </tr>`,
    ],
  });
}

function row(seed: SeedAccount): SafeHtml {
  const invoices = seed.items.map(
    (item, index) => html`${index > 0 ? ', ' : ''}<code>${item.invoiceNumber}</code>`,
  );
  return html`<tr>
    <td>${seed.cardNumber ? html`<code>${seed.cardNumber}</code>` : '–'}</td>
    <td>${invoices.length ? invoices : '–'}</td>
    <td>${seed.shows}</td>
  </tr>`;
}
