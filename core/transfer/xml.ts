/** Text, but already escaped: what `element` and `escapeText` make. */
export type Xml = string & { readonly xml: true };

/** An element; attributes without a value are left out. Names are ours and are not checked. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | undefined>>,
  content: readonly Xml[] = [],
): Xml {
  const written = Object.entries(attributes)
    .filter((entry): entry is [string, string] => entry[1] !== undefined)
    .map(([key, value]) => ` ${key}="${escapeAttribute(value)}"`)
    .join('');
  const inner = content.join('');
  return (inner === '' ? `<${name}${written}/>` : `<${name}${written}>${inner}</${name}>`) as Xml;
}

/** Line ends other than `\n` would be changed by every reader, so they are written as references. */
export function escapeText(text: string): Xml {
  return onlyXmlCharacters(text)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/\r/g, '&#13;') as Xml;
}

function escapeAttribute(text: string): string {
  return escapeText(text).replace(/"/g, '&quot;').replace(/\n/g, '&#10;').replace(/\t/g, '&#9;');
}

/**
 * XML 1.0 (2.2) has no way to write most control characters and half surrogates. They become the
 * replacement character: seen by whoever reads it, and no reason to hold a case back.
 */
function onlyXmlCharacters(text: string): string {
  return text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD');
}
