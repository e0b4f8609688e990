import { createHash } from 'node:crypto';
import { Parser } from 'saxen';

export interface ReadEnvelope {
  containerId: string;
  caseNumber: string;
  service: string;
  sender: string;
  trustLevel: string;
  /** The domain data, as they stand in the envelope. */
  payload: string;
  documents: ReadDocument[];
}

export interface ReadDocument {
  id: string;
  purpose: string;
  fileName: string;
  mimeType: string;
  sizeBytes: number;
}

/** Why an envelope is not taken; goes into the receipt. */
export type EnvelopeFault =
  'too-large' | 'not-well-formed' | 'not-an-envelope' | 'payload-damaged' | 'document-damaged';

interface Element {
  name: string;
  attributes: Record<string, string>;
  text: string;
}

const NAMESPACE = 'urn:amtsweg:xfall-container-profile:1';
const MAX_BYTES = 100 * 1024 * 1024;

/** Checks an envelope as its profile says, version 1: well-formed, complete, undamaged. */
export function readEnvelope(bytes: Uint8Array): ReadEnvelope | EnvelopeFault {
  if (bytes.byteLength > MAX_BYTES) return 'too-large';
  const xml = decode(bytes);
  const elements = xml === undefined ? undefined : parse(xml);
  if (xml === undefined || elements === undefined) return 'not-well-formed';
  const first = (name: string) => elements.find((element) => element.name === name);
  const [root] = elements;
  const data = first('fachdaten');
  const id = first('containerId')?.text;
  if (root?.name !== 'container' || root.attributes['xmlns'] !== NAMESPACE || !data || !id) {
    return 'not-an-envelope';
  }
  const payload = between(xml, 'fachdaten');
  if (sha512(payload) !== data.attributes['sha512']) return 'payload-damaged';
  const documents = elements.filter(({ name }) => name === 'anlage');
  if (!documents.every(isUndamaged)) return 'document-damaged';
  const value = (name: string, attribute: string) => first(name)?.attributes[attribute] ?? '';
  return {
    containerId: id,
    caseNumber: value('vorgang', 'aktenzeichen'),
    service: value('leistung', 'bezeichnung'),
    sender: value('absender', 'ref'),
    trustLevel: value('antragsteller', 'vertrauensniveau'),
    payload,
    documents: documents.map(toDocument),
  };
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** All elements in their order; nothing for what is not well-formed or has a DOCTYPE. */
function parse(xml: string): Element[] | undefined {
  const elements: Element[] = [];
  const open: Element[] = [];
  let isBad = false;
  const refuse = () => {
    isBad = true;
  };
  const parser = new Parser()
    .on('error', refuse)
    .on('warn', refuse)
    .on('attention', refuse)
    .on('openTag', (name, getAttributes, decodeEntities) => {
      const given = Object.entries(getAttributes() || {});
      const attributes = Object.fromEntries(
        given.map(([key, text]) => [key, decodeEntities(text)]),
      );
      const element = { name, attributes, text: '' };
      elements.push(element);
      open.push(element);
    })
    .on('text', (text, decodeEntities) => {
      const element = open.at(-1);
      if (element) element.text += decodeEntities(text);
      else if (text.trim() !== '') refuse();
    })
    .on('closeTag', () => void open.pop());
  const error = parser.parse(xml);
  return error || isBad || open.length > 0 ? undefined : elements;
}

/** What stands between the tags of an element that occurs once, untouched. */
function between(xml: string, name: string): string {
  const start = new RegExp(`<${name}(?:\\s+[\\w:]+\\s*=\\s*"[^"]*")*\\s*>`).exec(xml);
  const end = xml.lastIndexOf(`</${name}>`);
  return start && end >= 0 ? xml.slice(start.index + start[0].length, end) : '';
}

function isUndamaged({ attributes, text }: Element): boolean {
  const content = Buffer.from(text, 'base64');
  return (
    String(content.byteLength) === attributes['laenge'] && sha512(content) === attributes['sha512']
  );
}

function toDocument({ attributes }: Element): ReadDocument {
  return {
    id: attributes['id'] ?? '',
    purpose: attributes['zweck'] ?? '',
    fileName: attributes['dateiname'] ?? '',
    mimeType: attributes['mimeType'] ?? '',
    sizeBytes: Number(attributes['laenge']),
  };
}

function sha512(data: string | Uint8Array): string {
  return createHash('sha512').update(data).digest('hex');
}
