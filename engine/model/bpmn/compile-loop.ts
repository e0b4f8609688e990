import type { Expression, LoopDefinition } from '../graph.ts';
import { attributeOf, childNamed } from '../xml/xml-element.ts';
import type { XmlElement } from '../xml/xml-element.ts';
import type { CompileContext } from './compile-context.ts';
import { booleanOf, checkedExpression, expressionOf } from './expression.ts';
import { checkExtensions, extensionOf } from './extensions.ts';
import { variableNameOf } from './mappings.ts';
import { unsupportedFeatures } from './unsupported.ts';

const MULTI_INSTANCE = 'bpmn:multiInstanceLoopCharacteristics';
const STANDARD = 'bpmn:standardLoopCharacteristics';

/** How often an activity is done; absent for once. */
export function compileLoop(
  element: XmlElement,
  context: CompileContext,
): LoopDefinition | undefined {
  const multiInstance = childNamed(element, MULTI_INSTANCE);
  const standard = childNamed(element, STANDARD);
  if (multiInstance && standard) context.report.add('several-loops', standard);
  if (multiInstance) return compileMultiInstance(multiInstance, context);
  return standard && compileStandardLoop(standard, context);
}

/** BPMN 2.0.2, 13.3.7, with zeebe:loopCharacteristics. */
function compileMultiInstance(loop: XmlElement, context: CompileContext): LoopDefinition {
  checkExtensions(loop, context);
  refuseWhatIsNotRun(loop, context);
  const zeebe = extensionOf(loop, 'zeebe:loopCharacteristics');
  const inputCollection = zeebe && expressionOf(zeebe, 'inputCollection', context);
  const cardinality = bodyOf(loop, 'bpmn:loopCardinality', context);
  if ((inputCollection === undefined) === (cardinality === undefined)) {
    context.report.add('multi-instance-input', loop);
  }
  const inputElement = zeebe && variableNameOf(zeebe, 'inputElement', context);
  const outputCollection = zeebe && variableNameOf(zeebe, 'outputCollection', context);
  const outputElement = zeebe && expressionOf(zeebe, 'outputElement', context);
  if ((outputCollection === undefined) !== (outputElement === undefined)) {
    context.report.add('multi-instance-output', zeebe ?? loop);
  }
  const completionCondition = bodyOf(loop, 'bpmn:completionCondition', context);
  if (completionCondition?.kind === 'text') context.report.add('condition-not-feel', loop);
  return {
    kind: 'multiInstance',
    sequential: booleanOf(loop, 'isSequential', false, context),
    ...(inputCollection && { inputCollection }),
    ...(cardinality && { cardinality }),
    ...(inputElement !== undefined && { inputElement }),
    ...(outputCollection !== undefined && { outputCollection }),
    ...(outputElement && { outputElement }),
    ...(completionCondition && { completionCondition }),
  };
}

/** BPMN 2.0.2, 13.3.6. */
function compileStandardLoop(loop: XmlElement, context: CompileContext): LoopDefinition {
  checkExtensions(loop, context);
  const condition = bodyOf(loop, 'bpmn:loopCondition', context);
  if (condition?.kind === 'text') context.report.add('condition-not-feel', loop);
  const maximum = maximumOf(loop, context);
  if (condition === undefined && maximum === undefined) {
    context.report.add('loop-without-end', loop);
  }
  return {
    kind: 'standard',
    testBefore: booleanOf(loop, 'testBefore', false, context),
    ...(condition && { condition }),
    ...(maximum !== undefined && { maximum }),
  };
}

function maximumOf(loop: XmlElement, context: CompileContext): number | undefined {
  const value = attributeOf(loop, 'loopMaximum')?.trim();
  if (value === undefined) return undefined;
  if (/^[1-9]\d{0,8}$/.test(value)) return Number(value);
  context.report.add('loop-maximum-unreadable', loop, { value });
  return 1;
}

function bodyOf(loop: XmlElement, name: string, context: CompileContext): Expression | undefined {
  const body = childNamed(loop, name);
  const text = body?.text.trim();
  return body && text ? checkedExpression(text, name, body, context) : undefined;
}

const dataObjects = [
  'bpmn:loopDataInputRef',
  'bpmn:loopDataOutputRef',
  'bpmn:inputDataItem',
  'bpmn:outputDataItem',
];

function refuseWhatIsNotRun(loop: XmlElement, context: CompileContext): void {
  for (const name of dataObjects) {
    const found = childNamed(loop, name);
    const what = unsupportedFeatures.loopDataObjects;
    if (found) context.report.add('element-not-supported', found, { what });
  }
  const behavior = attributeOf(loop, 'behavior');
  if (behavior === undefined || behavior === 'All') return;
  const what = unsupportedFeatures.loopBehavior;
  context.report.add('element-not-supported', loop, { what });
}
