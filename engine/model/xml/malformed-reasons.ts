/** What saxen finds wrong, in both languages. saxen's own words are English only. */
const reasons: ReadonlyMap<string, readonly [de: string, en: string]> = new Map([
  ['missing start tag', ['es gibt kein Element', 'there is no element']],
  ['missing open tag', ['schließendes Tag ohne öffnendes', 'closing tag without an opening one']],
  ['unexpected end of file', ['ein Element ist nicht geschlossen', 'an element is not closed']],
  ['closing tag mismatch', ['das schließende Tag passt nicht', 'the closing tag does not match']],
  ['close tag', ['Unerlaubtes im schließenden Tag', 'unexpected content in a closing tag']],
  ['unclosed tag', ['ein Tag ist nicht geschlossen', 'a tag is not closed']],
  [
    'unclosed cdata',
    ['ein CDATA-Abschnitt ist nicht geschlossen', 'a CDATA section is not closed'],
  ],
  ['unclosed comment', ['ein Kommentar ist nicht geschlossen', 'a comment is not closed']],
  [
    'unclosed question',
    ['eine Anweisung <? ist nicht geschlossen', 'an instruction <? is not closed'],
  ],
  ['invalid nodeName', ['unerlaubter Name eines Elements', 'illegal name of an element']],
  [
    'illegal first char nodeName',
    ['unerlaubter Name eines Elements', 'illegal name of an element'],
  ],
  [
    'illegal first char attribute name',
    ['unerlaubter Name eines Attributs', 'illegal name of an attribute'],
  ],
  [
    'illegal attribute name char',
    ['unerlaubter Name eines Attributs', 'illegal name of an attribute'],
  ],
  ['missing attribute value', ['einem Attribut fehlt der Wert', 'an attribute lacks its value']],
  [
    'missing attribute value quotes',
    ['einem Attribut fehlen die Anführungszeichen', 'an attribute lacks its quotes'],
  ],
  [
    'attribute value quote missmatch',
    ['die Anführungszeichen eines Attributs passen nicht', 'the quotes of an attribute differ'],
  ],
  [
    'missing closing quotes',
    [
      'einem Attribut fehlt das schließende Anführungszeichen',
      'an attribute lacks its closing quote',
    ],
  ],
  [
    'illegal character after attribute end',
    ['zwischen Attributen fehlt ein Leerzeichen', 'a space is missing between attributes'],
  ],
  [
    'illegal declaration of xmlns',
    ['unerlaubte Deklaration von xmlns', 'illegal declaration of xmlns'],
  ],
  [
    'non-whitespace outside of root node',
    ['Text außerhalb des äußersten Elements', 'text outside the root element'],
  ],
]);

export function malformedReason(message: string): { readonly de: string; readonly en: string } {
  const known = reasons.get(message);
  if (known) return { de: known[0], en: known[1] };
  const name = /<([^<>]*)>/.exec(message)?.[1] ?? '';
  if (message.includes('already defined')) {
    return { de: `das Attribut ${name} steht doppelt`, en: `the attribute ${name} stands twice` };
  }
  if (message.startsWith('missing namespace')) {
    return { de: `${name} ohne deklarierten Namensraum`, en: `${name} without declared namespace` };
  }
  return { de: message, en: message };
}
