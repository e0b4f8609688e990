import type { CaseFile } from '../../../core/cases/case-file.ts';
import { withStaffAnswers } from '../../../core/cases/staff-answers.ts';
import type { JsonObject } from '../../../core/json.ts';
import { templateValues } from '../../../core/letters/template-values.ts';
import { withLetterFacts } from '../../../core/procedures/action-letter.ts';
import type { ActionLetter } from '../../../core/procedures/action-letter.ts';
import { letterFor } from '../../../core/procedures/task-properties.ts';
import { TemplateError } from '../../../templates/template-error.ts';
import type { StaffCaseContext, StaffTaskContext } from '../../context.ts';

/** A letter as it would be written with these answers, by paragraphs for the page. */
export interface LetterPreview {
  /** Absent: this answer writes no letter, or the letter cannot be drawn yet. */
  readonly blocks: readonly PreviewBlock[] | undefined;
  readonly note: string;
}

interface PreviewBlock {
  readonly isHeading: boolean;
  readonly isList: boolean;
  readonly isFacts: boolean;
  readonly text: string;
  readonly items: readonly string[];
  readonly facts: readonly { readonly label: string; readonly value: string }[];
}

export async function letterPreview(
  context: StaffTaskContext,
  answers: JsonObject,
): Promise<LetterPreview> {
  const { procedure, task, file, nowMs, locale, t } = context;
  const { texts } = procedure;
  const known = { answers: file.answers, facts: file.facts, texts, locale, nowMs };
  const template = letterFor(procedure, task, answers, known);
  if (template === undefined) return { blocks: undefined, note: t('desk.noLetter') };
  return drawLetter(context, decided(file, answers), template);
}

/** Of an action that is followed by a letter. */
export function actionLetterPreview(
  context: StaffCaseContext,
  letter: ActionLetter,
  answers: JsonObject,
): Promise<LetterPreview> {
  const file = withLetterFacts(decided(context.file, answers), letter);
  return drawLetter(context, file, letter.template);
}

function decided(file: CaseFile, answers: JsonObject): CaseFile {
  return { ...file, facts: { ...file.facts, ...withStaffAnswers(file.facts, answers) } };
}

async function drawLetter(
  { procedure, services, options, nowMs, t }: StaffCaseContext,
  file: CaseFile,
  template: string,
): Promise<LetterPreview> {
  const ports = { ...services, publicUrl: options.publicUrl };
  const values = await templateValues({ file, ports, nowMs }, {});
  try {
    const path = `${template}.letter.hbs`;
    const blocks = services.render.letterBlocks(procedure, path, file.locale, values);
    return { blocks: blocks.map(toPreview), note: t('desk.previewNote') };
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    services.log.warn({ err: error, caseId: file.id, template }, 'a letter could not be previewed');
    return { blocks: undefined, note: t('desk.noPreview') };
  }
}

type Block = ReturnType<StaffTaskContext['services']['render']['letterBlocks']>[number];

function toPreview(block: Block): PreviewBlock {
  return {
    isHeading: block.type === 'title' || block.type === 'heading',
    isList: block.type === 'list',
    isFacts: block.type === 'facts',
    text: 'text' in block ? block.text : '',
    items: block.type === 'list' ? block.items : [],
    facts: block.type === 'facts' ? block.facts : [],
  };
}
