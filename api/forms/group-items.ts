import type { RepeatedGroup } from '../../core/procedures/form.ts';
import { oneValue } from '../fields.ts';
import type { Fields } from '../fields.ts';

/** How many items of a repeated group stand in what was sent; never more than it may have. */
export function groupItems(group: RepeatedGroup, raw: Fields, name: string): number {
  const stated = Number(oneValue(raw, `${name}.count`) ?? '0');
  const indexes = Object.keys(raw).map((field) => itemIndex(field, name));
  const found = Math.max(
    Number.isInteger(stated) ? stated : 0,
    ...indexes.map((index) => index + 1),
  );
  return Math.min(Math.max(found, group.minItems, 0), group.maxItems);
}

/** One more empty item. */
export function addItem(group: RepeatedGroup, raw: Fields, name: string): Fields {
  const count = Math.min(groupItems(group, raw, name) + 1, group.maxItems);
  return { ...raw, [`${name}.count`]: String(count) };
}

/** Without the item at `removed`; those behind it move up. */
export function removeItem(
  group: RepeatedGroup,
  raw: Fields,
  name: string,
  removed: number,
): Fields {
  const count = groupItems(group, raw, name);
  const left = Object.create(null) as Record<string, string | readonly string[]>;
  for (const [field, value] of Object.entries(raw)) {
    const index = itemIndex(field, name);
    if (index === removed) continue;
    left[index > removed ? moved(field, name, index) : field] = value;
  }
  left[`${name}.count`] = String(Math.max(count - 1, group.minItems));
  return left;
}

function moved(field: string, name: string, index: number): string {
  return `${name}[${index - 1}]${field.slice(`${name}[${index}]`.length)}`;
}

/** −1: not a field of this group. */
function itemIndex(field: string, name: string): number {
  if (!field.startsWith(`${name}[`)) return -1;
  const digits = /^\[(\d{1,3})\]\./.exec(field.slice(name.length))?.[1];
  return digits === undefined ? -1 : Number(digits);
}
