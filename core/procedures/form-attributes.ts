import { compileExpression, FeelError } from '../../engine/feel/index.ts';
import { isObject, type JsonObject, type JsonValue } from '../json.ts';
import type { ProblemList } from './problem-list.ts';
import type { LocatedJson } from './read-json.ts';

type Path = readonly (string | number)[];

interface FormFile {
  readonly file: string;
  readonly json: LocatedJson;
  readonly problems: ProblemList;
}

/** The attributes of one object of a form, read with their types; what does not fit is reported. */
export interface Attributes {
  readonly source: FormFile;
  readonly path: Path;
  readonly object: JsonObject;
  line(name?: string): number;
  text(name: string): string | undefined;
  /** Numbers; custom properties hold them as text. */
  number(name: string): number | undefined;
  boolean(name: string): boolean;
  /** The FEEL behind `=`. */
  feel(name: string): string | undefined;
  inside(name: string): Attributes;
  refuseOthers(known: readonly string[]): void;
  invalid(name: string, detail: string): void;
}

export function makeAttributes(source: FormFile, path: Path, object: JsonObject): Attributes {
  const { file, json, problems } = source;
  const line = (name?: string): number => json.lineOf(name === undefined ? path : [...path, name]);
  const value = (name: string): JsonValue | undefined =>
    Object.hasOwn(object, name) ? object[name] : undefined;
  const invalid = (name: string, detail: string): void =>
    problems.add(file, 'form-attribute-invalid', { line: line(name) }, { name, detail });
  const text = (name: string): string | undefined => {
    const given = value(name);
    if (given === undefined || given === '') return undefined;
    if (typeof given === 'string') return given;
    invalid(name, 'Text');
    return undefined;
  };
  return {
    source,
    path,
    object,
    line,
    text,
    invalid,
    number(name) {
      const given = value(name);
      if (given === undefined || given === '') return undefined;
      const number = typeof given === 'string' ? Number(given) : given;
      if (typeof number === 'number' && Number.isFinite(number)) return number;
      invalid(name, '0, 1, 2 …');
      return undefined;
    },
    boolean(name) {
      const given = value(name) ?? false;
      if (typeof given !== 'boolean') invalid(name, 'true, false');
      return given === true;
    },
    feel(name) {
      const given = text(name);
      if (given === undefined) return undefined;
      const expression = given.startsWith('=') ? given.slice(1).trim() : given;
      const detail = feelProblem(expression);
      if (detail === undefined) return expression;
      problems.add(file, 'form-feel', { line: line(name) }, { detail });
      return undefined;
    },
    inside(name) {
      const given = value(name);
      if (given !== undefined && !isObject(given)) invalid(name, '{ }');
      return makeAttributes(source, [...path, name], isObject(given) ? given : {});
    },
    refuseOthers(known) {
      const type = typeof object['type'] === 'string' ? object['type'] : String(path.at(-1) ?? '');
      for (const name of Object.keys(object)) {
        if (known.includes(name)) continue;
        problems.add(file, 'form-attribute-unknown', { line: line(name) }, { name, type });
      }
    },
  };
}

function feelProblem(source: string): { de: string; en: string } | undefined {
  try {
    compileExpression(source);
    return undefined;
  } catch (error) {
    if (!(error instanceof FeelError)) throw error;
    return { de: error.messageDe, en: error.message };
  }
}
