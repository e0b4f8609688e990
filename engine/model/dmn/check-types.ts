import { isBuiltInType } from './built-in-types.ts';
import type { DecisionModel } from './decision-model.ts';
import { nameOf, namespaceOf } from './dmn-element.ts';
import type { XmlElement } from './dmn-element.ts';
import { typeRefOf } from './reading.ts';
import type { Reading } from './reading.ts';

/**
 * Reports types that nothing defines: a misspelt one would let every value pass. What an import
 * holds stands in another file; its types are taken on trust.
 */
export function checkTypes(reading: Reading, root: XmlElement, model: DecisionModel): void {
  const own = new Set(model.types.map(({ name }) => name));
  const visit = (element: XmlElement): void => {
    const written = writtenType(element);
    const type = written === undefined ? 'Any' : typeRefOf(element, written);
    if (!own.has(type) && !isBuiltInType(type) && !isImported(element, type, written, model)) {
      reading.report.add('dmn-unknown-type', element, { type });
    }
    // Inside elements of other namespaces, a `typeRef` is no business of DMN.
    for (const child of element.children) if (nameOf(child) !== '') visit(child);
  };
  visit(root);
}

/** Expressions and variables have an attribute, item definitions an element. */
function writtenType(element: XmlElement): string | undefined {
  return nameOf(element) === 'typeRef' ? element.text : element.attributes.get('typeRef');
}

function isImported(
  element: XmlElement,
  type: string,
  written: string | undefined,
  { imports }: DecisionModel,
): boolean {
  const [prefix = '', local] = (written ?? '').trim().split(':');
  const namespace = local === undefined ? undefined : namespaceOf(element, prefix);
  return imports.some(
    (one) => one.name === '' || type.startsWith(`${one.name}.`) || one.namespace === namespace,
  );
}
