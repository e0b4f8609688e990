import type { EventDefinition, Expression } from '../graph.ts';
import { attributeOf } from '../xml/xml-element.ts';
import type { XmlElement } from '../xml/xml-element.ts';
import { isBrokenReference } from './check-reference.ts';
import type { CompileContext } from './compile-context.ts';
import { expressionOf } from './expression.ts';
import { extensionOf } from './extensions.ts';

type MessageEvent = Extract<EventDefinition, { kind: 'message' }>;

/** The message that `holder` (an event definition, a send or receive task) refers to. */
export function messageOf(holder: XmlElement, context: CompileContext): MessageEvent | undefined {
  const reference = attributeOf(holder, 'messageRef');
  const message = reference === undefined ? undefined : context.elementsById.get(reference);
  const name = message && expressionOf(message, 'name', context);
  if (!message || !name) return undefined;
  const subscription = extensionOf(message, 'zeebe:subscription');
  const correlationKey = subscription && expressionOf(subscription, 'correlationKey', context);
  return { kind: 'message', name, ...(correlationKey && { correlationKey }) };
}

/** A message that is waited for inside an instance: it needs a name and a correlation key. */
export function caughtMessageOf(holder: XmlElement, context: CompileContext): EventDefinition {
  const message = namedMessageOf(holder, context);
  if (message.kind === 'message' && !message.correlationKey) {
    const label = textOf(message.name);
    context.report.add('correlation-key-missing', holder, { message: label });
  }
  return message;
}

/** A message that starts a process, or is thrown: a name is enough. */
export function namedMessageOf(holder: XmlElement, context: CompileContext): EventDefinition {
  const message = messageOf(holder, context);
  if (message) return message;
  if (!isBrokenReference(holder, 'messageRef', 'bpmn:Message', context)) {
    context.report.add('message-missing', holder);
  }
  return { kind: 'none' };
}

export function textOf(expression: Expression): string {
  return expression.kind === 'text' ? expression.text : `= ${expression.source}`;
}
