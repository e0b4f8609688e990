import type { Runtime } from '../compile/frame.ts';
import { isKind, makeDateTime, makeTime, typeOf } from '../values/feel-values.ts';
import { isNumber, toDouble } from '../values/numbers.ts';

/** Number or names of the arguments fit no signature: a mistake of the author, not of the data. */
export const MISMATCH = Symbol('mismatch');
const MISFIT = Symbol('misfit');

interface Parameter {
  readonly name: string;
  /** Alternatives; `any` takes null too. */
  readonly types: readonly string[];
  readonly optional: boolean;
  readonly variadic: boolean;
}

/** Arguments have the declared types; optional ones that are left out are null. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Body = (args: any[], runtime: Runtime) => unknown;

export interface Signature {
  readonly parameters: readonly Parameter[];
  readonly body: Body;
}

export interface LibraryFunction {
  callPositional(args: unknown[], runtime: Runtime): unknown;
  callNamed(args: ReadonlyMap<string, unknown>, runtime: Runtime): unknown;
}

/**
 * `'string: string, length: number?, ...items: any'`: names as in DMN 1.5 section 10.3.4, `|` for
 * alternatives, `?` for what may be left out, `...` for the rest as one list, `double` for numbers of
 * which a double is enough: positions, counts, parts of dates.
 */
export function signature(text: string, body: Body): Signature {
  const parameters = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [name = '', type = 'any'] = part.split(':').map((each) => each.trim());
      return {
        name: name.replace('...', ''),
        variadic: name.startsWith('...'),
        optional: type.endsWith('?'),
        types: type.replace('?', '').split('|'),
      };
    });
  return { parameters, body };
}

function fitOne(value: unknown, type: string): unknown {
  if (type === 'any') return value ?? null;
  const actual = typeOf(value);
  if (actual === 'null') return MISFIT;
  if (actual === type) return value;
  if (type === 'double' && isNumber(value)) return toDouble(value);
  if (type === 'list') return [value];
  if (Array.isArray(value) && value.length === 1) return fitOne(value[0], type);
  if (type === 'date and time' && isKind(value, 'date')) {
    return makeDateTime(value, makeTime(0, { offset: 0 }));
  }
  return MISFIT;
}

function fit(value: unknown, parameter: Parameter): unknown {
  const exact = parameter.types.includes(typeOf(value));
  if (exact) return value;
  for (const type of parameter.types) {
    const fitted = fitOne(value, type);
    if (fitted !== MISFIT) return fitted;
  }
  return MISFIT;
}

function arrange(
  parameters: readonly Parameter[],
  args: readonly unknown[],
): unknown[] | undefined {
  const last = parameters.at(-1);
  const rest = last?.variadic === true;
  const fixed = rest ? parameters.length - 1 : parameters.length;
  if (args.length > fixed && !rest) return undefined;
  const required = parameters.filter((each) => !each.optional && !each.variadic).length;
  if (args.length < required || (rest && args.length <= fixed)) return undefined;
  const arranged = args.slice(0, fixed);
  if (rest) {
    const items = args.slice(fixed);
    arranged.push(items.length === 1 && Array.isArray(items[0]) ? items[0] : items);
  }
  return arranged;
}

function fitAll(parameters: readonly Parameter[], args: readonly unknown[]): unknown[] | undefined {
  const fitted: unknown[] = [];
  for (const [index, parameter] of parameters.entries()) {
    const given = args[index];
    if (given === undefined && parameter.optional) fitted.push(null);
    else if (given === null && parameter.optional) return undefined;
    else {
      const value = parameter.variadic ? given : fit(given, parameter);
      if (value === MISFIT) return undefined;
      fitted.push(value);
    }
  }
  return fitted;
}

function nameArguments(
  parameters: readonly Parameter[],
  named: ReadonlyMap<string, unknown>,
): unknown[] | undefined {
  const known = new Set(parameters.map((parameter) => parameter.name));
  if (![...named.keys()].every((name) => known.has(name))) return undefined;
  const missing = parameters.some((each) => !each.optional && !named.has(each.name));
  if (missing) return undefined;
  return parameters.map((parameter) => {
    const value = named.get(parameter.name);
    if (!parameter.variadic) return value;
    return Array.isArray(value) ? value : [value];
  });
}

/** The first signature whose parameters the arguments fit; null when only their types do not fit. */
export function overloaded(signatures: readonly Signature[]): LibraryFunction {
  const call = (
    runtime: Runtime,
    arrangeFor: (parameters: readonly Parameter[]) => unknown[] | undefined,
  ): unknown => {
    let result: unknown = MISMATCH;
    for (const { parameters, body } of signatures) {
      const arranged = arrangeFor(parameters);
      if (arranged === undefined) continue;
      const fitted = fitAll(parameters, arranged);
      if (fitted !== undefined) return body(fitted, runtime) ?? null;
      result = null;
    }
    return result;
  };
  return {
    callPositional: (args, runtime) => call(runtime, (parameters) => arrange(parameters, args)),
    callNamed: (named, runtime) => call(runtime, (parameters) => nameArguments(parameters, named)),
  };
}
