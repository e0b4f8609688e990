/**
 * The Markdown subset of form texts: paragraphs, headings, lists, bold, italics, links to pages of
 * ours, to https, mail and telephone. Everything else is text and is escaped, so the result is safe.
 */
export function markdownToHtml(source: string): string {
  return source
    .replace(/\r\n?/g, '\n')
    .split(/\n{2,}/)
    .map((block) => block.trim())
    .filter((block) => block !== '')
    .map(blockToHtml)
    .join('\n');
}

/** The same without any markup, for mails and letters. */
export function markdownToText(source: string): string {
  return source
    .replace(/\*\*([^*\n]+)\*\*/g, '$1')
    .replace(/\[([^\]\n]+)\]\(([^)\s]+)\)/g, '$1 ($2)');
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

const BULLET = /^\s*[-*] +/;
const NUMBER = /^\s*\d{1,3}[.)] +/;
const HEADING = /^#{1,6} +/;

function blockToHtml(block: string): string {
  const lines = block.split('\n');
  if (lines.every((line) => BULLET.test(line))) return list('ul', 'bullet', lines, BULLET);
  if (lines.every((line) => NUMBER.test(line))) return list('ol', 'number', lines, NUMBER);
  const [first, ...rest] = lines;
  if (first !== undefined && HEADING.test(first)) {
    const heading = `<h2 class="kern-heading-medium">${inline(first.replace(HEADING, ''))}</h2>`;
    return rest.length === 0 ? heading : `${heading}\n${blockToHtml(rest.join('\n'))}`;
  }
  return `<p class="kern-body">${lines.map(inline).join('<br>')}</p>`;
}

function list(tag: 'ul' | 'ol', style: string, lines: string[], mark: RegExp): string {
  const items = lines.map((line) => `<li>${inline(line.replace(mark, ''))}</li>`).join('');
  return `<${tag} class="kern-list kern-list--${style}">${items}</${tag}>`;
}

function inline(text: string): string {
  return escapeHtml(text)
    .replace(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>')
    .replace(/\[([^\]]+)\]\(([^)\s]+)\)/g, (whole, label: string, target: string) =>
      isSafeTarget(target) ? `<a class="kern-link" href="${target}">${label}</a>` : whole,
    );
}

/** `target` is escaped already. `//host` would leave the portal unseen. */
function isSafeTarget(target: string): boolean {
  return /^(https:\/\/|mailto:|tel:|\/(?![/\\])|#)/i.test(target);
}
