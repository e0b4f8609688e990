import type { JsonObject, JsonValue } from '../../core/json.ts';
import type { ProcessDatum } from '../../core/procedures/procedure-config.ts';
import type { Procedure } from '../../core/procedures/procedure.ts';

/**
 * What an engine may know of the answers: only what the procedure declares, only with the declared
 * type. Everything else stays in the case file.
 */
export function processData(procedure: Procedure, answers: JsonObject): JsonObject {
  const data: JsonObject = {};
  for (const [name, datum] of Object.entries(procedure.config.processData)) {
    const key = datum.answer ?? name;
    const value = Object.hasOwn(answers, key) ? answers[key] : undefined;
    if (value !== undefined && fits(datum, value)) data[name] = value;
  }
  return data;
}

function fits(datum: ProcessDatum, value: JsonValue): boolean {
  switch (datum.type) {
    case 'enum':
      return typeof value === 'string' && datum.values.includes(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'integer':
      return Number.isSafeInteger(value);
    case 'date':
      return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);
  }
}
