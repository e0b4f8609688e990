import type { Log } from '../../core/log.ts';

export interface Camunda8Settings {
  /** `grpc://host:port` or `grpcs://host:port`. */
  readonly grpcUrl: string;
  readonly restUrl: string;
  /** Absent: the cluster asks for nothing. */
  readonly oauth?: {
    readonly clientId: string;
    readonly clientSecret: string;
    readonly tokenUrl: string;
    readonly audience: string;
  };
  /** Time of the engine's world: what due times and periods are counted by. */
  readonly now: () => number;
  readonly log: Log;
  /** Names this process towards the cluster. */
  readonly owner: string;
}

/** How long a command may take, answers of a cluster under load included. */
export const COMMAND_MS = 20_000;
/** How long a command of ours waits for its own records, so that people see what they did. */
export const OWN_RECORD_MS = 2_000;
