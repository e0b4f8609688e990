import type { CaseFile } from '../../core/cases/case-file.ts';
import type { ProcessState, TaskState } from '../../core/cases/process-state.ts';
import type { Payment } from '../../core/cases/repositories.ts';
import type { TestApp } from './app.ts';
import { PAYMENT_ORIGIN, START_MS } from './app.ts';
import { makeClient } from './app-client.ts';
import type { Client } from './app-client.ts';

export const CARD = '2000000014';

/** A client that has begun an application; `path` without a step. */
export async function beginApplication(
  app: TestApp,
  client = makeClient(app.address),
): Promise<{ client: Client; path: string }> {
  await client.get('/dienste/bibliotheksgebuehr');
  const started = await client.submit('/dienste/bibliotheksgebuehr/beginnen', {});
  return { client, path: started.location ?? '' };
}

/** One that stands before "check your answers". */
export async function fillIn(
  app: TestApp,
  begun?: Client,
): Promise<{ client: Client; path: string }> {
  const { client, path } = await beginApplication(app, begun);
  await answerLibrary(client, path, 'kim@example.org');
  return { client, path };
}

/** Answers the library's own questions: from its first until "check your answers". */
export async function answerLibrary(client: Client, path: string, email = ''): Promise<void> {
  await answerCard(client, path);
  await client.get(`${path}/kontakt`);
  await client.submit(`${path}/kontakt`, { action: 'next', email });
}

export async function answerCard(client: Client, path: string): Promise<void> {
  await client.get(`${path}/nummer`);
  const card = { shown: 'identification cardNumber', identification: 'card', cardNumber: CARD };
  await client.submit(`${path}/nummer`, { action: 'next', ...card });
}

/** One that has submitted. */
export async function submitted(
  app: TestApp,
  begun?: Client,
): Promise<{ client: Client; path: string; file: CaseFile }> {
  const { client, path } = await fillIn(app, begun);
  return { client, path, file: await send(app, client, path) };
}

/** Sends what is filled in: the new case. */
export async function send(app: TestApp, client: Client, path: string): Promise<CaseFile> {
  await client.get(`${path}/pruefen`);
  await client.submit(`${path}/pruefen`, {});
  const file = [...app.cases.files.values()].at(-1);
  if (!file) throw new Error('nothing was submitted');
  return file;
}

/** The process of a case stands at a user task. */
export function putTask(app: TestApp, file: CaseFile, task: Partial<TaskState> = {}): TaskState {
  const [process] = app.procedure.processes.values();
  if (!process) throw new Error('no process');
  const open: TaskState = {
    key: '7.1',
    elementId: 'chooseItems',
    elementInstanceKey: '7',
    processId: process.processId,
    instanceKey: '1',
    rootInstanceKey: '1',
    caseId: file.id,
    bundleHash: file.bundleHash,
    state: 'open',
    formReference: 'forms/posten',
    candidateGroups: ['applicant'],
    priority: 50,
    createdAtMs: START_MS,
    ...task,
  };
  app.readModel.tasks.set(open.key, open);
  app.readModel.processes.set(file.id, processAt(file, process.processId, open));
  return open;
}

function processAt(file: CaseFile, processId: string, task: TaskState): ProcessState {
  const active = { state: 'active', processId, startedAtMs: START_MS, instanceKey: '1' } as const;
  return {
    caseId: file.id,
    rootInstanceKey: '1',
    processId,
    bundleHash: file.bundleHash,
    state: 'active',
    startedAtMs: START_MS,
    elements: [
      { ...active, key: '1', elementId: processId, elementType: 'process' },
      {
        ...active,
        key: task.elementInstanceKey,
        elementId: task.elementId,
        elementType: 'userTask',
        scopeKey: '1',
      },
    ],
    openTasks: task.state === 'open' ? [task] : [],
    openTimers: [],
    openIncidents: [],
  };
}

/** What the library said. */
export function putItems(app: TestApp, file: CaseFile): void {
  const items = [
    { itemNumber: 'P-1', kind: 'overdue', title: 'Momo', amountCents: 250, since: '2026-09-01' },
    { itemNumber: 'P-2', kind: 'loan', amountCents: 1500, since: '2026-09-01' },
  ];
  const current = app.cases.files.get(file.id) ?? file;
  const facts = { ...current.facts, libraryAccount: { state: 'open', items } };
  app.cases.files.set(file.id, { ...current, facts });
}

export async function putPayment(
  app: TestApp,
  file: CaseFile,
  payment: Partial<Payment> = {},
): Promise<Payment> {
  return app.payments.create({
    id: globalThis.crypto.randomUUID(),
    caseId: file.id,
    feeId: 'fee-1',
    attempt: 1,
    amountCents: 1750,
    purpose: file.number,
    status: 'open',
    transactionId: 'transaction-1',
    redirectUrl: `${PAYMENT_ORIGIN}/zahlungen/1`,
    reference: 'KZ-1',
    createdAtMs: START_MS,
    nextCheckAtMs: START_MS,
    checks: 0,
    ...payment,
  });
}
