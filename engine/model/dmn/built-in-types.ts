/** FEEL's types of single values (DMN 1.5, 10.3.2.3). */
export const SIMPLE_TYPES: ReadonlySet<string> = new Set([
  'number',
  'string',
  'boolean',
  'date',
  'time',
  'date and time',
  'days and time duration',
  'years and months duration',
]);

/** Spellings of DMN 1.1 and of tools. */
export const TYPE_ALIASES: ReadonlyMap<string, string> = new Map([
  ['dateTime', 'date and time'],
  ['dayTimeDuration', 'days and time duration'],
  ['yearMonthDuration', 'years and months duration'],
  ['integer', 'number'],
  ['long', 'number'],
  ['double', 'number'],
  ['decimal', 'number'],
]);

const OTHER_TYPES: ReadonlySet<string> = new Set([
  'Any',
  'any',
  'Null',
  'null',
  'list',
  'context',
  'function',
  'range',
]);
const WITH_PARTS = /^(?:list|context|function|range)\s*</;

export function isBuiltInType(name: string): boolean {
  return (
    SIMPLE_TYPES.has(name) ||
    TYPE_ALIASES.has(name) ||
    OTHER_TYPES.has(name) ||
    WITH_PARTS.test(name)
  );
}
