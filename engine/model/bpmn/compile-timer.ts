import type { Expression, TimerDefinition } from '../graph.ts';
import type { XmlElement } from '../xml/xml-element.ts';
import type { CompileContext } from './compile-context.ts';
import { checkedExpression } from './expression.ts';
import { expectedTimer, isReadableTimer } from './iso8601.ts';

const types: ReadonlyMap<string, TimerDefinition['type']> = new Map([
  ['bpmn:timeDate', 'date'],
  ['bpmn:timeDuration', 'duration'],
  ['bpmn:timeCycle', 'cycle'],
]);

/** A bpmn:timerEventDefinition (BPMN 2.0.2, 10.5.5): exactly one of date, duration, cycle. */
export function compileTimer(
  definition: XmlElement,
  context: CompileContext,
): TimerDefinition | undefined {
  const values = definition.children.filter((child) => types.has(child.name));
  const [value] = values;
  const type = value && types.get(value.name);
  const text = value?.text.trim() ?? '';
  if (!value || !type || text === '' || values.length !== 1) {
    const count = text === '' ? 0 : values.length;
    context.report.add('timer-values', definition, { count });
    return undefined;
  }
  return { type, value: checkTimerText(text, type, value, context) };
}

/** FEEL is left to the interpreter; literal text must be readable now. */
export function checkTimerText(
  text: string,
  type: TimerDefinition['type'],
  place: XmlElement,
  context: CompileContext,
): Expression {
  const expression = checkedExpression(text, place.name, place, context);
  if (expression.kind === 'text' && !isReadableTimer(type, text)) {
    context.report.add('timer-unreadable', place, { value: text, expected: expectedTimer[type] });
  }
  return expression;
}
