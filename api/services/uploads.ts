import { ConnectorError } from '../../connectors/connector.ts';
import type { VirusScanPort } from '../../connectors/virus-scan/port.ts';
import type { Draft } from '../../core/cases/case-file.ts';
import type { DraftRepository } from '../../core/cases/repositories.ts';
import type { Log } from '../../core/log.ts';
import type { FileField } from '../../core/procedures/form.ts';
import { BYTES_PER_MEGABYTE, checkUpload, tooLarge } from '../../core/uploads/check-upload.ts';
import { shownFileName } from '../../core/uploads/file-name.ts';
import { MAX_DRAFT_BYTES, MAX_FILE_BYTES } from '../../core/uploads/upload-limits.ts';
import type { UploadProblem } from '../../core/uploads/upload-problem.ts';
import { HttpError } from '../http-error.ts';

/** One file for one field, as a browser sent it. */
export interface OfferedFile {
  readonly fileName: string;
  readonly content: Uint8Array;
  readonly isTooLarge: boolean;
  readonly replaces?: string | undefined;
}

export interface UploadService {
  /**
   * Keeps a file with the draft when nothing is wrong with it: content, virus scan, room, in this
   * order. A refused one leaves the draft as it was. A problem names the file.
   */
  keep(draftId: string, field: FileField, file: OfferedFile): Promise<Draft | UploadProblem>;
}

export function makeUploadService(ports: {
  readonly drafts: Pick<DraftRepository, 'addDocument'>;
  readonly virusScan: Pick<VirusScanPort, 'scan'>;
  readonly log: Log;
}): UploadService {
  return {
    async keep(draftId, field, file) {
      const kept = await checkAndKeep(ports, draftId, field, file);
      if (!('code' in kept)) return kept;
      return { code: kept.code, values: { ...kept.values, file: shownFileName(file.fileName) } };
    },
  };
}

async function checkAndKeep(
  ports: Parameters<typeof makeUploadService>[0],
  draftId: string,
  field: FileField,
  file: OfferedFile,
): Promise<Draft | UploadProblem> {
  if (file.isTooLarge) return tooLarge(MAX_FILE_BYTES);
  const checked = checkUpload(file, { kinds: field.kinds, maxBytes: MAX_FILE_BYTES });
  if ('code' in checked) return checked;
  const infection = await scan(ports, checked.content);
  if (infection) return infection;
  const { key: component, maxFiles } = field;
  const { replaces } = file;
  const kept = await ports.drafts.addDocument(draftId, {
    ...checked,
    component,
    maxFiles,
    ...(replaces === undefined ? {} : { replaces }),
  });
  if (kept === undefined) throw new HttpError('not-found', 'the draft is gone or submitted');
  if (typeof kept === 'object' && 'sameAs' in kept) {
    return { code: 'upload-same', values: { other: kept.sameAs } };
  }
  if (kept === 'too-many') return { code: 'upload-too-many', values: { max: maxFiles } };
  if (kept === 'too-much') {
    const maxMegabytes = MAX_DRAFT_BYTES / BYTES_PER_MEGABYTE;
    return { code: 'upload-too-much', values: { maxMegabytes } };
  }
  return kept;
}

/** Without a scanner files are kept unscanned; the operator's page says that there is none. */
async function scan(
  { virusScan, log }: Parameters<typeof makeUploadService>[0],
  content: Uint8Array,
): Promise<UploadProblem | undefined> {
  try {
    const verdict = await virusScan.scan(content);
    if (verdict.result === 'clean') return undefined;
    log.warn({ signature: verdict.signature }, 'upload refused: malware');
    return { code: 'upload-infected' };
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    const { kind, reason } = error;
    if (reason === 'not-configured') return undefined;
    log.error({ kind, reason }, 'upload refused: not scanned');
    return { code: reason === 'too-large' ? 'upload-not-scannable' : 'upload-scanner-away' };
  }
}
