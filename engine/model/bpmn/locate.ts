import type { Place, Report } from '../report.ts';
import type { XmlElement } from '../xml/xml-element.ts';
import type { BpmnRules } from './bpmn-rules.ts';
import { getMetamodel } from './metamodel.ts';

/**
 * Names the element that an analyst sees: event definitions, loops, expressions and extensions
 * have ids too, but belong to the event, activity or flow around them. The line stays exact.
 */
export function withVisibleOwners(report: Report<BpmnRules>): Report<BpmnRules> {
  return {
    ...report,
    add: (code, place, parameters) => {
      const isOwner = unknownCodes.has(code) && isElement(place) && hasOwnId(place);
      report.add(code, isOwner ? place : toVisible(place), parameters);
    },
  };
}

/** What nobody knows is no part of anything else: its own id leads to it. */
const unknownCodes = new Set(['element-unknown', 'element-ignored']);

function hasOwnId(element: XmlElement): boolean {
  const isExtension = element.parent?.name === 'bpmn:extensionElements';
  return !isExtension && Boolean(element.attributes.get('id'));
}

function toVisible(place: Place): Place {
  if (!isElement(place)) return place;
  let owner: XmlElement = place;
  while (owner.parent && !isVisible(owner)) owner = owner.parent;
  const { elementId } = owner;
  return { line: place.line, ...(elementId !== undefined && { elementId }) };
}

function isElement(place: Place): place is XmlElement {
  return 'attributes' in place;
}

const visibleTypes = [
  'bpmn:FlowElement',
  'bpmn:Artifact',
  'bpmn:Lane',
  'bpmn:LaneSet',
  'bpmn:Participant',
  'bpmn:MessageFlow',
  'bpmn:ConversationNode',
  'bpmn:CorrelationSubscription',
];

function isVisible(element: XmlElement): boolean {
  if (element.parent?.name === 'bpmn:definitions' || element.name.startsWith('bpmndi:'))
    return true;
  const type = getMetamodel().typeOf(element.name);
  return type !== undefined && visibleTypes.some((name) => type.isA(name));
}
