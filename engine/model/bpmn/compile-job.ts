import type { Expression } from '../graph.ts';
import type { XmlElement } from '../xml/xml-element.ts';
import type { CompileContext, NodeParts } from './compile-context.ts';
import { expressionOf } from './expression.ts';
import { extensionOf, pairsOf } from './extensions.ts';

const defaultRetries: Expression = { kind: 'text', text: '3' };

/** zeebe:taskDefinition with its headers; nothing when the element has none. */
export function compileJob(element: XmlElement, context: CompileContext): NodeParts {
  const definition = extensionOf(element, 'zeebe:taskDefinition');
  if (!definition) return {};
  const jobType = expressionOf(definition, 'type', context);
  if (!jobType) {
    context.report.add('job-type-missing', definition);
    return {};
  }
  const retries = expressionOf(definition, 'retries', context) ?? defaultRetries;
  if (retries.kind === 'text' && !/^\d{1,9}$/.test(retries.text)) {
    context.report.add('retries-not-a-number', definition, { value: retries.text });
  }
  const container = extensionOf(element, 'zeebe:taskHeaders');
  const headers = pairsOf(container, 'zeebe:header', 'key', context);
  return { job: { jobType, retries, headers } };
}
