import type { ExactNumber } from './values/exact-number.ts';

/** JSON whose whole numbers keep all their digits: those that no double stands for are exact numbers. */
export type JsonValue =
  null | boolean | number | ExactNumber | string | JsonValue[] | { [key: string]: JsonValue };

/** JSON of JavaScript alone. */
export type PlainJson =
  null | boolean | number | string | PlainJson[] | { [key: string]: PlainJson };

/** What an expression may know of the world outside its variables. */
export interface FeelEnvironment {
  /** The instant of `now()` and `today()`, milliseconds since 1970. */
  readonly nowMs: number;
  /** IANA zone of local times, such as Europe/Berlin. */
  readonly zone: string;
  /** From 0 to below 1, for `random number()` and `uuid()`; without it JavaScript's. */
  readonly random?: () => number;
}

export interface CompiledFeel {
  readonly source: string;
  /** Free variables, first name of a path only, in order of appearance. */
  readonly variableNames: readonly string[];
  /** The FEEL value: JSON, or temporal, range and function values of this module. @throws FeelError */
  evaluate(context: Record<string, unknown>, env: FeelEnvironment): unknown;
  /** The value as JSON, see `toJson`. @throws FeelError */
  evaluateJson(context: Record<string, unknown>, env: FeelEnvironment): JsonValue;
}

export interface CompiledUnaryTests {
  readonly source: string;
  readonly variableNames: readonly string[];
  /** Whether the input passes; null where FEEL cannot say. @throws FeelError */
  matches(
    inputValue: unknown,
    context: Record<string, unknown>,
    env: FeelEnvironment,
  ): boolean | null;
}
