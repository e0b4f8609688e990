import type { JsonObject, JsonValue } from '../core/json.ts';

/** Where a template stands: the value that is `this`, the loop it is in, and what is around it. */
export interface TemplateScope {
  readonly current: JsonValue;
  readonly outer?: TemplateScope;
  /** `@index`, `@first`, `@last`, `@key`. */
  readonly loop: JsonObject;
  readonly root: JsonObject;
}

export function rootScope(values: JsonObject): TemplateScope {
  return { current: values, loop: {}, root: values };
}

/**
 * A path such as `payment.reference`, `../case.number`, `@index`, `this`. Absent when a part is not
 * there; only own properties count, so `constructor` is as unknown as any other wrong name.
 */
export function lookUp(
  scope: TemplateScope,
  path: { readonly parts: readonly string[]; readonly depth: number; readonly data: boolean },
): JsonValue | undefined {
  let from: TemplateScope | undefined = scope;
  for (let up = 0; up < path.depth; up += 1) from = from?.outer;
  if (!from) return undefined;
  if (!path.data) {
    const own = follow(from.current, path.parts);
    return own === undefined ? fromRoot(from, path) : own;
  }
  if (path.parts[0] === 'root') return follow(from.root, path.parts.slice(1));
  return follow(from.loop, path.parts);
}

/** Inside a loop the names of the whole are still there, unless the item has its own. */
function fromRoot(
  scope: TemplateScope,
  { parts, depth }: { readonly parts: readonly string[]; readonly depth: number },
): JsonValue | undefined {
  const isWhole = scope.current === scope.root;
  return depth > 0 || isWhole || parts.length === 0 ? undefined : follow(scope.root, parts);
}

function follow(value: JsonValue, parts: readonly string[]): JsonValue | undefined {
  let found: JsonValue | undefined = value;
  for (const part of parts) {
    if (found === null || typeof found !== 'object' || !Object.hasOwn(found, part)) return undefined;
    found = (found as JsonObject)[part];
  }
  return found;
}
