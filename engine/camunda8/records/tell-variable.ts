import { memberOf } from '../../../core/json.ts';
import type { JsonValue } from '../../../core/json.ts';
import { parseJson } from '../../feel/index.ts';
import { ORIGIN } from '../../mirror.ts';
import type { EngineChange } from '../../mirror.ts';
import type { WaitingVariable } from './carried.ts';
import { RecordError } from './record-error.ts';
import { keyOf, textOf } from './record-fields.ts';
import type { ZeebeRecord } from './read-record.ts';
import type { Telling } from './telling.ts';

export function variableWritten(telling: Telling, record: ZeebeRecord): void {
  const { value, timestampMs: atMs } = record;
  const scopeKey = keyOf(value, 'scopeKey');
  const instanceKey = keyOf(value, 'processInstanceKey');
  const variable = { atMs, name: textOf(value, 'name'), json: textOf(value, 'value') };
  if (isBeforeItsInstance(telling, record, scopeKey, instanceKey)) {
    const before = telling.waiting.get(scopeKey) ?? [];
    telling.waiting.set(scopeKey, [...before, variable]);
  } else if (variable.name !== ORIGIN) {
    telling.changes.push(variableChange(scopeKey, instanceKey, variable));
  } else if (scopeKey === instanceKey && record.intent === 'CREATED') {
    // An instance that a message starts gets its variables from its start event, afterwards.
    telling.changes.push(...linkChanges(instanceKey, variable));
  }
}

/** An instance begins: its first variables can be told now. */
export function takeWaiting(
  telling: Telling,
  instanceKey: string,
): { links: EngineChange[]; variables: EngineChange[] } {
  const waiting = telling.waiting.get(instanceKey) ?? [];
  telling.waiting.delete(instanceKey);
  const isLink = ({ name }: WaitingVariable) => name === ORIGIN;
  return {
    links: waiting.filter(isLink).flatMap((link) => linkChanges(instanceKey, link)),
    variables: waiting
      .filter((variable) => !isLink(variable))
      .map((variable) => variableChange(instanceKey, instanceKey, variable)),
  };
}

/**
 * Zeebe takes the keys of an instance's first variables right after the instance's own, one after
 * the other, and later ones never: what comes between is the instance's start event. Seen on 8.6
 * without exception, for started and for called instances.
 */
function isBeforeItsInstance(
  telling: Telling,
  { key, intent }: ZeebeRecord,
  scopeKey: string,
  instanceKey: string,
): boolean {
  if (scopeKey !== instanceKey) return false;
  const waiting = telling.waiting.get(instanceKey);
  if (intent === 'UPDATED') return waiting !== undefined;
  return BigInt(key) === BigInt(instanceKey) + 1n + BigInt(waiting?.length ?? 0);
}

function variableChange(
  scopeKey: string,
  instanceKey: string,
  { atMs, name, json }: WaitingVariable,
): EngineChange {
  return { kind: 'variable', scopeKey, instanceKey, atMs, name, value: readValue(json) };
}

/** Whole numbers keep all their digits, see decision 13: whoever writes the value uses `writeJson`. */
function readValue(json: string): JsonValue {
  try {
    return parseJson(json) as JsonValue;
  } catch (error) {
    throw new RecordError('the value of a variable is not JSON', { cause: error });
  }
}

function linkChanges(instanceKey: string, { atMs, json }: WaitingVariable): EngineChange[] {
  const rootKey = memberOf(readValue(json), 'root');
  if (typeof rootKey !== 'string' || rootKey === '') return [];
  return [{ kind: 'link', instanceKey, atMs, rootKey }];
}
