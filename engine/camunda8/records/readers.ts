import type { ZeebeRecord } from './read-record.ts';
import { flowTaken } from './taken-flows.ts';
import { elementBegan, elementEnded } from './tell-element.ts';
import { incidentIs } from './tell-incident.ts';
import { taskIs } from './tell-task.ts';
import { timerIs } from './tell-timer.ts';
import { variableWritten } from './tell-variable.ts';
import type { Telling } from './telling.ts';

type Reader = (telling: Telling, record: ZeebeRecord) => void;

interface Kind {
  /** The only form of its value that is known here. */
  readonly recordVersion: number;
  readonly intents: Readonly<Record<string, Reader>>;
}

const passOver: Reader = () => undefined;

/** What is read, by value type. Intents that end in -ING announce what the next record says. */
const KINDS: Readonly<Record<string, Kind>> = {
  PROCESS_INSTANCE: {
    recordVersion: 1,
    intents: {
      ELEMENT_ACTIVATING: elementBegan,
      ELEMENT_ACTIVATED: passOver,
      ELEMENT_COMPLETING: passOver,
      ELEMENT_COMPLETED: elementEnded('completed'),
      ELEMENT_TERMINATING: passOver,
      ELEMENT_TERMINATED: elementEnded('terminated'),
      SEQUENCE_FLOW_TAKEN: flowTaken,
    },
  },
  VARIABLE: {
    recordVersion: 1,
    intents: { CREATED: variableWritten, UPDATED: variableWritten },
  },
  USER_TASK: {
    recordVersion: 1,
    intents: {
      CREATING: passOver,
      CREATED: taskIs('open'),
      ASSIGNING: passOver,
      ASSIGNED: taskIs('open'),
      UPDATING: passOver,
      UPDATED: taskIs('open'),
      COMPLETING: passOver,
      COMPLETED: taskIs('completed'),
      CANCELING: passOver,
      CANCELED: taskIs('cancelled'),
    },
  },
  TIMER: {
    recordVersion: 1,
    intents: { CREATED: timerIs('open'), TRIGGERED: timerIs('gone'), CANCELED: timerIs('gone') },
  },
  INCIDENT: {
    recordVersion: 1,
    intents: { CREATED: incidentIs('open'), RESOLVED: incidentIs('resolved') },
  },
};

/**
 * What Zeebe 8.6 also exports, and what says nothing that the history of a case needs. Signals are
 * read by `fences-in.ts`.
 */
const OF_NO_INTEREST = new Set([
  ...['DEPLOYMENT', 'DEPLOYMENT_DISTRIBUTION', 'COMMAND_DISTRIBUTION', 'RESOURCE_DELETION'],
  ...['PROCESS', 'DECISION', 'DECISION_REQUIREMENTS', 'DECISION_EVALUATION', 'FORM'],
  ...['PROCESS_INSTANCE_CREATION', 'PROCESS_INSTANCE_RESULT', 'PROCESS_INSTANCE_BATCH'],
  ...['PROCESS_INSTANCE_MODIFICATION', 'SIGNAL'],
  ...['PROCESS_EVENT', 'VARIABLE_DOCUMENT', 'ESCALATION', 'COMPENSATION_SUBSCRIPTION', 'ERROR'],
  ...['JOB', 'JOB_BATCH', 'MESSAGE', 'MESSAGE_BATCH', 'MESSAGE_CORRELATION'],
  ...['MESSAGE_SUBSCRIPTION', 'PROCESS_MESSAGE_SUBSCRIPTION', 'MESSAGE_START_EVENT_SUBSCRIPTION'],
  ...['SIGNAL_SUBSCRIPTION', 'CHECKPOINT', 'USER', 'AUTHORIZATION', 'CLOCK'],
]);

/** Who reads a record; a text names the kind of a record that nobody here knows. */
export function readerOf({ valueType, intent, recordVersion }: ZeebeRecord): Reader | string {
  if (OF_NO_INTEREST.has(valueType)) return passOver;
  const kind = Object.hasOwn(KINDS, valueType) ? KINDS[valueType] : undefined;
  if (!kind) return valueType;
  if (kind.recordVersion !== recordVersion) return `${valueType} version ${recordVersion}`;
  const reader = Object.hasOwn(kind.intents, intent) ? kind.intents[intent] : undefined;
  return reader ?? `${valueType} ${intent}`;
}
