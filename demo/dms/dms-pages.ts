import express, { type Response, type Router } from 'express';
import { html, moment, type SafeHtml } from '../pages/html.ts';
import { sendPage } from '../pages/layout.ts';
import { table } from '../pages/table.ts';
import { ROOT_ID, type ObjectStore } from './object-store.ts';
import { newest, type Document, type Folder, type StoredObject } from './objects.ts';

const system = 'Dokumentenmanagement';

/** What was filed: folder by folder, each document with its versions. */
export function makeDmsPages(store: ObjectStore, path: string): Router {
  const router = express.Router();
  router.get('/', (_request, response) => showFolder(response, store, path, ROOT_ID));
  router.get('/:id', (request, response) => {
    const object = store.find(request.params.id);
    if (object?.kind === 'document') showDocument(response, store, path, object);
    else showFolder(response, store, path, request.params.id);
  });
  router.get('/:id/:version', (request, response) => {
    const object = store.find(request.params.id);
    const version = object?.kind === 'document' && object.versions[Number(request.params.version)];
    if (!version) return sendUnknown(response, path);
    response
      .attachment(version.content.fileName)
      // Whatever was filed: it is saved and never shown as a page of ours.
      .type('application/octet-stream')
      .set({ 'X-Content-Type-Options': 'nosniff', 'Content-Security-Policy': 'sandbox' })
      .send(store.bytes(version.content.contentId));
  });
  return router;
}

function showFolder(response: Response, store: ObjectStore, path: string, id: string): void {
  const folder = store.find(id);
  if (folder?.kind !== 'folder') return sendUnknown(response, path);
  const children = store.children(id);
  const body = html`${trail(store, path, folder)}
    <p>${folder.description}</p>
    ${
      children.length === 0
        ? html`<p>Hier liegt noch nichts.</p>`
        : html`<ul>
            ${children.map((child) => entry(path, child))}
          </ul>`
    }`;
  sendPage(response, { title: folder.name || 'Ablage', system, home: '/', body });
}

function entry(path: string, object: StoredObject): SafeHtml {
  const more =
    object.kind === 'folder'
      ? object.description
      : `${newest(object).content.mediaType}, Versionen: ${object.versions.length}`;
  return html`<li>
    <a href="${path}/${object.id}">${object.name}</a>${more ? html`: ${more}` : undefined}
  </li>`;
}

/** The way from the root, each folder a link. */
function trail(store: ObjectStore, path: string, object: StoredObject): SafeHtml {
  const above: Folder[] = [];
  let at = object.parentId === undefined ? undefined : store.find(object.parentId);
  while (at?.kind === 'folder') {
    above.unshift(at);
    at = at.parentId === undefined ? undefined : store.find(at.parentId);
  }
  const links = above.map(
    ({ id, name }) => html`<a href="${path}/${id}">${name || 'Ablage'}</a> / `,
  );
  return html`<p>${links}${object.name}</p>`;
}

function showDocument(
  response: Response,
  store: ObjectStore,
  path: string,
  document: Document,
): void {
  const rows = document.versions
    .map(
      ({ label, createdAt, description, content }, index) =>
        html`<tr>
          <td>${label || 'ohne Versionen'}</td>
          <td>${moment(createdAt)}</td>
          <td>
            <a href="${path}/${document.id}/${index}">${content.fileName}</a>
            (${content.mediaType}, ${content.sizeBytes} Bytes)
          </td>
          <td>${description}</td>
        </tr>`,
    )
    .reverse();
  const checkedOut = document.workingCopy
    ? html`<p>Zur Bearbeitung ausgecheckt von ${document.workingCopy.by}.</p>`
    : undefined;
  const versions = table({
    label: 'Versionen',
    caption: 'Versionen, die neueste zuerst',
    columns: ['Version', 'Vom', 'Inhalt', 'Vermerk'],
    rows,
  });
  const body = html`${trail(store, path, document)} ${checkedOut} ${versions}`;
  sendPage(response, { title: document.name, system, home: '/', body });
}

function sendUnknown(response: Response, path: string): void {
  const body = html`<p>Hier liegt nichts.</p>
    <p><a href="${path}">Zur Ablage</a></p>`;
  sendPage(response, { title: 'Nicht gefunden', system, home: '/', body }, 404);
}
