import { EngineError } from '../errors.ts';

/** A key as the port shows it: `4711.3` is row 3 of root instance 4711. */
export function joinKey(rootKey: string, key: number): string {
  return `${rootKey}.${key}`;
}

export function splitKey(joined: string): { rootKey: string; key: number } {
  const found = /^([1-9]\d{0,17})\.([1-9]\d{0,8})$/.exec(joined);
  if (found === null) throw new EngineError('not-found', `no key ${joined.slice(0, 40)}`);
  return { rootKey: found[1] as string, key: Number(found[2]) };
}

/** The key of an instance: its root's, or that of a called process within it. */
export function rootOf(instanceKey: string): string {
  if (/^[1-9]\d{0,17}$/.test(instanceKey)) return instanceKey;
  return splitKey(instanceKey).rootKey;
}
