import type { Problem } from '../problem.ts';
import { parseXml } from './parse-xml.ts';
import type { ParsedXml } from './parse-xml.ts';

import type { XmlElement } from './xml-element.ts';

export interface ScanOptions {
  /** Namespace address → prefix that names get in the tree. */
  readonly namespaces?: Readonly<Record<string, string>>;
  /** Refuses a file with another root (`xml-wrong-root`), such as `bpmn:definitions`. */
  readonly rootName?: string;
}

export interface ScannedXml {
  readonly problems: readonly Problem[];
  /** The tree; absent when the text is hostile, not well-formed or has another root. */
  readonly root?: XmlElement;
  /** Every element with an id, those inside `extensionElements` excepted. */
  readonly elementsById: ReadonlyMap<string, XmlElement>;
  /** Line of the element with this id, from 1. */
  lineOf(id: string): number | undefined;
}

/**
 * The pre-pass over any XML text that comes from outside: limits, DOCTYPE, well-formedness,
 * root, duplicate ids. Never throws; linear in the length of the text.
 */
export function scanXml(text: string, fileName?: string, options: ScanOptions = {}): ScannedXml {
  const parsed = parseXml(text, options.namespaces ?? {}, fileName);
  const root = hasRightRoot(parsed, options.rootName) ? parsed.root : undefined;
  const elementsById = root ? indexIds(root, parsed) : new Map<string, XmlElement>();
  return {
    problems: parsed.report.problems(),
    ...(root && { root }),
    elementsById,
    lineOf: (id) => elementsById.get(id)?.line,
  };
}

function hasRightRoot(parsed: ParsedXml, expected: string | undefined): boolean {
  if (!parsed.root) return false;
  if (expected === undefined || parsed.root.name === expected) return true;
  parsed.report.add('xml-wrong-root', parsed.root, { found: parsed.root.name, expected });
  return false;
}

/** Ids inside `extensionElements` belong to the extension and live in a space of their own. */
function indexIds(root: XmlElement, parsed: ParsedXml): Map<string, XmlElement> {
  const byId = new Map<string, XmlElement>();
  const pending = [root];
  for (let element = pending.pop(); element; element = pending.pop()) {
    const id = element.attributes.get('id');
    const first = id ? byId.get(id) : undefined;
    if (first) {
      parsed.report.add('xml-duplicate-id', element, { id: id ?? '', firstLine: first.line });
    } else if (id) byId.set(id, element);
    if (element.name.endsWith(':extensionElements')) continue;
    for (let index = element.children.length - 1; index >= 0; index -= 1) {
      const child = element.children[index];
      if (child) pending.push(child);
    }
  }
  return byId;
}
