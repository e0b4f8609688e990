import type { JsonValue } from '../feel/index.ts';
import type { FeelEnvironment } from '../feel/index.ts';
import type { CalledElement, ProcessGraph } from '../model/graph.ts';
import type { Variables } from './command.ts';

/** A deployed process: the compiled graph and what it can refer to. */
export interface Definition {
  readonly key: string;
  readonly graph: ProcessGraph;
  /** Evaluates a decision of the same deployment; throws a located error. */
  readonly decide: (decisionId: string, variables: Variables, env: FeelEnvironment) => JsonValue;
}

/** The models that an instance may run; loaded before the step, which waits for nothing. */
export interface ModelLibrary {
  definition(key: string): Definition;
  called(processId: string, called: CalledElement, caller: Definition): Definition | undefined;
}
