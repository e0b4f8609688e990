import type { Variables } from './command.ts';

/** What happened, in order: the history that `npm run model` prints. */
export interface HistoryEvent {
  readonly at: number;
  readonly event:
    | 'activated'
    | 'completed'
    | 'terminated'
    | 'flow'
    | 'job'
    | 'task'
    | 'timer'
    | 'message'
    | 'incident';
  readonly elementId: string;
  readonly elementType: string;
  readonly elementInstance: number;
  readonly scope: number;
  readonly process: string;
  /** Job type, message name, incident code. */
  readonly name?: string;
  readonly message?: string;
}

/** What the engine has to do outside the instance; waits are in the patch. */
export interface PublishMessageEffect {
  readonly type: 'publishMessage';
  /** Unique within the root instance: at most once however often the step is repeated. */
  readonly messageId: string;
  readonly name: string;
  readonly correlationKey: string;
  readonly variables: Variables;
}
