/** A real engine that can be fetched with Maven and run as a process of its own. */
export interface Engine {
  /** Names its folder below `DATA_DIR/engines` and its command. */
  readonly name: 'camunda7' | 'camunda8';
  /** As people call it, with its version. */
  readonly title: string;
  readonly java: { readonly version: number; readonly withCompiler: boolean };
  readonly program: Program;
  /** Beside those that every engine has. */
  readonly options: Options;
  /** What `--help` says of them. */
  readonly help: string;
  /** Pure; throws `wrong-usage`. */
  readonly plan: (values: OptionValues, place: Place) => LaunchPlan;
}

export type Options = Readonly<Record<string, { readonly type: 'string' | 'boolean' }>>;

export interface Program {
  /** Changes with everything that the program is made from. */
  readonly key: string;
  /** What is got, for the terminal. */
  readonly what: string;
  readonly neededMb: number;
  /** What Maven is to do so that the program lies in that folder. */
  readonly mavenArguments: (folder: string) => readonly string[];
  /** Of this file the program is run: without it the folder is not whole. */
  readonly mainFile: string;
}

export type OptionValues = Readonly<Record<string, string | boolean | undefined>>;

export interface Place {
  /** Holds the installed program. */
  readonly program: string;
  /** Holds what a run leaves: data, log, record. */
  readonly run: string;
}

/** All that is needed to start it and to see that it is ready. */
export interface LaunchPlan {
  readonly ports: readonly PlannedPort[];
  /** The first is where it is reached; all are shown. */
  readonly addresses: readonly Address[];
  readonly neededMb: number;
  /** Behind `java`; secrets never stand here, because everybody sees them in the list of processes. */
  readonly javaArguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** It is ready when all answer as they should. */
  readonly ready: readonly ReadyCheck[];
}

export interface ReadyCheck {
  readonly url: string;
  readonly accepts: (answer: unknown) => boolean;
}

export interface PlannedPort {
  readonly port: number;
  /** The option that moves it. */
  readonly option: string;
}

export interface Address {
  readonly label: string;
  readonly url: string;
}
