import express, { type Router } from 'express';
import { html, type SafeHtml } from '../pages/html.ts';
import { sendPage } from '../pages/layout.ts';
import { table } from '../pages/table.ts';
import type { DemoPerson } from './records.ts';
import type { Registers } from './registers.ts';

/** Whom one can be when applying, and what shows with each. */
export function makeRegisterPages({ people }: Registers): Router {
  const router = express.Router();
  router.get('/', (_request, response) => {
    const body = html`<p>
        Diese Personen sind erfunden. Dazu kennen die Register 130.000 weitere, und jedes
        Kennzeichen von <code>MST-AA 1</code> an.
      </p>
      ${table({ label: 'Personen', columns: ['Name', 'Geboren', 'Wohnung', 'Kennzeichen', 'Was sich zeigt'], rows: people.map(row) })}`;
    const title = 'Personen und Fahrzeuge';
    sendPage(response, { title, system: 'Register der Stadt', home: '/', body });
  });
  return router;
}

function row({ person, vehicles, shows }: DemoPerson): SafeHtml {
  const [residence] = person.residences;
  return html`<tr>
    <td>${person.givenNames} ${person.familyName}</td>
    <td>${person.birthDate.split('-').toReversed().join('.')}</td>
    <td>${residence ? `${residence.street} ${residence.houseNumber}` : '–'}</td>
    <td>
      ${vehicles.length > 0 ? vehicles.map(({ plate }) => html`<code>${plate}</code> `) : '–'}
    </td>
    <td>${shows}</td>
  </tr>`;
}
