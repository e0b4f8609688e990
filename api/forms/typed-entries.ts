import type { JsonObject } from '../../core/json.ts';
import type { FormComponent } from '../../core/procedures/form.ts';
import type { Fields } from '../fields.ts';
import { cleanFields } from '../fields.ts';

/** Of what was sent, the fields of these components (`key`, `key.day`, `key[0].inner`), as typed. */
export function typedEntries(components: readonly FormComponent[], raw: Fields): JsonObject {
  const keys = new Set(components.flatMap((one) => (one.type === 'text' ? [] : [one.key])));
  const own = Object.entries(raw).filter(([name]) => keys.has(name.replace(/[[.].*$/, '')));
  return Object.fromEntries(
    own.map(([name, value]) => [name, typeof value === 'string' ? value : [...value]]),
  );
}

/** What a draft kept of them, as if it was sent just now. */
export function enteredFields(entries: JsonObject, formName: string): Fields | undefined {
  return Object.hasOwn(entries, formName) ? cleanFields(entries[formName]) : undefined;
}
