import type { Assembly } from './assemble-procedure.ts';
import { isConfigured } from './assemble-procedure.ts';
import { configFile } from './model-place.ts';
import { keyOf } from './form-visible.ts';
import type { FormComponent } from './form.ts';
import type { ProblemList } from './problem-list.ts';
import type { ProcessDatum } from './procedure-config.ts';

/** Which fields give an answer of that type. */
const FIELDS: Readonly<Record<ProcessDatum['type'], readonly FormComponent['type'][]>> = {
  enum: ['radio', 'select'],
  boolean: ['checkbox'],
  integer: ['number'],
  date: ['date'],
};

/**
 * What a form does not ask, asks in another shape, or offers beyond what is declared never reaches
 * the process: it would stand still where it is needed, in somebody's case.
 */
export function checkProcessData({ parts, forms }: Assembly, problems: ProblemList): void {
  if (!parts.every(isConfigured)) return;
  const fields = [...forms.values()].flatMap(({ components }) => components);
  for (const part of parts) {
    const declared = (part.config ?? part.block)?.processData ?? {};
    for (const [name, datum] of Object.entries(declared)) {
      const key = datum.answer ?? name;
      const refuse = (code: DataRule, more: Record<string, string>): void =>
        problems.add(configFile(part), code, { line: 1 }, { name, ...more });
      const asking = fields.filter((field) => keyOf(field) === key);
      if (asking.length === 0) refuse('data-field-missing', { key });
      for (const field of asking) checkField(field, datum, refuse);
    }
  }
}

type DataRule = 'data-field-missing' | 'data-field-type' | 'data-choice-missing';

function checkField(
  field: FormComponent,
  datum: ProcessDatum,
  refuse: (code: DataRule, more: Record<string, string>) => void,
): void {
  const { type } = field;
  if (!FIELDS[datum.type].includes(type)) {
    return refuse('data-field-type', { type, wanted: FIELDS[datum.type].join(', ') });
  }
  if (datum.type !== 'enum' || (type !== 'radio' && type !== 'select')) return;
  for (const { value } of field.choices) {
    if (!datum.values.includes(value)) refuse('data-choice-missing', { value });
  }
}
