import { z } from 'zod';
import type { CaseChange, CaseFile } from '../core/cases/case-file.ts';
import { asObject, type JsonObject } from '../core/json.ts';
import { defineWorker } from './define-worker.ts';
import { templateValues } from '../core/letters/template-values.ts';

const input = z.object({
  /** Path of the letter's template in the bundle, such as `templates/receipt.letter.hbs`. */
  template: z.string().min(1),
  /** Name in the case, such as `receipt`: a second letter with it is a new version. */
  documentName: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/),
  /** Key of a text of the procedure: the file's name without ending; absent: the document name. */
  fileNameKey: z.string().nullish(),
  /** Shown to the applicant; default true. */
  forApplicant: z.boolean().nullish(),
  values: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).nullish(),
});

const output = z.object({ documentName: z.string() });

/** A letter of the procedure as PDF, put into the case file. */
export const letterCreate = defineWorker({
  topic: 'letter-create',
  title: 'Schreiben als PDF erzeugen',
  input,
  output,
  errors: {},
  async handle(context) {
    const { input: wanted, file, procedure, ports, elementInstanceKey, change } = context;
    const { template, documentName } = wanted;
    const answer = { type: 'done' as const, output: { documentName } };
    if (isWritten(file, documentName, elementInstanceKey)) return answer;
    const values = await templateValues(context, wanted.values ?? {});
    const content = await ports.render.letter(procedure, template, file.locale, values);
    const title =
      wanted.fileNameKey && procedure.texts.has(wanted.fileNameKey)
        ? procedure.texts.get(file.locale, wanted.fileNameKey)
        : documentName;
    await change((current): CaseChange | undefined => {
      if (isWritten(current, documentName, elementInstanceKey)) return undefined;
      return {
        facts: { letters: { ...letters(current), [documentName]: elementInstanceKey } },
        documents: [
          {
            name: documentName,
            fileName: `${safeFileName(title)}-${file.number}.pdf`,
            mediaType: 'application/pdf',
            content,
            forApplicant: wanted.forApplicant ?? true,
          },
        ],
        audit: [{ event: 'letter-created', detail: { documentName } }],
      };
    });
    return answer;
  },
});

/** Which element instance wrote which letter: a job that runs twice makes no second version. */
function letters(file: CaseFile): JsonObject {
  return asObject(file.facts['letters']);
}

function isWritten(file: CaseFile, documentName: string, elementInstanceKey: string): boolean {
  return letters(file)[documentName] === elementInstanceKey;
}

function safeFileName(title: string): string {
  return (
    title
      .replace(/[^\p{L}\p{N} _-]+/gu, ' ')
      .trim()
      .slice(0, 80) || 'Schreiben'
  );
}
