import type { Response } from 'express';
import { html, type SafeHtml } from './html.ts';

export interface Page {
  title: string;
  /** Which outside system speaks; shown in the head of the page. */
  system: string;
  body: SafeHtml;
  /** Leads back to the start page of the demo city; left out on pages of the control port. */
  home?: string;
}

/** Writes a page without scripts under a strict content security policy. */
export function sendPage(response: Response, page: Page, status = 200): void {
  response
    .status(status)
    .set({
      'Content-Security-Policy':
        "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-src 'self'; " +
        "base-uri 'none'; frame-ancestors 'none'",
      'X-Content-Type-Options': 'nosniff',
      // Not "no-referrer": browsers would then send the forms of these pages without their origin.
      'Referrer-Policy': 'same-origin',
      'Cache-Control': 'no-store',
    })
    .type('html')
    .send(layout(page).safe);
}

/** The page as text, where somebody else sends it. */
export function layout(page: Page): SafeHtml {
  return html`<!doctype html>
    <html lang="de">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${page.title} – ${page.system}</title>
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body>
        <a class="skip" href="#inhalt">Zum Inhalt</a>
        <header>
          <p class="system">${page.system}</p>
          ${page.home ? html`<a href="${page.home}">Demo-Stadt</a>` : undefined}
        </header>
        <main id="inhalt" tabindex="-1">
          <h1>${page.title}</h1>
          ${page.body}
        </main>
        <footer>
          <p>
            Demo-Stadt: Alles hier ist erfunden. Es fließt kein Geld, es geht keine Post hinaus.
          </p>
        </footer>
      </body>
    </html>`;
}
