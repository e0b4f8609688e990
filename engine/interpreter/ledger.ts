import type { JsonValue } from '../feel/index.ts';
import type { StepContext } from './step-context.ts';
import { localValue, setLocal } from './variables.ts';

/**
 * What the engine itself has to remember of an element instance: rows like variables, under the
 * negative key, so that no expression and no worker sees them.
 */
export function remember(step: StepContext, key: number, name: string, value: JsonValue): void {
  setLocal(step, -key, name, value);
}

export function remembered(step: StepContext, key: number, name: string): JsonValue | undefined {
  return localValue(step, -key, name);
}

export function rememberedNumber(step: StepContext, key: number, name: string): number {
  const value = remembered(step, key, name);
  return typeof value === 'number' ? value : 0;
}
