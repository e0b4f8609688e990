import { attributeOf } from '../xml/xml-element.ts';
import type { XmlElement } from '../xml/xml-element.ts';
import type { BpmnRuleCode } from './bpmn-rules.ts';
import type { CompileContext, NodeParts } from './compile-context.ts';
import { compileJob } from './compile-job.ts';
import { caughtMessageOf, messageOf, namedMessageOf } from './compile-message.ts';
import { booleanOf, expressionOf } from './expression.ts';
import { extensionOf } from './extensions.ts';
import { resultVariableOf } from './mappings.ts';
import { unsupportedFeatures } from './unsupported.ts';

/** Undefined and manual tasks: passed through. */
export function compilePassThrough(): NodeParts {
  return {};
}

export function compileServiceTask(element: XmlElement, context: CompileContext): NodeParts {
  if (!extensionOf(element, 'zeebe:taskDefinition')) {
    context.report.add('job-type-missing', element);
  }
  return compileJob(element, context);
}

/** Done by a worker, or the engine publishes the message itself. */
export function compileSendTask(element: XmlElement, context: CompileContext): NodeParts {
  const message = messageOf(element, context);
  if (!extensionOf(element, 'zeebe:taskDefinition')) namedMessageOf(element, context);
  return { ...(message && { event: message }), ...compileJob(element, context) };
}

export function compileReceiveTask(element: XmlElement, context: CompileContext): NodeParts {
  if (booleanOf(element, 'instantiate', false, context)) {
    context.report.add('element-not-supported', element, { what: unsupportedFeatures.instantiate });
  }
  return { event: caughtMessageOf(element, context) };
}

export function compileScriptTask(element: XmlElement, context: CompileContext): NodeParts {
  const script = chosenOver(element, 'zeebe:script', 'script-expression-missing', context);
  if (!script) return compileJob(element, context);
  const expression = expressionOf(script, 'expression', context);
  if (!expression) context.report.add('script-expression-missing', script);
  const resultVariable = resultVariableOf(script, context);
  return expression ? { script: { expression, resultVariable } } : {};
}

export function compileBusinessRuleTask(element: XmlElement, context: CompileContext): NodeParts {
  const called = chosenOver(element, 'zeebe:calledDecision', 'decision-missing', context);
  if (!called) return compileJob(element, context);
  const decisionId = expressionOf(called, 'decisionId', context);
  if (!decisionId) context.report.add('decision-missing', called);
  const binding = attributeOf(called, 'bindingType') ?? 'latest';
  // A decision comes with the bundle of its model, so both of these mean the same one.
  if (binding !== 'latest' && binding !== 'deployment') {
    context.report.add('binding-invalid', called, { binding });
  }
  const resultVariable = resultVariableOf(called, context);
  return decisionId ? { decision: { decisionId, resultVariable } } : {};
}

/** The extension that does the work here, unless a worker does; one of both must be there. */
function chosenOver(
  element: XmlElement,
  name: string,
  missing: BpmnRuleCode,
  context: CompileContext,
): XmlElement | undefined {
  const own = extensionOf(element, name);
  const task = extensionOf(element, 'zeebe:taskDefinition');
  if (own && task) context.report.add('extension-conflict', task, { name, other: task.name });
  if (!own && !task) context.report.add(missing, element);
  return own;
}
