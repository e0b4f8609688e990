import { Parser } from 'saxen';
import { makeReport } from '../report.ts';
import type { Report } from '../report.ts';
import { decodeEntities, indexOfForbiddenCharacter } from './decode-entities.ts';
import { malformedReason } from './malformed-reasons.ts';
import { makePosition } from './position.ts';
import type { Position } from './position.ts';
import type { XmlElement } from './xml-element.ts';
import { xmlLimits, xmlRules } from './xml-rules.ts';
import type { XmlRules } from './xml-rules.ts';

export interface ParsedXml {
  /** Absent when the text is refused before its content can be trusted. */
  readonly root?: XmlElement;
  readonly report: Report<XmlRules>;
}

interface MutableElement extends XmlElement {
  text: string;
  readonly children: MutableElement[];
}

/** What a parse has reached: the element that is open, and what was counted. */
interface Reading {
  readonly report: Report<XmlRules>;
  readonly position: Position;
  readonly stop: () => void;
  root?: MutableElement;
  open?: MutableElement;
  depth: number;
  elements: number;
  declarations: number;
  refused: boolean;
}

/**
 * Parses XML text into a tree with lines, in linear time and without recursion, and refuses what
 * is hostile (`xmlLimits`, DOCTYPE) or not well-formed at its first occurrence.
 * `namespaces` maps an address to the prefix that its names get.
 */
export function parseXml(
  text: string,
  namespaces: Readonly<Record<string, string>>,
  fileName?: string,
): ParsedXml {
  const report = makeReport(xmlRules, fileName);
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text;
  if (isTooLarge(source)) {
    report.add('xml-too-large', {}, { max: '2 MB' });
    return { report };
  }
  const bad = indexOfForbiddenCharacter(source);
  if (bad !== -1) {
    const line = source.slice(0, bad).split('\n').length;
    report.add('xml-malformed', { line }, { reason: forbiddenReason });
    return { report };
  }
  const reading = readTokens(source, namespaces, report);
  return reading.refused || !reading.root ? { report } : { root: reading.root, report };
}

const forbiddenReason = { de: 'unerlaubtes Zeichen', en: 'forbidden character' };
const tooManyElements = {
  de: `${xmlLimits.maxElements} Elemente`,
  en: `${xmlLimits.maxElements} elements`,
};
const tooManyDeclarations = {
  de: `${xmlLimits.maxNamespaceDeclarations} Deklarationen von Namensräumen`,
  en: `${xmlLimits.maxNamespaceDeclarations} namespace declarations`,
};
const secondRootReason = { de: 'zweites äußerstes Element', en: 'second root element' };
const entityReason = { de: 'unbekannte Entität', en: 'unknown entity' };

function isTooLarge(text: string): boolean {
  if (text.length > xmlLimits.maxBytes) return true;
  return (
    text.length * 3 > xmlLimits.maxBytes &&
    new TextEncoder().encode(text).length > xmlLimits.maxBytes
  );
}

function readTokens(
  source: string,
  namespaces: Readonly<Record<string, string>>,
  report: Report<XmlRules>,
): Reading {
  const parser = new Parser();
  const position = makePosition(source);
  const reading: Reading = {
    report,
    position,
    stop: () => parser.stop(),
    depth: 0,
    elements: 0,
    declarations: 0,
    refused: false,
  };
  const onError = (error: Error): void => {
    refuse(reading, 'xml-malformed', { reason: malformedReason(error.message) });
  };
  parser
    .ns({ ...namespaces })
    .on('openTag', (name, getAttributes, _decode, selfClosing) => {
      openElement(reading, name, getAttributes, selfClosing);
    })
    .on('closeTag', (_name, _decode, selfClosing) => closeElement(reading, selfClosing))
    .on('text', (raw) => {
      position.passText(raw.length);
      addText(reading, raw, true);
    })
    .on('cdata', (raw) => {
      position.passToken(raw.length + '<![CDATA[]]>'.length);
      addText(reading, raw, false);
    })
    .on('comment', (raw) => position.passToken(raw.length + '<!---->'.length))
    .on('question', (raw) => readInstruction(reading, raw))
    .on('attention', () => refuse(reading, 'xml-doctype'))
    .on('error', onError)
    .on('warn', onError);
  parser.parse(source);
  return reading;
}

/** The first refusal ends the parse: nothing after it can be trusted. */
function refuse(
  reading: Reading,
  code: keyof XmlRules,
  parameters: Parameters<Report['add']>[2] = {},
): void {
  if (reading.refused) return;
  reading.refused = true;
  reading.report.add(code, { line: reading.position.tagLine() }, parameters);
  reading.stop();
}

function openElement(
  reading: Reading,
  name: string,
  getAttributes: () => false | Record<string, string>,
  selfClosing: boolean,
): void {
  reading.elements += 1;
  reading.depth += 1;
  if (!reading.open && reading.root) {
    return refuse(reading, 'xml-malformed', { reason: secondRootReason });
  }
  if (reading.depth > xmlLimits.maxDepth) {
    return refuse(reading, 'xml-too-deep', { max: xmlLimits.maxDepth });
  }
  if (reading.elements > xmlLimits.maxElements) {
    return refuse(reading, 'xml-too-large', { max: tooManyElements });
  }
  const attributes = decodeAttributes(reading, getAttributes());
  if (!attributes) return;
  const element = makeElement(name, reading.position.tagLine(), attributes, reading.open);
  if (reading.open) reading.open.children.push(element);
  else reading.root ??= element;
  reading.open = element;
  if (!selfClosing) reading.position.passTag();
}

function makeElement(
  name: string,
  line: number,
  attributes: ReadonlyMap<string, string>,
  parent: MutableElement | undefined,
): MutableElement {
  const elementId = attributes.get('id') || parent?.elementId;
  return {
    name,
    line,
    attributes,
    children: [],
    text: '',
    ...(elementId !== undefined && { elementId }),
    ...(parent && { parent }),
  };
}

function decodeAttributes(
  reading: Reading,
  raw: false | Record<string, string>,
): Map<string, string> | undefined {
  const attributes = new Map<string, string>();
  for (const [name, value] of Object.entries(raw || {})) {
    const decoded = decodeEntities(value);
    if (decoded === undefined || indexOfForbiddenCharacter(decoded) !== -1) {
      refuse(reading, 'xml-malformed', { reason: entityReason });
      return undefined;
    }
    attributes.set(name, decoded);
    if (name === 'xmlns' || name.startsWith('xmlns:')) reading.declarations += 1;
  }
  if (reading.declarations > xmlLimits.maxNamespaceDeclarations) {
    refuse(reading, 'xml-too-large', {
      max: tooManyDeclarations,
    });
    return undefined;
  }
  return reading.refused ? undefined : attributes;
}

function closeElement(reading: Reading, selfClosing: boolean): void {
  reading.position.passTag();
  reading.depth -= 1;
  const closed = reading.open;
  const parent = closed?.parent as MutableElement | undefined;
  if (parent) reading.open = parent;
  else delete reading.open;
  if (closed && selfClosing) Object.freeze(closed.children);
}

function addText(reading: Reading, raw: string, encoded: boolean): void {
  const open = reading.open;
  if (!open) return;
  const decoded = encoded ? decodeEntities(raw) : raw;
  if (decoded === undefined || indexOfForbiddenCharacter(decoded) !== -1) {
    return refuse(reading, 'xml-malformed', { reason: entityReason });
  }
  open.text += decoded;
}

function readInstruction(reading: Reading, raw: string): void {
  const encoding = /^<\?xml\s[^>]*encoding=["']([^"']+)["']/i.exec(raw)?.[1];
  if (encoding && !/^utf-?8$/i.test(encoding)) {
    reading.report.add('xml-encoding', { line: reading.position.tagLine() }, { encoding });
  }
  reading.position.passToken(raw.length);
}
