import { loadModels, runModel } from '../../engine/interpreter/index.ts';
import type { HistoryLine, Run, RunOptions } from '../../engine/interpreter/index.ts';

export type Told = HistoryLine['event'];

/** Runs files (BPMN, or DMN where the text says so) in the bare interpreter. */
export async function run(
  files: string | readonly string[],
  options: RunOptions = {},
): Promise<Run> {
  const texts = typeof files === 'string' ? [files] : files;
  const resources = new Map(
    texts.map((text, index) => [`${index}.${text.includes('<bpmn:') ? 'bpmn' : 'dmn'}`, text]),
  );
  return runModel(await loadModels(resources), options);
}

/** The history as `event elementId`, in order; with `events`, only those. */
export function told({ history }: Run, ...events: Told[]): string[] {
  return history
    .filter(({ event }) => events.length === 0 || events.includes(event))
    .map(({ event, elementId }) => `${event} ${elementId}`);
}

/** Ids of elements that completed, in order, the process included. */
export function completed(ran: Run): string[] {
  return idsOf(ran, 'completed');
}

export function idsOf({ history }: Run, event: Told): string[] {
  return history.filter((line) => line.event === event).map(({ elementId }) => elementId);
}

/** What is waited for as `for elementId`. */
export function waiting({ result }: Run): string[] {
  return result.waiting.map((one) => `${one.for} ${one.elementId}`);
}

export function countOf(ran: Run, event: Told, elementId: string): number {
  return idsOf(ran, event).filter((id) => id === elementId).length;
}

/** Codes of what is wrong, for example of steps that were skipped. */
export function problems({ result }: Run): string[] {
  return result.problems.map(({ code }) => code);
}

/** The code and text of the first incident in the history. */
export function firstIncident({ history }: Run): Pick<HistoryLine, 'name' | 'message'> {
  const line = history.find(({ event }) => event === 'incident');
  return { name: line?.name ?? 'none', message: line?.message ?? '' };
}
