import { join } from 'node:path';
import { makeBundle } from '../../../core/procedures/bundle.ts';
import type { Procedure } from '../../../core/procedures/procedure.ts';
import { readProcedure } from '../../../core/procedures/read-procedure.ts';
import type { ReadProcedure } from '../../../core/procedures/read-procedure.ts';
import { describeTopics } from '../../../core/procedures/topic.ts';
import { readProcedureFolder } from '../../../store/procedures/read-procedure-folder.ts';
import { workers } from '../../../workers/index.ts';
import { procedureChecks } from '../../support/procedure-checks.ts';

const PROCESSES = join(import.meta.dirname, '../../../processes');

export const topics = describeTopics(workers);

/** Files of a real procedure, to be spoiled one at a time. */
export async function goodFiles(): Promise<Map<string, string>> {
  const { bundle } = await readProcedureFolder(PROCESSES, 'bibliotheksgebuehr');
  if (!bundle) throw new Error('the procedure cannot be read');
  return new Map(bundle.files);
}

export async function goodProcedure(): Promise<Procedure> {
  const { procedure } = await readFiles(await goodFiles());
  if (!procedure) throw new Error('the procedure is not accepted');
  return procedure;
}

export function readFiles(files: ReadonlyMap<string, string>): Promise<ReadProcedure> {
  return readProcedure(makeBundle('bibliotheksgebuehr', files), topics, procedureChecks);
}
