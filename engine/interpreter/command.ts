import type { JsonValue } from '../feel/index.ts';

export type Variables = { [name: string]: JsonValue };

/** What can be asked of an instance. Keys are those of the rows of its state. */
export type Command =
  | {
      readonly type: 'start';
      readonly definitionKey: string;
      /** A message or other start event; absent: the none start event. */
      readonly startEventId?: string;
      readonly variables: Variables;
    }
  | { readonly type: 'completeJob'; readonly jobKey: number; readonly variables: Variables }
  /** `retries`: what is left; at 0 the job becomes an incident. */
  | {
      readonly type: 'failJob';
      readonly jobKey: number;
      readonly retries: number;
      readonly message: string;
    }
  | {
      readonly type: 'throwJobError';
      readonly jobKey: number;
      readonly errorCode: string;
      readonly message: string;
      readonly variables: Variables;
    }
  | {
      readonly type: 'completeTask';
      readonly taskKey: number;
      readonly variables: Variables;
      /** With it, only this person or nobody may hold the task. */
      readonly by?: string;
    }
  /** `from` given: refused as a conflict unless this person (null: nobody) holds it. */
  | {
      readonly type: 'assignTask';
      readonly taskKey: number;
      readonly assignee: string | null;
      readonly onlyIfFree?: boolean;
    }
  | {
      readonly type: 'changeTask';
      readonly taskKey: number;
      readonly dueAtMs?: number | null;
      readonly priority?: number;
    }
  | { readonly type: 'correlateMessage'; readonly waitKey: number; readonly variables: Variables }
  | { readonly type: 'fireTimer'; readonly waitKey: number }
  | { readonly type: 'setVariables'; readonly scopeKey?: number; readonly variables: Variables }
  | {
      readonly type: 'resolveIncident';
      readonly incidentKey: number;
      readonly retries?: number;
      readonly variables?: Variables;
    }
  | { readonly type: 'cancel' };

/** The command does not fit the state: nothing has changed. */
export class CommandRejected extends Error {
  readonly code: 'not-found' | 'conflict' | 'invalid-argument';

  constructor(code: 'not-found' | 'conflict' | 'invalid-argument', message: string) {
    super(message);
    this.name = 'CommandRejected';
    this.code = code;
  }
}
