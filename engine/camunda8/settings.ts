import type { Log } from '../../core/log.ts';
import type { ProcessGraph } from '../model/graph.ts';
import type { Problem } from '../model/problem.ts';

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
  /** Reads and checks the models of a bundle (path → text), in the same way for every engine. */
  readonly loadModels: (resources: ReadonlyMap<string, string>) => Promise<{
    readonly processes: readonly { readonly graph: ProcessGraph; readonly file: string }[];
    readonly problems: readonly Problem[];
  }>;
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
