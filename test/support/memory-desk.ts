import type { StaffDirectory } from '../../core/access/staff-directory.ts';
import type {
  DocumentEvent,
  IssuedDocument,
  IssuedDocumentRepository,
} from '../../core/issued/issued-document.ts';
import type { PlateLookups } from '../../core/issued/plate-lookups.ts';
import type { TaskState } from '../../core/cases/process-state.ts';
import { EngineError } from '../../engine/errors.ts';
import type { TaskCommands } from '../../engine/port.ts';

/** Claims as an engine takes them, on tasks that a test has set. */
export function memoryClaims(
  tasks: Map<string, TaskState>,
): Pick<TaskCommands, 'claim' | 'unclaim'> {
  const openTask = (key: string): TaskState => {
    const task = tasks.get(key);
    if (task?.state !== 'open') throw new EngineError('conflict', 'the task is no longer open');
    return task;
  };
  return {
    async claim(key, assignee) {
      const task = openTask(key);
      if ((task.assignee ?? assignee) !== assignee) {
        throw new EngineError('conflict', 'somebody else holds the task');
      }
      tasks.set(key, { ...task, assignee });
    },
    async unclaim(key) {
      const { assignee: _assignee, ...task } = openTask(key);
      tasks.set(key, task);
    },
  };
}

export function memoryStaffDirectory(): StaffDirectory {
  const known = new Map<string, string>();
  return {
    async remember({ subject, name }) {
      known.set(subject, name);
    },
    async names(subjects) {
      return new Map([...known].filter(([subject]) => subjects.includes(subject)));
    },
  };
}

/** Finds what a test has issued by the plate that stands on it, and remembers who asked. */
export function memoryPlateLookups(world: {
  readonly issued: ReadonlyMap<string, IssuedDocument>;
  readonly lookedUp: object[];
}): PlateLookups {
  return {
    async lookUp(question) {
      world.lookedUp.push(question);
      return [...world.issued.values()].filter(({ shown }) => shown['plate'] === question.plate);
    },
    verify: async () => ({ count: world.lookedUp.length, fits: true }),
  };
}

/** What the portal reads of the register of issued documents; tests put documents in by code. */
export function memoryIssued({
  issued,
  documentEvents,
}: {
  readonly issued: ReadonlyMap<string, IssuedDocument>;
  readonly documentEvents: ReadonlyMap<string, DocumentEvent[]>;
}): Pick<IssuedDocumentRepository, 'findByCode' | 'find' | 'ofCase' | 'events'> {
  const all = () => [...issued.values()];
  return {
    findByCode: async (code) => issued.get(code),
    find: async (id) => all().find((document) => document.id === id),
    ofCase: async (caseId) => all().filter((document) => document.caseId === caseId),
    events: async (id) => documentEvents.get(id) ?? [],
  };
}
