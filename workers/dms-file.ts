import { z } from 'zod';
import type { DmsDocument, DmsProcedure } from '../connectors/dms/port.ts';
import type { CaseFile, DocumentInfo } from '../core/cases/case-file.ts';
import { performOnce } from '../core/effects/perform-once.ts';
import { localDay } from '../core/i18n/format.ts';
import type { ProcedureConfig } from '../core/procedures/procedure-config.ts';
import { answersRecord } from './answers-record.ts';
import type { WorkerContext } from './define-worker.ts';
import { defineWorker } from './define-worker.ts';
import { noteFiled } from './dms-facts.ts';
import { envelopeName, isLetter } from './transfer-envelope.ts';

const input = z.object({});

const output = z.object({
  /** The place in the filing plan, as people quote it. */
  dmsReference: z.string(),
  /** Documents of the case, each version, and the record of the answers. */
  filedCount: z.int(),
});

type Context = WorkerContext<z.output<typeof input>>;
type Filing = NonNullable<ProcedureConfig['filing']>;

const TOPIC = 'dms-file';
const RECORD_NAME = 'angaben-zum-antrag';

/**
 * Files what the case consists of. Documents are filed once each, whichever task asks; the answers
 * by each task, so that what was answered since the last one becomes their next version.
 */
export const dmsFile = defineWorker({
  topic: TOPIC,
  title: 'Vorgang in der Akte ablegen',
  input,
  output,
  errors: {},
  lockMs: 300_000,
  async handle(context) {
    const { file, procedure, ports, change } = context;
    const { filing } = procedure.config;
    if (!filing) return { type: 'giveUp', reason: 'procedure.json names no place for filing' };
    const { procedureId, reference } = await openProcedure(context, filing);
    const filed: Record<string, string> = {
      [RECORD_NAME]: await fileRecord(context, procedureId),
    };
    // One after the other: of one name, the older version has to be there before the newer.
    for (const document of await ports.cases.documentVersions(file.id)) {
      filed[document.id] = await fileDocument(context, procedureId, document);
    }
    await change((current) => noteFiled(current, { procedureId, reference, filed }));
    const filedCount = Object.keys(filed).length;
    return { type: 'done', output: { dmsReference: reference, filedCount } };
  },
});

/** Once per case: a procedure that was closed is not asked for again. */
async function openProcedure(
  { file, procedure, ports }: Context,
  { planEntry, fileName }: Filing,
): Promise<DmsProcedure> {
  const place = {
    planEntry,
    fileName: fileName.replace('{year}', localDay(file.receivedAtMs).slice(0, 4)),
    procedureName: file.number,
    subject: procedure.texts.get('de', 'service.title'),
  };
  const { result } = await performOnce(ports.effects, {
    identity: identityOf(file, file.id, 'procedure'),
    request: place,
    act: async () => {
      const { procedureId, reference } = await ports.dms.openProcedure(place);
      return { procedureId, reference };
    },
    repetition: { type: 'harmless' },
  });
  return result;
}

async function fileRecord(context: Context, procedureId: string): Promise<string> {
  const { file, procedure, ports, elementInstanceKey } = context;
  const { result } = await performOnce(ports.effects, {
    identity: identityOf(file, elementInstanceKey, 'answers'),
    request: { procedureId },
    act: (key) =>
      putDocument(context, procedureId, {
        key,
        name: RECORD_NAME,
        fileName: `Angaben-${file.number}.txt`,
        mediaType: 'text/plain;charset=utf-8',
        content: new TextEncoder().encode(answersRecord(procedure, file)),
        direction: 'incoming',
      }),
    repetition: { type: 'harmless' },
  });
  return result.version;
}

async function fileDocument(
  context: Context,
  procedureId: string,
  document: DocumentInfo,
): Promise<string> {
  const { file, ports } = context;
  const { id, name, fileName, mediaType } = document;
  const { result } = await performOnce(ports.effects, {
    identity: identityOf(file, id, 'document'),
    request: { procedureId, documentId: id },
    act: async (key) => {
      const content = await ports.cases.documentContent(file.id, id);
      if (!content) throw new Error(`document ${id} has no content`);
      const direction = directionOf(file, name);
      return putDocument(context, procedureId, {
        key,
        name,
        fileName,
        mediaType,
        content,
        direction,
      });
    },
    repetition: { type: 'harmless' },
  });
  return result.version;
}

async function putDocument({ ports }: Context, procedureId: string, document: DmsDocument) {
  const { documentId, version } = await ports.dms.file(procedureId, document);
  return { documentId, version };
}

/** What was not written here has come in. */
function directionOf(file: CaseFile, name: string): DmsDocument['direction'] {
  return isLetter(file, name) || name.startsWith(envelopeName('')) ? 'outgoing' : 'incoming';
}

/** @param thing what the effect belongs to: the case, a document, or the task */
function identityOf(file: CaseFile, thing: string, purpose: string) {
  return { caseId: file.id, elementInstanceKey: thing, topic: TOPIC, purpose, attempt: 1 };
}
