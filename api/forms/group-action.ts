import type { Form } from '../../core/procedures/form.ts';
import type { Fields } from '../fields.ts';
import { addItem, removeItem } from './group-items.ts';

/** The buttons of repeated groups: `add:plates`, `remove:plates:1`. Absent: another button. */
export function applyGroupAction(form: Form, raw: Fields, action: string): Fields | undefined {
  const [verb, name, index] = action.split(':');
  const group = form.components.find(
    (component) => component.type === 'group' && component.key === name,
  );
  if (group?.type !== 'group') return undefined;
  if (verb === 'add') return addItem(group, raw, group.key);
  if (verb === 'remove' && /^\d{1,3}$/.test(index ?? '')) {
    return removeItem(group, raw, group.key, Number(index));
  }
  return undefined;
}
