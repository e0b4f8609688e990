import type { FlowNode } from '../../engine/model/graph.ts';
import { ACTION_TEXTS, actionTextKey } from './action-texts.ts';
import type { Assembly } from './assemble-procedure.ts';
import { constant } from './check-model-references.ts';
import { modelFile, placeOf } from './model-place.ts';
import type { ProblemList } from './problem-list.ts';
import type { CaseAction } from './procedure-config.ts';

const FILE = 'procedure.json';

/** Actions: texts, a form without files, a letter that exists, and a model that waits for the message with the case's id. */
export function checkActions(assembly: Assembly, problems: ProblemList): void {
  const actions = assembly.parts[0]?.config?.actions ?? [];
  const seen = new Set<string>();
  for (const action of actions) {
    const { key } = action;
    if (seen.has(key)) problems.add(FILE, 'action-doubled', { line: 1 }, { action: key });
    seen.add(key);
    checkSaid(assembly, action, problems);
    checkForm(assembly, action, problems);
    checkLetter(assembly, action, problems);
    checkMessage(assembly, action, problems);
  }
}

function checkSaid({ texts }: Assembly, { key }: CaseAction, problems: ProblemList): void {
  for (const part of ACTION_TEXTS) {
    const text = actionTextKey(key, part);
    if (!texts.has(text)) {
      problems.add('texts/de.json', 'text-required', { line: 1 }, { key: text });
    }
  }
}

function checkForm({ forms }: Assembly, { form }: CaseAction, problems: ProblemList): void {
  if (form === undefined) return;
  const found = forms.get(form);
  if (!found) return problems.add(FILE, 'form-missing', { line: 1 }, { form });
  if (found.components.some(({ type }) => type === 'filepicker')) {
    problems.add(FILE, 'form-upload-in-action', { line: 1 }, { form });
  }
}

function checkLetter({ templates }: Assembly, { letter }: CaseAction, problems: ProblemList): void {
  const template = letter && `${letter.template}.letter.hbs`;
  if (template === undefined || templates.has(template)) return;
  problems.add(FILE, 'template-missing', { line: 1 }, { template });
}

function checkMessage(assembly: Assembly, action: CaseAction, problems: ProblemList): void {
  const { key, message } = action;
  if (checkCorrelation(assembly, message, problems)) return;
  problems.add(FILE, 'action-message', { line: 1 }, { action: key, message });
}

/**
 * What waits for a message that the portal sends is found by the case's id.
 *
 * @returns whether anything waits for it
 */
export function checkCorrelation(
  assembly: Assembly,
  message: string,
  problems: ProblemList,
): boolean {
  let isAwaited = false;
  for (const part of assembly.parts) {
    for (const node of part.process?.nodes.values() ?? []) {
      if (!waitsFor(node, message)) continue;
      isAwaited = true;
      if (correlationOf(node) === 'caseId') continue;
      problems.add(modelFile(part), 'action-correlation', placeOf(node), { message });
    }
  }
  return isAwaited;
}

function waitsFor({ event }: FlowNode, message: string): boolean {
  return event?.kind === 'message' && constant(event.name) === message;
}

function correlationOf({ event }: FlowNode): string | undefined {
  const key = event?.kind === 'message' ? event.correlationKey : undefined;
  return key?.kind === 'feel' ? key.source.trim() : undefined;
}
