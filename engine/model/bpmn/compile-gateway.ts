import { attributeOf } from '../xml/xml-element.ts';
import type { XmlElement } from '../xml/xml-element.ts';
import type { CompileContext, NodeParts } from './compile-context.ts';
import { booleanOf } from './expression.ts';
import { unsupportedFeatures } from './unsupported.ts';

/** Exclusive and parallel gateways: their flows say everything (check-gateways.ts). */
export function compileGateway(): NodeParts {
  return {};
}

export function compileEventBasedGateway(element: XmlElement, context: CompileContext): NodeParts {
  if (booleanOf(element, 'instantiate', false, context)) {
    context.report.add('element-not-supported', element, { what: unsupportedFeatures.instantiate });
  }
  if (attributeOf(element, 'eventGatewayType') === 'Parallel') {
    const what = unsupportedFeatures.parallelEventGateway;
    context.report.add('element-not-supported', element, { what });
  }
  return {};
}
