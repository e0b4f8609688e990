import type { CaseFile } from '../../core/cases/case-file.ts';
import type { TaskState } from '../../core/cases/process-state.ts';
import type { TestApp } from './app.ts';
import type { Client } from './app-client.ts';
import { putTask, submitted } from './app-steps.ts';
import { aClerk, signedIn } from './fake-identity.ts';

export const LIBRARY = ['stadtbibliothek'];

/** A clerk of the library, or whoever differs from one. */
export function clerkOf(app: TestApp, more: Parameters<typeof aClerk>[0] = {}): Promise<Client> {
  return signedIn(app, aClerk({ units: LIBRARY, ...more }));
}

/** A case whose fee has to be booked by hand. */
export async function putDeskTask(
  app: TestApp,
  task: Partial<TaskState> = {},
): Promise<{ file: CaseFile; task: TaskState }> {
  const { file } = await submitted(app);
  const open = putTask(app, file, {
    key: `${app.readModel.tasks.size + 10}.1`,
    elementId: 'bookByHand',
    formReference: 'forms/buchung-von-hand',
    candidateGroups: LIBRARY,
    ...task,
  });
  return { file, task: open };
}
