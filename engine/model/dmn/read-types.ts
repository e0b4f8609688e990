import type { ItemType } from './decision-model.ts';
import { typeRefOf } from './reading.ts';
import { childNamed, childrenNamed, textOf } from './dmn-element.ts';
import type { XmlElement } from './dmn-element.ts';

function allowedValuesOf(element: XmlElement): string | undefined {
  const values = childNamed(element, 'allowedValues') ?? childNamed(element, 'typeConstraint');
  return values === undefined ? undefined : textOf(values, 'text');
}

/** An item definition or item component. */
export function readItemType(element: XmlElement): ItemType {
  const typeRef = textOf(element, 'typeRef');
  const components = childrenNamed(element, 'itemComponent').map(readItemType);
  const allowedValues = allowedValuesOf(element);
  return {
    name: element.attributes.get('name') ?? '',
    isCollection: element.attributes.get('isCollection') === 'true',
    line: element.line,
    ...(typeRef === undefined ? {} : { typeRef: typeRefOf(element, typeRef) }),
    ...(components.length === 0 ? {} : { components }),
    ...(childNamed(element, 'functionItem') === undefined ? {} : { isFunction: true }),
    ...(allowedValues === undefined ? {} : { allowedValues }),
  };
}
