import type { CalledElement, Expression } from '../graph.ts';
import { attributeOf } from '../xml/xml-element.ts';
import type { XmlElement } from '../xml/xml-element.ts';
import type { CompileContext, NodeParts } from './compile-context.ts';
import { booleanOf, expressionOf } from './expression.ts';
import { extensionOf } from './extensions.ts';
import { unsupportedFeatures } from './unsupported.ts';

type BindingType = CalledElement['bindingType'];

const bindingTypes: readonly string[] = ['latest', 'deployment', 'versionTag'];

/** Everything in and everything back unless said otherwise, as Zeebe does. */
export function compileCallActivity(element: XmlElement, context: CompileContext): NodeParts {
  const called = extensionOf(element, 'zeebe:calledElement');
  const processId = called && processIdOf(called, context);
  if (!called || !processId) {
    context.report.add('called-process-missing', called ?? element);
    return {};
  }
  if (attributeOf(called, 'businessId') !== undefined) {
    const what = unsupportedFeatures.businessId;
    context.report.add('element-not-supported', called, { what });
  }
  return {
    calledElement: {
      processId,
      propagateAllChildVariables: booleanOf(called, 'propagateAllChildVariables', true, context),
      propagateAllParentVariables: booleanOf(called, 'propagateAllParentVariables', true, context),
      ...bindingOf(called, context),
    },
  };
}

function processIdOf(called: XmlElement, context: CompileContext): Expression | undefined {
  const processId = expressionOf(called, 'processId', context);
  if (processId) return processId;
  // The older spelling of an expression, still written by some tools.
  return expressionOf(called, 'processIdExpression', context);
}

function bindingOf(
  called: XmlElement,
  context: CompileContext,
): Pick<CalledElement, 'bindingType' | 'versionTag'> {
  const binding = attributeOf(called, 'bindingType') ?? 'latest';
  const versionTag = attributeOf(called, 'versionTag');
  const known = bindingTypes.includes(binding);
  if (!known || (binding === 'versionTag' && versionTag === undefined)) {
    context.report.add('binding-invalid', called, { binding });
  }
  const bindingType = known ? (binding as BindingType) : 'latest';
  return { bindingType, ...(bindingType === 'versionTag' && versionTag && { versionTag }) };
}
