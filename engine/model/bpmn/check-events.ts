import type { EventDefinition } from '../graph.ts';
import { checkDistinctMessages } from './check-messages.ts';
import type { CompileContext, NodeDraft, ProcessDraft } from './compile-context.ts';
import { definitionsOf } from './event-definitions.ts';

/** Start events of every scope, and what sits on one activity (BPMN 2.0.2, 10.5). */
export function checkEvents(draft: ProcessDraft, context: CompileContext): void {
  for (const scope of draft.nodes.values()) {
    if (scope.node.startEventIds && !scope.refused) checkStarts(scope, draft, context);
    checkDistinct(draftsOf(scope.node.boundaryEventIds, draft), context);
    const eventSubProcesses = draftsOf(scope.node.eventSubProcessIds ?? [], draft);
    checkDistinct(
      eventSubProcesses.flatMap(({ node }) => draftsOf(node.startEventIds ?? [], draft)),
      context,
    );
  }
}

/** Of what waits at one place, nobody could say which of two equal ones it is. */
function checkDistinct(waiting: readonly NodeDraft[], context: CompileContext): void {
  checkDistinctMessages(waiting, context);
  checkDistinctCodes(waiting, caughtError, 'boundary-duplicate-error', context);
  checkDistinctCodes(waiting, caughtEscalation, 'escalation-duplicate', context);
}

function checkStarts(scope: NodeDraft, draft: ProcessDraft, context: CompileContext): void {
  const starts = draftsOf(scope.node.startEventIds ?? [], draft);
  if (scope.node.triggeredByEvent) {
    const count = starts.filter(({ element }) => definitionsOf(element).length === 1).length;
    if (count !== 1 || starts.length !== 1) {
      context.report.add('event-sub-process-start', scope.element, { count });
    }
    return;
  }
  if (starts.length === 0) {
    const what = scope === draft.root ? processNaming : subProcessNaming;
    context.report.add('no-start-event', scope.element, { what });
  }
  const [, second] = starts.filter(({ element }) => definitionsOf(element).length === 0);
  if (second) context.report.add('several-none-starts', second.element);
  checkDistinctMessages(starts, context);
}

const processNaming = { de: 'Der Prozess', en: 'The process' };
const subProcessNaming = { de: 'Der Teilprozess', en: 'The sub-process' };

/** `codeOf`: what it catches, `ANY` for all of its kind; undefined where it is of another kind. */
function checkDistinctCodes(
  waiting: readonly NodeDraft[],
  codeOf: (event: EventDefinition | undefined) => string | typeof ANY | undefined,
  rule: 'boundary-duplicate-error' | 'escalation-duplicate',
  context: CompileContext,
): void {
  const firstByCode = new Map<string | typeof ANY, string>();
  for (const { node, element } of waiting) {
    const code = codeOf(node.event);
    if (code === undefined) continue;
    const other = firstByCode.get(code);
    if (other === undefined) firstByCode.set(code, node.id);
    else context.report.add(rule, element, { other });
  }
}

const ANY = Symbol('any');

function caughtError(event: EventDefinition | undefined): string | typeof ANY | undefined {
  return event?.kind === 'error' ? (event.errorCode ?? ANY) : undefined;
}

function caughtEscalation(event: EventDefinition | undefined): string | typeof ANY | undefined {
  return event?.kind === 'escalation' ? (event.escalationCode ?? ANY) : undefined;
}

function draftsOf(ids: readonly string[], draft: ProcessDraft): NodeDraft[] {
  return ids.flatMap((id) => draft.nodes.get(id) ?? []);
}
