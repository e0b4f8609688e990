import { html, type SafeHtml } from './html.ts';

export interface Table {
  /** Names the region that scrolls sideways on narrow screens. */
  label: string;
  caption?: string;
  /** Names of columns; those of amounts stand to the right. */
  columns: readonly (string | { amount: string })[];
  /** `<tr>` elements. */
  rows: readonly SafeHtml[];
}

export function table({ label, caption, columns, rows }: Table): SafeHtml {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${label}">
    <table>
      ${
        caption === undefined
          ? undefined
          : html`<caption>
              ${caption}
            </caption>`
      }
      <thead>
        <tr>
          ${columns.map(head)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

function head(column: string | { amount: string }): SafeHtml {
  if (typeof column === 'string') return html`<th scope="col">${column}</th>`;
  return html`<th scope="col" class="amount">${column.amount}</th>`;
}
