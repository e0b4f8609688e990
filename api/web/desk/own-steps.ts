import type { FlowNode } from '../../../engine/model/graph.ts';
import type { ProcessState } from '../../../core/cases/process-state.ts';
import { constant } from '../../../core/procedures/check-model-references.ts';
import { nodeOf } from '../../../core/procedures/element-chain.ts';
import type { Phrase } from '../../../templates/page-renderer.ts';
import type { StaffCaseContext } from '../../context.ts';
import { pageWords } from '../phrase.ts';

/** Something that nobody did. */
export interface OwnStep {
  readonly atMs: number;
  readonly what: readonly Phrase[];
}

/**
 * What the process did by itself and the audit trail does not know, because nothing in the case file
 * was changed: periods that ended and mails, as their models call them (`statusDone`).
 */
export function ownSteps(
  { procedure, file, locale, t }: StaffCaseContext,
  process: ProcessState | undefined,
): OwnStep[] {
  return (process?.elements ?? []).flatMap((element) => {
    const node = nodeOf(procedure, element);
    const key = node?.properties['statusDone'];
    if (!node || key === undefined || element.state !== 'completed') return [];
    if (!isTimer(node) && !isMail(node)) return [];
    const event = procedure.texts.get(locale, key);
    const isSent = !isMail(node) || file.contact.email !== undefined;
    const text = isSent ? event : t('desk.event.withoutMail', { event });
    return [{ atMs: element.endedAtMs ?? element.startedAtMs, what: [pageWords(text)] }];
  });
}

function isTimer({ event }: FlowNode): boolean {
  return event?.kind === 'timer';
}

function isMail({ job }: FlowNode): boolean {
  return job !== undefined && constant(job.jobType) === 'notify';
}
