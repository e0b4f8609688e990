import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import Handlebars from 'handlebars';
import { formatAmount, formatDate, formatDateTime } from '../core/i18n/format.ts';
import type { Moment } from '../core/i18n/format.ts';
import { isTextKey, translator } from '../core/i18n/translate.ts';
import type { JsonObject } from '../core/json.ts';
import type { Procedure } from '../core/procedures/procedure.ts';
import { languageTag } from '../core/procedures/texts.ts';
import type { Locale } from '../core/procedures/texts.ts';
import { evaluateTemplate, joinPieces } from './evaluate-template.ts';
import type { TemplatePiece } from './evaluate-template.ts';
import { letterBlocks } from './letter/letter-blocks.ts';
import type { LetterBlock } from './letter/letter-blocks.ts';
import { makeLetter } from './letter/make-letter.ts';
import type { PageName, PageRenderer, Phrase } from './page-renderer.ts';
import { PAGE_NAMES } from './page-renderer.ts';
import { markdownToHtml } from './markdown.ts';
import type { MailText } from './render-mail.ts';
import { splitMail } from './render-mail.ts';
import { TemplateError } from './template-error.ts';
import type { TemplateTree } from './template-tree.ts';

/**
 * The only file that knows Handlebars. The pages are ours and are compiled, once, at the start;
 * templates of procedures are only parsed, and evaluated by `evaluate-template.ts`.
 */
const WEB_FOLDER = join(import.meta.dirname, 'web');

type Compiled = HandlebarsTemplateDelegate<object>;

/** Reads and compiles every page: a broken template stops the start, not a citizen. */
export function makePageRenderer(): PageRenderer {
  const handlebars = Handlebars.create();
  registerHelpers(handlebars);
  for (const file of readdirSync(join(WEB_FOLDER, 'partials'))) {
    handlebars.registerPartial(basename(file, '.hbs'), compile(handlebars, join('partials', file)));
  }
  const layout = compile(handlebars, 'layout.hbs');
  const pages = new Map<PageName, Compiled>(
    PAGE_NAMES.map((name) => [name, compile(handlebars, join('pages', `${name}.hbs`))]),
  );
  return {
    render(name, chrome, view) {
      const page = pages.get(name);
      if (!page) throw new Error(`no page template ${name}`);
      return layout({ ...chrome, body: page({ ...chrome, ...view }) });
    },
  };
}

function compile(handlebars: typeof Handlebars, path: string): Compiled {
  const source = readFileSync(join(WEB_FOLDER, path), 'utf8');
  return handlebars.compile<object>(source, { strict: true, preventIndent: true });
}

interface HelperOptions {
  readonly hash: Record<string, string | number>;
  readonly data: { readonly root: { readonly locale: Locale } };
}

function registerHelpers(handlebars: typeof Handlebars): void {
  handlebars.registerHelper({
    t: (key: string, options: HelperOptions) => translate(key, options),
    /** Texts of ours that hold markup: values are escaped, then the Markdown subset is applied. */
    tm: (key: string, options: HelperOptions) =>
      new handlebars.SafeString(markdownToHtml(translate(key, options))),
    markdown: (text: string) => new handlebars.SafeString(markdownToHtml(text)),
    date: (moment: Moment, options: HelperOptions) => formatDate(moment, localeOf(options)),
    dateTime: (moment: Moment, options: HelperOptions) => formatDateTime(moment, localeOf(options)),
    isoTime: (moment: Moment) => new Date(moment).toISOString(),
    amount: (cents: number, options: HelperOptions) => formatAmount(cents, localeOf(options)),
    said: ({ text, lang }: Phrase) => (lang === undefined ? text : inLanguage(text, lang)),
    eq: (left: unknown, right: unknown) => left === right,
  });
}

function inLanguage(text: string, lang: Locale): Handlebars.SafeString {
  const tag = languageTag(lang);
  return new Handlebars.SafeString(`<span lang="${tag}">${Handlebars.escapeExpression(text)}</span>`);
}

function translate(key: string, options: HelperOptions): string {
  if (!isTextKey(key)) throw new Error(`no portal text "${key}"`);
  return translator(localeOf(options))(key, options.hash);
}

function localeOf(options: HelperOptions): Locale {
  return options.data.root.locale;
}

/** Mails and letters of procedures. `templatePath` is a path in the bundle. */
export interface DocumentRenderer {
  mail(
    procedure: Procedure,
    templatePath: string,
    locale: Locale,
    values: JsonObject,
  ): MailText;
  /** A PDF. `values.today`, where it is a date, is the date of the document. */
  letter(
    procedure: Procedure,
    templatePath: string,
    locale: Locale,
    values: JsonObject,
  ): Promise<Uint8Array>;
  /** What that letter says, for a page. */
  letterBlocks(
    procedure: Procedure,
    templatePath: string,
    locale: Locale,
    values: JsonObject,
  ): readonly LetterBlock[];
}

/** @throws TemplateError where a template does not fit its values. */
export function makeRenderPort(): DocumentRenderer {
  return {
    mail: (procedure, path, locale, values) =>
      splitMail(joinPieces(evaluate(procedure, path, locale, values)), path, locale),
    letterBlocks: (procedure, path, locale, values) =>
      letterBlocks(evaluate(procedure, path, locale, values)),
    async letter(procedure, path, locale, values) {
      const blocks = letterBlocks(evaluate(procedure, path, locale, values));
      const [first] = blocks;
      const title = first?.type === 'title' ? first.text : path;
      return makeLetter(blocks, { title, locale, createdAt: dateOf(values['today']) });
    },
  };
}

function evaluate(
  procedure: Procedure,
  file: string,
  locale: Locale,
  values: JsonObject,
): TemplatePiece[] {
  const source = procedure.templates.get(file);
  if (source === undefined) {
    throw new TemplateError('template-malformed', file, 1, 'the bundle has no such template');
  }
  const surroundings = { file, locale, texts: procedure.texts };
  return evaluateTemplate(parseTemplate(source, file), values, surroundings);
}

/** Only parsed: what an analyst writes is never compiled. */
export function parseTemplate(source: string, file: string): TemplateTree {
  try {
    return Handlebars.parse(source) as unknown as TemplateTree;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const line = Number(/line (\d+)/.exec(message)?.[1] ?? '1');
    throw new TemplateError('template-malformed', file, line, message.split('\n')[0] ?? message);
  }
}

function dateOf(value: unknown): Date {
  const date = new Date(typeof value === 'string' || typeof value === 'number' ? value : 0);
  return Number.isNaN(date.getTime()) ? new Date(0) : date;
}
