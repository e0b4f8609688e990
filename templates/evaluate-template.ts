import { inGroups } from '../core/cases/in-groups.ts';
import { formatAmount, formatDate, formatDateTime, formatNumber } from '../core/i18n/format.ts';
import type { JsonObject, JsonValue } from '../core/json.ts';
import type { Locale, Texts } from '../core/procedures/texts.ts';
import { TemplateError } from './template-error.ts';
import type { TemplateErrorCode } from './template-error.ts';
import { lookUp, rootScope } from './template-scope.ts';
import type { TemplateScope } from './template-scope.ts';
import type { TemplateExpression, TemplateStatement, TemplateTree } from './template-tree.ts';

/** What a template of a procedure may use. */
export interface TemplateSurroundings {
  /** For messages. */
  readonly file: string;
  readonly locale: Locale;
  readonly texts: Texts;
}

const MAX_OUTPUT = 200_000;
const MAX_LOOPS = 2_000;

interface Evaluation extends TemplateSurroundings {
  length: number;
  loops: number;
}

/** A part of what a template gives: its own words, or what it puts in (a value, a text). */
export interface TemplatePiece {
  readonly text: string;
  readonly isTemplates: boolean;
}

/**
 * Mails and letters that analysts edit: variables, `if`, `unless`, `each`, and the helpers `text`
 * (a text of the procedure by its key, or by the parts of it: `text "item." kind`), `amount`
 * (cents), `code` (in groups of four), `date`, `dateTime`. The tree is walked; nothing is ever
 * compiled to code. A name that is not there is an error with its line.
 */
export function evaluateTemplate(
  tree: TemplateTree,
  values: JsonObject,
  surroundings: TemplateSurroundings,
): TemplatePiece[] {
  const evaluation = { ...surroundings, length: 0, loops: 0 };
  return evaluateBody(tree, rootScope(values), evaluation);
}

export function joinPieces(pieces: readonly TemplatePiece[]): string {
  return pieces.map(({ text }) => text).join('');
}

function evaluateBody(
  tree: TemplateTree,
  scope: TemplateScope,
  evaluation: Evaluation,
): TemplatePiece[] {
  return tree.body.flatMap((statement) => evaluateStatement(statement, scope, evaluation));
}

function evaluateStatement(
  statement: TemplateStatement,
  scope: TemplateScope,
  evaluation: Evaluation,
): TemplatePiece[] {
  const piece = (text: string, isTemplates: boolean) => [
    { text: counted(text, statement, evaluation), isTemplates },
  ];
  switch (statement.type) {
    case 'ContentStatement':
      return piece(statement.value ?? '', true);
    case 'CommentStatement':
      return [];
    case 'MustacheStatement':
      return piece(printed(statement, scope, evaluation), false);
    case 'BlockStatement':
      return evaluateBlock(statement, scope, evaluation);
    default:
      return fail('template-unsupported', statement, evaluation, `${statement.type} is not allowed`);
  }
}

function counted(text: string, at: TemplateStatement, evaluation: Evaluation): string {
  evaluation.length += text.length;
  if (evaluation.length <= MAX_OUTPUT) return text;
  return fail('template-too-long', at, evaluation, `more than ${MAX_OUTPUT} characters`);
}

function printed(at: TemplateStatement, scope: TemplateScope, evaluation: Evaluation): string {
  const value = valueOf(at as TemplateExpression, scope, evaluation);
  if (value === undefined) return unknown(at, evaluation);
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return formatNumber(value, evaluation.locale);
  return fail('template-wrong-value', at, evaluation, `"${nameOf(at)}" is not a text`);
}

function evaluateBlock(
  at: TemplateStatement,
  scope: TemplateScope,
  evaluation: Evaluation,
): TemplatePiece[] {
  const name = nameOf(at);
  const [subject] = at.params ?? [];
  if (!subject || !['if', 'unless', 'each'].includes(name)) {
    return fail('template-unsupported', at, evaluation, `block "${name}" is not known`);
  }
  const value = valueOf(subject, scope, evaluation);
  if (name === 'each') return evaluateLoop(at, value, scope, evaluation);
  const isMet = isTruthy(value) === (name === 'if');
  const branch = isMet ? at.program : at.inverse;
  return branch ? evaluateBody(branch, scope, evaluation) : [];
}

function evaluateLoop(
  at: TemplateStatement,
  value: JsonValue | undefined,
  scope: TemplateScope,
  evaluation: Evaluation,
): TemplatePiece[] {
  const entries = loopEntries(value);
  const { program } = at;
  if (entries.length === 0 || !program) {
    return at.inverse ? evaluateBody(at.inverse, scope, evaluation) : [];
  }
  evaluation.loops += entries.length;
  if (evaluation.loops > MAX_LOOPS) {
    return fail('template-too-long', at, evaluation, `more than ${MAX_LOOPS} repetitions`);
  }
  return entries.flatMap(([key, current], index) => {
    const loop = { index, key, first: index === 0, last: index === entries.length - 1 };
    return evaluateBody(program, { current, outer: scope, loop, root: scope.root }, evaluation);
  });
}

function loopEntries(value: JsonValue | undefined): [string, JsonValue][] {
  return value !== null && typeof value === 'object' ? Object.entries(value) : [];
}

function isTruthy(value: JsonValue | undefined): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return value !== undefined && value !== null && value !== false && value !== '' && value !== 0;
}

/** `undefined`: a name that is not there. */
function valueOf(
  at: TemplateExpression,
  scope: TemplateScope,
  evaluation: Evaluation,
): JsonValue | undefined {
  switch (at.type) {
    case 'StringLiteral':
    case 'NumberLiteral':
    case 'BooleanLiteral':
      return at.value as JsonValue;
    case 'NullLiteral':
      return null;
    case 'PathExpression':
      return lookUp(scope, {
        parts: at.parts ?? [],
        depth: at.depth ?? 0,
        data: at.data ?? false,
      });
    case 'MustacheStatement':
    case 'SubExpression':
      return callOrValue(at, scope, evaluation);
    default:
      return fail('template-unsupported', at, evaluation, `${at.type} is not allowed`);
  }
}

/** `{{name}}` is a value, `{{helper value}}` a call. */
function callOrValue(
  at: TemplateExpression,
  scope: TemplateScope,
  evaluation: Evaluation,
): JsonValue | undefined {
  const { path, params = [], hash } = at;
  if (!path) return undefined;
  if (params.length === 0) return valueOf(path, scope, evaluation);
  const given = params.map((param) => {
    const value = valueOf(param, scope, evaluation);
    return value === undefined ? unknown(param, evaluation) : value;
  });
  const named = (hash?.pairs ?? []).map(({ key, value }): [string, JsonValue] => [
    key,
    valueOf(value, scope, evaluation) ?? unknown(value, evaluation),
  ]);
  const value = given.length > 1 && nameOf(at) === 'text' ? given.map(String).join('') : given[0];
  return callHelper(at, value ?? null, Object.fromEntries(named), evaluation);
}

function callHelper(
  at: TemplateExpression,
  value: JsonValue,
  named: JsonObject,
  evaluation: Evaluation,
): string {
  const { locale, texts } = evaluation;
  const name = nameOf(at);
  const moment = (): string | number =>
    isMoment(value) ? value : wrong(at, evaluation, `"${name}" needs a date`);
  switch (name) {
    case 'text':
      if (typeof value !== 'string' || !texts.has(value)) {
        return wrong(at, evaluation, `there is no text "${String(value)}"`);
      }
      return texts.get(locale, value, scalars(named));
    case 'amount':
      if (typeof value !== 'number') return wrong(at, evaluation, '"amount" needs cents');
      return formatAmount(value, locale);
    case 'code':
      return typeof value === 'string' ? inGroups(value) : wrong(at, evaluation, '"code" needs a text');
    case 'date':
      return formatDate(moment(), locale);
    case 'dateTime':
      return formatDateTime(moment(), locale);
    default:
      return fail('template-unknown-helper', at, evaluation, `there is no helper "${name}"`);
  }
}

function isMoment(value: JsonValue): value is string | number {
  const isText = typeof value === 'string' || typeof value === 'number';
  return isText && !Number.isNaN(new Date(value).getTime());
}

function scalars(named: JsonObject): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(named).map(([key, value]) => [
      key,
      typeof value === 'number' ? value : String(value ?? ''),
    ]),
  );
}

function unknown(at: TemplateExpression | TemplateStatement, evaluation: Evaluation): never {
  return fail('template-unknown-value', at, evaluation, `there is no value "${nameOf(at)}"`);
}

function wrong(at: TemplateExpression, evaluation: Evaluation, message: string): never {
  return fail('template-wrong-value', at, evaluation, message);
}

function nameOf(at: TemplateExpression | TemplateStatement): string {
  const own = 'original' in at ? at.original : undefined;
  return String(own ?? at.path?.original ?? at.type);
}

function fail(
  code: TemplateErrorCode,
  at: TemplateExpression | TemplateStatement,
  { file }: Evaluation,
  message: string,
): never {
  throw new TemplateError(code, file, at.loc.start.line, message);
}
