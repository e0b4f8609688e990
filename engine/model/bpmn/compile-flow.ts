import type { Expression } from '../graph.ts';
import { attributeOf, childNamed } from '../xml/xml-element.ts';
import type { XmlElement } from '../xml/xml-element.ts';
import type { CompileContext, FlowDraft } from './compile-context.ts';
import { checkedExpression } from './expression.ts';
import { unsupportedFeatures } from './unsupported.ts';

export function compileFlow(
  element: XmlElement,
  id: string,
  parentId: string,
  context: CompileContext,
): FlowDraft {
  const condition = conditionOf(element, context);
  const flow = {
    id,
    sourceId: endOf(element, 'sourceRef', context),
    targetId: endOf(element, 'targetRef', context),
    ...(condition && { condition }),
    line: element.line,
  };
  return { element, flow, parentId };
}

function endOf(element: XmlElement, property: string, context: CompileContext): string {
  const id = attributeOf(element, property);
  if (id === undefined) context.report.add('flow-end-missing', element, { property });
  return id ?? '';
}

/** Text without `=` would be a constant, which Zeebe only notices in the running instance. */
function conditionOf(element: XmlElement, context: CompileContext): Expression | undefined {
  const body = childNamed(element, 'bpmn:conditionExpression');
  const text = body?.text.trim();
  if (!body || !text) return undefined;
  const language = attributeOf(body, 'language');
  if (language !== undefined && !/feel/i.test(language)) {
    const what = unsupportedFeatures.conditionLanguage;
    context.report.add('element-not-supported', body, { what });
  }
  const condition = checkedExpression(text, body.name, body, context);
  if (condition.kind === 'text') context.report.add('condition-not-feel', body);
  return condition;
}
