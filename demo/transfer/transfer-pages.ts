import express, { type Router } from 'express';
import { html, moment, type SafeHtml } from '../pages/html.ts';
import { sendPage } from '../pages/layout.ts';
import { table } from '../pages/table.ts';
import { readEnvelope, type ReadEnvelope } from './read-envelope.ts';
import type { Arrival, TransferFolder } from './transfer-folder.ts';

const system = 'Fachverfahren';

const stateNames: Record<Arrival['state'], string> = {
  waiting: 'noch nicht beantwortet',
  accepted: 'angenommen',
  refused: 'abgelehnt',
  spoiled: 'gestört',
};

/** What has arrived at the receiver, and what it said. */
export function makeTransferPages(folder: TransferFolder, path: string): Router {
  const router = express.Router();
  router.get('/', (_request, response) => {
    const arrivals = folder.arrivals();
    const body = arrivals.length > 0 ? list(arrivals, path) : html`<p>Noch nichts.</p>`;
    sendPage(response, { title: 'Übergebene Vorgänge', system, home: '/', body });
  });
  router.get('/:deliveryId', (request, response) => {
    const bytes = folder.envelope(request.params.deliveryId);
    const read = bytes ? readEnvelope(bytes) : undefined;
    const body = html`${read === undefined ? html`<p>Diese Übergabe gibt es nicht.</p>` : show(read)}
      <p><a href="${path}">Alle Übergaben</a></p>`;
    const title = typeof read === 'object' ? read.caseNumber : 'Übergabe';
    sendPage(response, { title, system, home: '/', body }, read === undefined ? 404 : 200);
  });
  return router;
}

function list(arrivals: Arrival[], path: string): SafeHtml {
  return table({
    label: 'Übergaben',
    caption: 'Die neueste zuerst',
    columns: ['Übergabe', 'Eingang', 'Bytes', 'Antwort'],
    rows: arrivals.map(
      ({ deliveryId, arrivedAt, sizeBytes, state, detail }) =>
        html`<tr>
          <td>
            <a href="${path}/${deliveryId}"><code>${deliveryId}</code></a>
          </td>
          <td>${moment(arrivedAt)}</td>
          <td>${sizeBytes}</td>
          <td>${stateNames[state]} ${detail}</td>
        </tr>`,
    ),
  });
}

function show(read: ReadEnvelope | string): SafeHtml {
  if (typeof read === 'string') return html`<p>Nicht lesbar: <code>${read}</code></p>`;
  return html`<div class="card">
      <dl>
        <dt>Leistung</dt>
        <dd>${read.service}</dd>
        <dt>Absender</dt>
        <dd>${read.sender}</dd>
        <dt>Vertrauensniveau</dt>
        <dd>${read.trustLevel}</dd>
      </dl>
    </div>
    <h2>Anlagen</h2>
    ${
      read.documents.length === 0
        ? html`<p>Keine.</p>`
        : html`<ul>
            ${read.documents.map(
              ({ id, fileName, mimeType, sizeBytes }) =>
                html`<li><code>${id}</code> ${fileName} (${mimeType}, ${sizeBytes} Bytes)</li>`,
            )}
          </ul>`
    }
    <h2>Fachdaten</h2>
    <div class="card"><pre>${read.payload.replaceAll('><', '>\n<')}</pre></div>`;
}
