import type { Place } from '../report.ts';

/**
 * An element of a parsed file. Names carry the canonical prefix of their namespace (`bpmn:task`
 * whatever the file calls it), attributes of the element's own namespace carry none.
 */
export interface XmlElement extends Place {
  readonly name: string;
  readonly line: number;
  /** The id of this element, else that of the nearest element around it. */
  readonly elementId?: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly parent?: XmlElement;
  readonly children: readonly XmlElement[];
  /** All text and CDATA directly inside, joined. */
  readonly text: string;
}

export function childNamed(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((child) => child.name === name);
}

export function childrenNamed(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter((child) => child.name === name);
}

/** The attribute's value; an empty one counts as absent, as modelling tools leave empty ones. */
export function attributeOf(element: XmlElement, name: string): string | undefined {
  return element.attributes.get(name) || undefined;
}
