import type { EventDefinition } from '../graph.ts';
import { attributeOf } from '../xml/xml-element.ts';
import type { XmlElement } from '../xml/xml-element.ts';
import { codeOf, knownReference } from './compile-code.ts';
import type { CodeSource } from './compile-code.ts';
import type { CompileContext } from './compile-context.ts';
import { unsupportedFeatures } from './unsupported.ts';

const SOURCE: CodeSource = {
  reference: 'errorRef',
  code: 'errorCode',
  computed: unsupportedFeatures.errorCodeExpression,
};

/** Without reference or code it catches every error. */
export function caughtErrorOf(definition: XmlElement, context: CompileContext): EventDefinition {
  const code = codeOf(definition, SOURCE, context);
  return code === undefined ? { kind: 'error' } : { kind: 'error', errorCode: code };
}

export function thrownErrorOf(definition: XmlElement, context: CompileContext): EventDefinition {
  const code = codeOf(definition, SOURCE, context);
  const error = knownReference(definition, SOURCE, context);
  if (attributeOf(definition, SOURCE.reference) === undefined) {
    context.report.add('error-missing', definition);
  } else if (code === undefined && error !== undefined) {
    context.report.add('error-without-code', definition, { error });
  }
  return { kind: 'error', errorCode: code ?? '' };
}
