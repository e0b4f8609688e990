import type { Expression, UserTaskDefinition } from '../graph.ts';
import { attributeOf } from '../xml/xml-element.ts';
import type { XmlElement } from '../xml/xml-element.ts';
import type { CompileContext, NodeParts } from './compile-context.ts';
import { checkTimerText } from './compile-timer.ts';
import { expressionOf } from './expression.ts';
import { extensionOf } from './extensions.ts';

export function compileUserTask(element: XmlElement, context: CompileContext): NodeParts {
  if (!extensionOf(element, 'zeebe:userTask')) context.report.add('user-task-native', element);
  warnAboutHeaders(element, context);
  const priority = priorityOf(element, context);
  const formReference = formReferenceOf(element, context);
  const userTask: UserTaskDefinition = {
    ...assignmentOf(element, context),
    ...scheduleOf(element, context),
    ...(priority && { priority }),
    ...(formReference && { formReference }),
  };
  return { userTask };
}

/** Headers of a user task have nobody who reads them. */
function warnAboutHeaders(element: XmlElement, context: CompileContext): void {
  const headers = extensionOf(element, 'zeebe:taskHeaders');
  if (headers) context.report.add('element-ignored', headers, { name: headers.name });
}

function assignmentOf(element: XmlElement, context: CompileContext): UserTaskDefinition {
  const assignment = extensionOf(element, 'zeebe:assignmentDefinition');
  if (!assignment) return {};
  const assignee = expressionOf(assignment, 'assignee', context);
  const candidateGroups = expressionOf(assignment, 'candidateGroups', context);
  const candidateUsers = expressionOf(assignment, 'candidateUsers', context);
  return {
    ...(assignee && { assignee }),
    ...(candidateGroups && { candidateGroups }),
    ...(candidateUsers && { candidateUsers }),
  };
}

function scheduleOf(element: XmlElement, context: CompileContext): UserTaskDefinition {
  const schedule = extensionOf(element, 'zeebe:taskSchedule');
  const date = (attribute: string): Expression | undefined => {
    const text = schedule && attributeOf(schedule, attribute);
    return schedule && text ? checkTimerText(text, 'date', schedule, context) : undefined;
  };
  const dueDate = date('dueDate');
  const followUpDate = date('followUpDate');
  return { ...(dueDate && { dueDate }), ...(followUpDate && { followUpDate }) };
}

function priorityOf(element: XmlElement, context: CompileContext): Expression | undefined {
  const definition = extensionOf(element, 'zeebe:priorityDefinition');
  const priority = definition && expressionOf(definition, 'priority', context);
  if (!definition || !priority) return undefined;
  if (priority.kind === 'text' && !/^(?:\d{1,2}|100)$/.test(priority.text)) {
    context.report.add('priority-not-a-number', definition, { value: priority.text });
  }
  return priority;
}

function formReferenceOf(element: XmlElement, context: CompileContext): Expression | undefined {
  const form = extensionOf(element, 'zeebe:formDefinition');
  if (!form) return undefined;
  const reference = expressionOf(form, 'externalReference', context);
  if (!reference) context.report.add('form-not-in-bundle', form);
  return reference;
}
