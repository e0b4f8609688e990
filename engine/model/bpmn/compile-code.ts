import { attributeOf } from '../xml/xml-element.ts';
import type { XmlElement } from '../xml/xml-element.ts';
import type { CompileContext } from './compile-context.ts';
import type { Naming } from './unsupported.ts';

/** Errors and escalations are known by the code of the root element that a definition refers to. */
export interface CodeSource {
  readonly reference: 'errorRef' | 'escalationRef';
  readonly code: 'errorCode' | 'escalationCode';
  /** How a computed code is refused. */
  readonly computed: Naming;
}

export function codeOf(
  definition: XmlElement,
  { reference, code, computed }: CodeSource,
  context: CompileContext,
): string | undefined {
  const id = attributeOf(definition, reference);
  const root = id === undefined ? undefined : context.elementsById.get(id);
  const found = root && attributeOf(root, code);
  if (found?.startsWith('=')) {
    context.report.add('element-not-supported', definition, { what: computed });
  }
  return found;
}

/** The id that a definition refers to, when the element is there: only its code is missing. */
export function knownReference(
  definition: XmlElement,
  { reference }: CodeSource,
  context: CompileContext,
): string | undefined {
  const id = attributeOf(definition, reference);
  return id !== undefined && context.elementsById.has(id) ? id : undefined;
}
