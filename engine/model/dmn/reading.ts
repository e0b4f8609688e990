import type { Report } from '../report.ts';
import type { FeelText } from './decision-model.ts';
import type { DmnRules } from './dmn-rules.ts';
import { childNamed, nameOf, namespaceOf } from './dmn-element.ts';
import type { XmlElement } from './dmn-element.ts';

/** What the reading functions share. */
export interface Reading {
  readonly file?: string;
  readonly report: Report<DmnRules>;
}

/** The element's id; one without gets its place, which is as good for finding it. */
export function idOf(element: XmlElement): string {
  return element.attributes.get('id') || `${nameOf(element)}@${element.line}`;
}

/** Tools write it also where they do not declare it. */
const FEEL_PREFIX = 'feel';

/** A type reference without prefix of FEEL or of this model; `feel:string` and `string` are the same. */
export function typeRefOf(element: XmlElement, text?: string): string {
  const written = (text ?? element.attributes.get('typeRef') ?? '').trim();
  const colon = written.indexOf(':');
  if (colon < 0) return written === '' ? 'Any' : written;
  const prefix = written.slice(0, colon);
  const isPrefix = prefix === FEEL_PREFIX || namespaceOf(element, prefix) !== undefined;
  return isPrefix ? written.slice(colon + 1) : written;
}

const FEEL_LANGUAGE = /feel/i;

/** The FEEL text of an element with a `<text>`, located; reports other expression languages. */
export function readFeelText(reading: Reading, element: XmlElement): FeelText {
  const language = element.attributes.get('expressionLanguage');
  if (language !== undefined && language !== '' && !FEEL_LANGUAGE.test(language)) {
    reading.report.add('dmn-unknown-language', element, { language });
  }
  const text = childNamed(element, 'text');
  return {
    id: idOf(element),
    line: text?.line ?? element.line,
    source: text?.text.trim() ?? '',
  };
}
