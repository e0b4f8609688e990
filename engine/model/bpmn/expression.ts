import type { Expression } from '../graph.ts';
import type { Place } from '../report.ts';
import { attributeOf } from '../xml/xml-element.ts';
import type { XmlElement } from '../xml/xml-element.ts';
import type { CompileContext } from './compile-context.ts';

/** Text that begins with `=` is FEEL, everything else is the value itself. */
export function toExpression(text: string, line?: number): Expression {
  const place = line === undefined ? {} : { line };
  if (!text.startsWith('=')) return { kind: 'text', text, ...place };
  return { kind: 'feel', source: text.slice(1).trim(), ...place };
}

/** The expression of an attribute; undefined when it is absent or empty. */
export function expressionOf(
  element: XmlElement,
  attribute: string,
  context: CompileContext,
): Expression | undefined {
  const text = attributeOf(element, attribute);
  return text === undefined ? undefined : checkedExpression(text, attribute, element, context);
}

export function checkedExpression(
  text: string,
  attribute: string,
  place: Place & { readonly line: number },
  context: CompileContext,
): Expression {
  const expression = toExpression(text, place.line);
  if (expression.kind === 'feel' && expression.source === '') {
    context.report.add('expression-empty', place, { attribute });
  }
  return expression;
}

/** An `xs:boolean` attribute. */
export function booleanOf(
  element: XmlElement,
  attribute: string,
  fallback: boolean,
  context: CompileContext,
): boolean {
  const text = attributeOf(element, attribute)?.trim();
  if (text === undefined) return fallback;
  if (text === 'true' || text === '1') return true;
  if (text === 'false' || text === '0') return false;
  context.report.add('boolean-unreadable', element, { attribute, value: text });
  return fallback;
}
