import type { z } from 'zod';
import type { ConfigProblem } from './config-error.ts';
import type { Variable } from './variable.ts';
import { variables, type VariableName } from './variables.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Typed values; `undefined` for a variable that is absent, empty or wrong. */
export type Values = {
  [Name in VariableName]: (typeof variables)[Name] extends Variable<infer T>
    ? T | undefined
    : never;
};

export function readVariables(env: Environment): { values: Values; problems: ConfigProblem[] } {
  const values: Record<string, unknown> = {};
  const problems: ConfigProblem[] = [];
  for (const [name, variable] of Object.entries<Variable<unknown>>(variables)) {
    const raw = env[name]?.trim();
    if (raw === undefined || raw === '') continue;
    const read = variable.schema.safeParse(raw);
    if (read.success) values[name] = read.data;
    else problems.push({ variable: name, message: describe(read.error, raw, variable.secret) });
  }
  return { values: values as Values, problems };
}

function describe(error: z.ZodError, raw: string, isSecret: boolean): string {
  const message = error.issues[0]?.message ?? 'is wrong';
  return isSecret ? message : `${message} (is "${raw.slice(0, 100)}")`;
}
