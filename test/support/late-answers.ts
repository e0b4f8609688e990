import type { CaseFile } from '../../core/cases/case-file.ts';
import type { ElementState, TaskState } from '../../core/cases/process-state.ts';
import { makeBundle } from '../../core/procedures/bundle.ts';
import type { Bundle } from '../../core/procedures/procedure.ts';
import { jsonOf, withMore } from './altered-bundle.ts';
import type { TestApp } from './app.ts';
import { putTask } from './app-steps.ts';
import { LIBRARY } from './desk-steps.ts';
import { withLatePapers } from './late-papers.ts';

/** A question whose answer may come late, as long as a clerk has not booked by hand. */
export function withLateAnswers(bundle: Bundle): Bundle {
  const { key, files } = withLatePapers(bundle);
  const model = (files.get('process.bpmn') ?? '')
    .replace(
      '<zeebe:property name="words" value="askText" />',
      (words) => `${words}<zeebe:property name="lateMessage" value="answer-came-late" />`,
    )
    .replace(
      /id="choiceExpired"[^]*?<zeebe:properties>/,
      (event) => `${event}<zeebe:property name="statusDone" value="status.choiceStale.done" />`,
    )
    .replace(/<bpmn:userTask id="bookByHand"[^]*?<\/bpmn:userTask>/, (task) => task + BOUNDARY)
    .replace('<bpmndi:BPMNDiagram', (diagram) => MESSAGE + diagram);
  const declared = jsonOf(files, 'procedure.json')['messages'] as object;
  const messages = { messages: { ...declared, 'answer-came-late': ['notAll'] } };
  const changed = new Map(files)
    .set('process.bpmn', model)
    .set('procedure.json', withMore(files, 'procedure.json', messages));
  return makeBundle(key, changed);
}

const BOUNDARY = `
      <bpmn:boundaryEvent id="cameLate" attachedToRef="bookByHand">
        <bpmn:outgoing>cameLateToEnd</bpmn:outgoing>
        <bpmn:messageEventDefinition messageRef="cameLateMessage" />
      </bpmn:boundaryEvent>
      <bpmn:endEvent id="cameLateEnd"><bpmn:incoming>cameLateToEnd</bpmn:incoming></bpmn:endEvent>
      <bpmn:sequenceFlow id="cameLateToEnd" sourceRef="cameLate" targetRef="cameLateEnd" />`;
const MESSAGE = `<bpmn:message id="cameLateMessage" name="answer-came-late">
    <bpmn:extensionElements><zeebe:subscription correlationKey="=caseId" /></bpmn:extensionElements>
  </bpmn:message>
  `;

/** The deadline of the applicant's question is over, and the process stands at the clerk's decision. */
export function expire(app: TestApp, file: CaseFile, question: TaskState): TaskState {
  const decision = putTask(app, file, {
    key: '20.1',
    elementId: 'bookByHand',
    elementInstanceKey: '20',
    formReference: 'forms/buchung-von-hand',
    candidateGroups: LIBRARY,
  });
  app.readModel.tasks.set(question.key, { ...question, state: 'cancelled' });
  const process = app.readModel.processes.get(file.id);
  const [root, ...active] = process?.elements ?? [];
  if (!process || !root) throw new Error('no process');
  const { elementId, elementInstanceKey: key } = question;
  const asked = { ...root, key, elementId, elementType: 'userTask', scopeKey: root.key } as const;
  const elements: ElementState[] = [
    root,
    { ...asked, state: 'terminated' },
    { ...asked, key: '8', elementId: 'choiceExpired', state: 'completed' },
    ...active,
  ];
  app.readModel.processes.set(file.id, { ...process, elements });
  return decision;
}
