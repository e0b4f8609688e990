import { attributeOf, childrenNamed } from '../xml/xml-element.ts';
import type { XmlElement } from '../xml/xml-element.ts';

/** What modelling tools call it. */
const placeholder = '__targetRef_placeholder';

/**
 * Modelling tools draw a data association to a task as one to a nameless property of the task.
 * Such a property is a drawing and holds no data. Answers whether a property is one.
 */
export function makeDrawnEnds(): (property: XmlElement) => boolean {
  // Per activity once: a file may hold tens of thousands of properties.
  const endsByActivity = new Map<XmlElement, ReadonlySet<string>>();
  return (property) => {
    const activity = property.parent;
    const id = attributeOf(property, 'id');
    const name = attributeOf(property, 'name') ?? placeholder;
    if (!activity || id === undefined || name !== placeholder) return false;
    const ends = endsByActivity.get(activity) ?? endsOf(activity);
    endsByActivity.set(activity, ends);
    return ends.has(id);
  };
}

function endsOf(activity: XmlElement): ReadonlySet<string> {
  const associations = childrenNamed(activity, 'bpmn:dataInputAssociation');
  const targets = associations.flatMap((one) => childrenNamed(one, 'bpmn:targetRef'));
  return new Set(targets.map(({ text }) => text.trim()));
}
