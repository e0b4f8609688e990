import type { RuleBook } from '../rule.ts';

/** What a DMN model must keep to so that it can run (DMN 1.5, OMG formal/2024-01-01). */
export const dmnRules = {
  'dmn-unknown-language': {
    severity: 'error',
    de: 'Die Ausdruckssprache „{language}“ wird nicht ausgeführt, nur FEEL.',
    en: 'The expression language "{language}" is not executed, only FEEL.',
  },
  'dmn-unknown-type': {
    severity: 'error',
    de: 'Den Typ „{type}“ gibt es weder in dieser Datei noch in FEEL.',
    en: 'The type "{type}" is neither in this file nor one of FEEL.',
  },
  'dmn-input-without-expression': {
    severity: 'error',
    de: 'Die Eingangsspalte hat keinen Ausdruck.',
    en: 'The input column has no expression.',
  },
  'dmn-rule-cells': {
    severity: 'error',
    de: 'Die Regel hat {inputs} Eingangs- und {outputs} Ausgangszellen, die Tabelle {inputColumns} und {outputColumns} Spalten.',
    en: 'The rule has {inputs} input and {outputs} output cells, the table {inputColumns} and {outputColumns} columns.',
  },
  'dmn-hit-policy': {
    severity: 'error',
    de: 'Die Trefferregel „{policy}“ gibt es nicht.',
    en: 'There is no hit policy "{policy}".',
  },
  'dmn-aggregation': {
    severity: 'error',
    de: 'Die Zusammenfassung „{aggregation}“ gibt es nicht.',
    en: 'There is no aggregation "{aggregation}".',
  },
  'dmn-no-priorities': {
    severity: 'error',
    de: 'Die Trefferregel {policy} braucht Ausgabewerte in der Reihenfolge ihres Vorrangs.',
    en: 'The hit policy {policy} needs output values in order of priority.',
  },
  'dmn-no-output': {
    severity: 'error',
    de: 'Die Entscheidungstabelle hat keine Ausgangsspalte.',
    en: 'The decision table has no output column.',
  },
  'dmn-output-name': {
    severity: 'error',
    de: 'Die Ausgangsspalten brauchen je einen eigenen Namen („{name}“).',
    en: 'Each output column needs a name of its own ("{name}").',
  },
  'dmn-no-expression': {
    severity: 'error',
    de: 'In <{name}> fehlt ein Ausdruck.',
    en: 'An expression is missing in <{name}>.',
  },
  'dmn-imported-values': {
    severity: 'error',
    de: 'Eingebundene Werte (importedValues) werden nicht ausgeführt.',
    en: 'Imported values are not executed.',
  },
  'dmn-external-function': {
    severity: 'error',
    de: 'Funktionen der Art {kind} werden nicht ausgeführt, nur FEEL.',
    en: 'Functions of kind {kind} are not executed, only FEEL.',
  },
  'dmn-relation-cells': {
    severity: 'error',
    de: 'Die Zeile hat {cells} Zellen, die Relation {columns} Spalten.',
    en: 'The row has {cells} cells, the relation {columns} columns.',
  },
  'dmn-no-definitions': {
    severity: 'error',
    de: 'Das ist kein DMN-Modell: Das äußerste Element ist <{found}>.',
    en: 'This is no DMN model: the root element is <{found}>.',
  },
  'dmn-unknown-requirement': {
    severity: 'error',
    de: '„{name}“ verweist auf „{href}“, das es nicht gibt.',
    en: '"{name}" refers to "{href}", which does not exist.',
  },
  'dmn-requirement-cycle': {
    severity: 'error',
    de: 'Die Entscheidung „{name}“ setzt sich selbst voraus.',
    en: 'The decision "{name}" requires itself.',
  },
  'dmn-requirements-too-deep': {
    severity: 'error',
    de: 'Die Entscheidung „{name}“ setzt mehr als {max} andere hintereinander voraus.',
    en: 'The decision "{name}" requires more than {max} others in a row.',
  },
  'dmn-duplicate-name': {
    severity: 'error',
    de: 'Der Name „{name}“ kommt doppelt vor (zuerst in Zeile {firstLine}).',
    en: 'The name "{name}" is used twice (first in line {firstLine}).',
  },
} as const satisfies RuleBook;

export type DmnRules = typeof dmnRules;
