import express, { type Request, type Response, type Router } from 'express';
import { html, moment, type SafeHtml } from '../pages/html.ts';
import { sendPage } from '../pages/layout.ts';
import { table } from '../pages/table.ts';
import type { MailStore, StoredAttachment, StoredMail } from './mail-store.ts';

const system = 'Postfach Musterstadt';

/** The web mailbox, and the same as JSON under /api/mails. */
export function makeMailbox(store: MailStore, path: string): Router {
  const router = express.Router();
  router.get('/api/mails', (request, response) => {
    response.json({ mails: store.find(filterOf(request)) });
  });
  router.get('/', (request, response) => {
    const recipient = filterOf(request).recipient ?? '';
    sendList(response, store.find(filterOf(request)), recipient, path);
  });
  router.get(
    '/:id',
    withMail(store, (mail, response) => sendMail(response, mail, path)),
  );
  router.get('/:id/html', withMail(store, sendHtmlPart));
  router.get(
    '/:id/attachments/:index',
    withMail(store, (mail, response, request) => {
      const attachment = mail.attachments[Number(request.params['index'])];
      return attachment ? sendAttachment(response, attachment) : sendUnknown(response);
    }),
  );
  return router;
}

function filterOf(request: Request): { recipient?: string; messageId?: string } {
  const { recipient, messageId } = request.query;
  return {
    ...(typeof recipient === 'string' ? { recipient } : {}),
    ...(typeof messageId === 'string' ? { messageId } : {}),
  };
}

function withMail(
  store: MailStore,
  send: (mail: StoredMail, response: Response, request: Request) => void,
) {
  return (request: Request, response: Response): void => {
    const mail = store.get(String(request.params['id']));
    if (mail) send(mail, response, request);
    else sendUnknown(response);
  };
}

function sendUnknown(response: Response): void {
  const body = html`<p>Diese Nachricht gibt es nicht.</p>`;
  sendPage(response, { title: 'Nicht gefunden', system, home: '/', body }, 404);
}

/** The html of a mail is foreign: sandboxed without scripts, forms, and anything from outside. */
function sendHtmlPart(mail: StoredMail, response: Response): void {
  response
    .set({
      'Content-Security-Policy':
        "sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'; img-src data:; " +
        "frame-ancestors 'self'",
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
    })
    .type('html')
    .send(`<base target="_blank">${mail.html ?? ''}`);
}

function sendAttachment(response: Response, attachment: StoredAttachment): void {
  response
    .set({ 'X-Content-Type-Options': 'nosniff', 'Content-Security-Policy': 'sandbox' })
    .attachment(attachment.filename)
    .type('application/octet-stream')
    .send(Buffer.from(attachment.base64, 'base64'));
}

function sendList(response: Response, mails: StoredMail[], recipient: string, path: string): void {
  const body = html`<form method="get" action="${path}" class="fields">
      <label>
        Nur an diese Adresse<br />
        <input type="email" name="recipient" value="${recipient}" autocomplete="off" />
      </label>
      <button type="submit">Filtern</button>
    </form>
    ${mails.length ? list(mails, path) : html`<p>Keine Nachrichten.</p>`}`;
  sendPage(response, { title: 'Nachrichten', system, home: '/', body });
}

function list(mails: StoredMail[], path: string): SafeHtml {
  return table({
    label: 'Nachrichten',
    caption: 'Die neueste zuerst',
    columns: ['Betreff', 'An', 'Von', 'Eingang'],
    rows: mails.map(
      (mail) =>
        html`<tr>
          <td><a href="${path}/${mail.id}">${mail.subject}</a></td>
          <td>${mail.recipients.join(', ')}</td>
          <td>${mail.from}</td>
          <td>${moment(mail.receivedAt)}</td>
        </tr>`,
    ),
  });
}

function sendMail(response: Response, mail: StoredMail, path: string): void {
  const body = html`<div class="card">
      <dl>
        <dt>Von</dt>
        <dd>${mail.from}</dd>
        <dt>An</dt>
        <dd>${mail.recipients.join(', ')}</dd>
        <dt>Eingang</dt>
        <dd>${moment(mail.receivedAt)}</dd>
        <dt>Message-ID</dt>
        <dd><code>${mail.messageId}</code></dd>
      </dl>
    </div>
    ${attachments(mail, path)}
    <h2>Text</h2>
    <div class="card"><pre>${linked(mail.text)}</pre></div>
    ${
      mail.html
        ? html`<h2>Gestaltete Fassung</h2>
            <iframe sandbox="allow-popups" title="Gestaltete Fassung" src="${path}/${mail.id}/html">
            </iframe>`
        : undefined
    }
    <p><a href="${path}">Alle Nachrichten</a></p>`;
  sendPage(response, { title: mail.subject, system, home: '/', body });
}

function attachments(mail: StoredMail, path: string): SafeHtml | undefined {
  if (mail.attachments.length === 0) return undefined;
  return html`<h2>Anhänge</h2>
    <ul>
      ${mail.attachments.map(
        (attachment, index) =>
          html`<li>
            <a href="${path}/${mail.id}/attachments/${index}">${attachment.filename}</a>
            (${attachment.contentType}, ${attachment.sizeBytes} Bytes)
          </li>`,
      )}
    </ul>`;
}

/** Web addresses in plain text become links, everything else stays text. */
function linked(text: string): SafeHtml {
  const parts = text.split(/(https?:\/\/[^\s<>"]+)/);
  const made = parts.map((part, index) =>
    index % 2 === 1 ? html`<a href="${part}">${part}</a>` : html`${part}`,
  );
  return html`${made}`;
}
