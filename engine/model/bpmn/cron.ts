interface Field {
  readonly min: number;
  readonly max: number;
  readonly names: readonly string[];
}

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const macros = /^@(?:yearly|annually|monthly|weekly|daily|midnight|hourly)$/i;

const fields: readonly Field[] = [
  { min: 0, max: 59, names: [] },
  { min: 0, max: 59, names: [] },
  { min: 0, max: 23, names: [] },
  { min: 1, max: 31, names: [] },
  { min: 1, max: 12, names: months },
  { min: 0, max: 7, names: weekdays },
];

/** Six fields, seconds first, as Zeebe writes calendars; without the extensions L, W and #. */
export function isCron(text: string): boolean {
  if (macros.test(text)) return true;
  const parts = text.split(/\s+/);
  return (
    text.length <= 400 &&
    parts.length === fields.length &&
    fields.every((field, index) =>
      (parts[index] ?? '').split(',').every((part) => fits(part, field)),
    )
  );
}

function fits(part: string, field: Field): boolean {
  const match = /^(?:[*?]|(\w{1,4})(?:-(\w{1,4}))?)(?:\/([1-9]\d{0,3}))?$/.exec(part);
  if (!match) return false;
  const first = valueOf(match[1], field) ?? field.min;
  const last = valueOf(match[2], field) ?? first;
  return first >= field.min && last <= field.max && first <= last;
}

/** NaN, which fits nowhere, for what is neither a number nor a name of the field. */
function valueOf(text: string | undefined, field: Field): number | undefined {
  if (text === undefined) return undefined;
  const name = field.names.indexOf(text.toUpperCase());
  if (name >= 0) return name + field.min;
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}
