import type { RuleBook } from '../rule.ts';

/** What any XML file must keep to before its content is looked at. */
export const xmlLimits = {
  maxBytes: 2 * 1024 * 1024,
  maxDepth: 200,
  maxElements: 100_000,
  /** A declaration costs memory in every element below it. */
  maxNamespaceDeclarations: 500,
} as const;

export const xmlRules = {
  'xml-too-large': {
    severity: 'error',
    de: 'Die Datei ist größer als erlaubt ({max}).',
    en: 'The file is larger than allowed ({max}).',
  },
  'xml-too-deep': {
    severity: 'error',
    de: 'Elemente sind tiefer als {max} Ebenen geschachtelt.',
    en: 'Elements are nested deeper than {max} levels.',
  },
  'xml-doctype': {
    severity: 'error',
    de: 'DOCTYPE und eigene Entitäten sind nicht erlaubt.',
    en: 'DOCTYPE and entity declarations are not allowed.',
  },
  'xml-malformed': {
    severity: 'error',
    de: 'Kein wohlgeformtes XML: {reason}.',
    en: 'Not well-formed XML: {reason}.',
  },
  'xml-duplicate-id': {
    severity: 'error',
    de: 'Die ID „{id}“ ist doppelt vergeben (zuerst in Zeile {firstLine}).',
    en: 'The id "{id}" is used twice (first in line {firstLine}).',
  },
  'xml-wrong-root': {
    severity: 'error',
    de: 'Das äußerste Element ist <{found}>, erwartet wird <{expected}>.',
    en: 'The root element is <{found}>, expected is <{expected}>.',
  },
  'xml-encoding': {
    severity: 'warning',
    de: 'Die Datei nennt die Kodierung „{encoding}“, gelesen wird sie als UTF-8.',
    en: 'The file declares the encoding "{encoding}", it is read as UTF-8.',
  },
} as const satisfies RuleBook;

export type XmlRules = typeof xmlRules;
