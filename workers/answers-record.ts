import type { CaseFile } from '../core/cases/case-file.ts';
import { formatDateTime } from '../core/i18n/format.ts';
import { translator } from '../core/i18n/translate.ts';
import type { AnswerRow } from '../core/procedures/answer-rows.ts';
import { answeredForms, type AnsweredForm } from '../core/procedures/answered-forms.ts';
import type { Procedure } from '../core/procedures/procedure.ts';

/** The language of files, whatever the applicant speaks. */
const LOCALE = 'de';

/**
 * Everything that was answered, in words, as plain text: readable for as long as files are kept.
 * The same answers give the same text, so that it holds no time but that of the receipt.
 */
export function answersRecord(procedure: Procedure, file: CaseFile): string {
  const head = [
    procedure.texts.get(LOCALE, 'service.title'),
    `Vorgang: ${file.number}`,
    `Eingegangen: ${formatDateTime(file.receivedAtMs, LOCALE)}`,
  ];
  const words = { t: translator(LOCALE), locale: LOCALE } as const;
  const sections = answeredForms(procedure, file, words).map(section);
  return `${[head, ...sections].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function section({ title, rows }: AnsweredForm): string[] {
  return [title, '='.repeat(title.length), ...rows.flatMap(lines)];
}

function lines({ label, lines: values }: AnswerRow): string[] {
  const [first = '', ...more] = values;
  return more.length === 0
    ? [`${label}: ${first}`]
    : [`${label}:`, ...values.map((value) => `  ${value}`)];
}
