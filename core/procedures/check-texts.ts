import type { Assembly, Part } from './assemble-procedure.ts';
import { BLOCKS_FOLDER, folderOf } from './bundle.ts';
import { STATUS_TEXTS } from './case-status.ts';
import { formTexts, formTextPrefix } from './localise-form.ts';
import type { ProblemList } from './problem-list.ts';
import type { TextFile } from './read-texts.ts';
import { PLAIN_GERMAN } from './texts.ts';
import type { Locale } from './texts.ts';

/** What the pages show of every procedure. */
const REQUIRED = ['service.title', 'service.summary', ...Object.values(STATUS_TEXTS)];

/**
 * Texts: the same keys in every language, translations for everything that forms say in German,
 * the same placeholders.
 */
export function checkTexts(assembly: Assembly, problems: ProblemList): void {
  // The procedure may override what the forms of its blocks say.
  const everywhere = new Map(assembly.parts.flatMap((part) => [...overridesOf(assembly, part)]));
  for (const part of assembly.parts) {
    const german = part.texts.get('de');
    if (!german) continue;
    checkPlainGerman(part, problems);
    checkRequired(part, german, problems);
    checkPatternMessages(assembly, part, problems);
    const overrides = overridesOf(assembly, part);
    for (const [locale, other] of part.texts) {
      if (locale !== 'de') checkSameKeys(german, { ...other, locale }, overrides, problems);
      checkUnused(other, part.folder === '' ? everywhere : overrides, problems);
    }
  }
}

/** Said to be there and not there, or there and shown to nobody. */
function checkPlainGerman({ folder, config, texts }: Part, problems: ProblemList): void {
  if (!config) return;
  const file = `${folder}texts/${PLAIN_GERMAN}.json`;
  const isSaid = config.languages.includes(PLAIN_GERMAN);
  if (isSaid && !texts.has(PLAIN_GERMAN)) {
    problems.add(file, 'file-missing', {}, { path: file });
  }
  if (!isSaid && texts.has(PLAIN_GERMAN)) {
    problems.add('procedure.json', 'language-unsaid', { line: 1 }, { language: PLAIN_GERMAN });
  }
}

function checkRequired(part: Part, german: TextFile, problems: ProblemList): void {
  if (part.folder !== '') {
    const prefix = `${part.folder.slice(BLOCKS_FOLDER.length + 1, -1)}.`;
    for (const key of german.texts.keys()) {
      if (key.startsWith(prefix)) continue;
      problems.add(german.file, 'text-block-key', { line: german.lineOf(key) }, { key });
    }
    return;
  }
  const phases = (part.config?.phases ?? []).map((phase) => `phase.${phase}`);
  for (const key of [...REQUIRED, ...phases]) {
    if (!german.texts.has(key)) {
      problems.add(german.file, 'text-required', { line: 1 }, { key });
    }
  }
}

function checkPatternMessages({ forms, texts }: Assembly, part: Part, problems: ProblemList): void {
  for (const { name, components } of forms.values()) {
    if (folderOf(name) !== part.folder) continue;
    const fields = components.flatMap((one) => (one.type === 'group' ? one.components : [one]));
    for (const field of fields) {
      const key = 'patternMessageKey' in field ? field.patternMessageKey : undefined;
      if (key === undefined || texts.has(key)) continue;
      const place = field.line === undefined ? {} : { line: field.line };
      problems.add(`${name}.form`, 'text-required', place, { key });
    }
  }
}

/** Texts that the forms of this folder hold in German: key → German. */
function overridesOf({ forms }: Assembly, { folder }: Part): Map<string, string> {
  const found = new Map<string, string>();
  for (const form of forms.values()) {
    if (folderOf(form.name) !== folder) continue;
    const prefix = formTextPrefix(form.name);
    for (const [key, german] of formTexts(form)) found.set(prefix + key, german);
  }
  return found;
}

function checkSameKeys(
  german: TextFile,
  other: TextFile & { readonly locale: Locale },
  overrides: ReadonlyMap<string, string>,
  problems: ProblemList,
): void {
  for (const [key, text] of german.texts) {
    const translated = other.texts.get(key);
    if (translated === undefined) {
      const place = { line: german.lineOf(key) };
      problems.add(german.file, 'text-missing', place, { file: other.file, key });
    } else if (placeholders(text) !== placeholders(translated)) {
      problems.add(other.file, 'text-placeholders', { line: other.lineOf(key) }, { key });
    }
  }
  for (const key of other.texts.keys()) {
    if (german.texts.has(key) || overrides.has(key)) continue;
    const place = { line: other.lineOf(key) };
    if (!isOverride(key))
      problems.add(other.file, 'text-missing', place, { file: german.file, key });
  }
  // What the forms say in German is said in plain German too, or stays as it is.
  if (other.locale === PLAIN_GERMAN) return;
  for (const [key, text] of overrides) {
    if (other.texts.has(key) || text.trim() === '') continue;
    problems.add(other.file, 'text-untranslated', { line: 1 }, { file: other.file, key });
  }
}

/** An override of something that no form has: it was renamed, and this would be forgotten. */
function checkUnused(
  { file, texts, lineOf }: TextFile,
  overrides: ReadonlyMap<string, string>,
  problems: ProblemList,
): void {
  for (const key of texts.keys()) {
    if (!isOverride(key) || overrides.has(key) || isPatternMessage(key)) continue;
    problems.add(file, 'text-unused-override', { line: lineOf(key) }, { key });
  }
}

function isOverride(key: string): boolean {
  return /^(?:[a-z0-9-]+\.)?forms\./.test(key);
}

/** Named by the form (`properties.patternMessage`), not an override of something in it. */
function isPatternMessage(key: string): boolean {
  return key.endsWith('.pattern');
}

function placeholders(text: string): string {
  return [...new Set(text.match(/\{\w+\}/g) ?? [])].sort().join();
}
