import {
  childNamed as xmlChildNamed,
  childrenNamed as xmlChildrenNamed,
} from '../xml/xml-element.ts';
import type { XmlElement } from '../xml/xml-element.ts';

export type { XmlElement } from '../xml/xml-element.ts';

const PREFIX = 'dmn:';
/** The namespaces of DMN 1.1 to 1.5; the text in each is read alike. */
export const DMN_NAMESPACES: Readonly<Record<string, string>> = Object.fromEntries(
  [
    'http://www.omg.org/spec/DMN/20151101/dmn.xsd',
    'http://www.omg.org/spec/DMN/20180521/MODEL/',
    'https://www.omg.org/spec/DMN/20191111/MODEL/',
    'https://www.omg.org/spec/DMN/20211108/MODEL/',
    'https://www.omg.org/spec/DMN/20230324/MODEL/',
    'https://www.omg.org/spec/DMN/20240513/MODEL/',
  ].map((address) => [address, 'dmn']),
);

/** Local name of a DMN element, empty for elements of other namespaces. */
export function nameOf(element: XmlElement): string {
  return element.name.startsWith(PREFIX) ? element.name.slice(PREFIX.length) : '';
}

export function childrenNamed(element: XmlElement, name: string): readonly XmlElement[] {
  return xmlChildrenNamed(element, PREFIX + name);
}

export function childNamed(element: XmlElement, name: string): XmlElement | undefined {
  return xmlChildNamed(element, PREFIX + name);
}

/** The trimmed text of a child element, undefined when there is none or it is empty. */
export function textOf(element: XmlElement, name: string): string | undefined {
  const text = childNamed(element, name)?.text.trim();
  return text === undefined || text === '' ? undefined : text;
}

/** What the prefix of a qualified name stands for, as declared at the element or around it. */
export function namespaceOf(element: XmlElement, prefix: string): string | undefined {
  for (let at: XmlElement | undefined = element; at !== undefined; at = at.parent) {
    const namespace = at.attributes.get(`xmlns:${prefix}`);
    if (namespace !== undefined) return namespace;
  }
  return undefined;
}
