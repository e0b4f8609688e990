import { escapeHtml } from './markdown.ts';
import { TemplateError } from './template-error.ts';

export interface MailText {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** A mail's template begins with `Subject: …` and an empty line; the rest is plain text. */
export function splitMail(rendered: string, file: string, locale: string): MailText {
  const [head = '', ...rest] = rendered.replace(/\r\n?/g, '\n').trimStart().split('\n');
  const subject = /^Subject:(.*)$/.exec(head)?.[1]?.trim();
  if (!subject) {
    throw new TemplateError('template-no-subject', file, 1, 'a mail begins with "Subject: …"');
  }
  const text = `${rest.join('\n').replace(/\n{3,}/g, '\n\n').trim()}\n`;
  return { subject, text, html: toHtml(subject, text, locale) };
}

function toHtml(subject: string, text: string, locale: string): string {
  const paragraphs = text
    .trim()
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${withLinks(escapeHtml(paragraph)).replaceAll('\n', '<br>')}</p>`);
  return [
    `<!doctype html><html lang="${locale}"><head><meta charset="utf-8">`,
    `<title>${escapeHtml(subject)}</title></head><body>`,
    ...paragraphs,
    '</body></html>\n',
  ].join('\n');
}

/** Addresses of ours stand alone in the text; `escaped` has no markup left in it. */
function withLinks(escaped: string): string {
  return escaped.replace(/https?:\/\/[^\s<>"']+[^\s<>"'.,;:)]/g, '<a href="$&">$&</a>');
}
