import type { EventDefinition } from '../graph.ts';
import { attributeOf } from '../xml/xml-element.ts';
import type { XmlElement } from '../xml/xml-element.ts';
import { codeOf, knownReference } from './compile-code.ts';
import type { CodeSource } from './compile-code.ts';
import type { CompileContext } from './compile-context.ts';
import { unsupportedFeatures } from './unsupported.ts';

const SOURCE: CodeSource = {
  reference: 'escalationRef',
  code: 'escalationCode',
  computed: unsupportedFeatures.escalationCodeExpression,
};

/** Without reference or code it catches every escalation. */
export function caughtEscalationOf(
  definition: XmlElement,
  context: CompileContext,
): EventDefinition {
  const code = codeOf(definition, SOURCE, context);
  return code === undefined ? { kind: 'escalation' } : { kind: 'escalation', escalationCode: code };
}

export function thrownEscalationOf(
  definition: XmlElement,
  context: CompileContext,
): EventDefinition {
  const code = codeOf(definition, SOURCE, context);
  const escalation = knownReference(definition, SOURCE, context);
  if (attributeOf(definition, SOURCE.reference) === undefined) {
    context.report.add('escalation-missing', definition);
  } else if (code === undefined && escalation !== undefined) {
    context.report.add('escalation-without-code', definition, { escalation });
  }
  return { kind: 'escalation', escalationCode: code ?? '' };
}
