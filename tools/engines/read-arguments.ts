import { parseArgs } from 'node:util';
import type { Engine, Options, OptionValues } from './engine.ts';
import { textOf, wrongUsage } from './option-values.ts';

export type Action = 'start' | 'stop' | 'status' | 'help';

export interface Arguments {
  readonly action: Action;
  readonly background: boolean;
  /** Instead of the usual folder for data, log and record. */
  readonly folder: string | undefined;
  readonly values: OptionValues;
}

const COMMON: Options = {
  background: { type: 'boolean' },
  stop: { type: 'boolean' },
  status: { type: 'boolean' },
  help: { type: 'boolean' },
  folder: { type: 'string' },
};

/** Throws `wrong-usage`. */
export function readArguments(engine: Pick<Engine, 'options'>, args: readonly string[]): Arguments {
  const values = parse(engine, args);
  const actions = (['help', 'stop', 'status'] as const).filter((name) => values[name] === true);
  if (actions.length > 1) {
    throw wrongUsage(`--${actions[0]} and --${actions[1]} do not go together`);
  }
  return {
    action: actions[0] ?? 'start',
    background: values['background'] === true,
    folder: textOf(values, 'folder'),
    values,
  };
}

function parse(engine: Pick<Engine, 'options'>, args: readonly string[]): OptionValues {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { ...COMMON, ...engine.options },
      allowPositionals: false,
    });
    return values as OptionValues;
  } catch (error) {
    // Node's advice on how to pass something that is no option helps nobody here.
    throw wrongUsage((error as Error).message.split('. ')[0] ?? '');
  }
}

export function helpText({ name, title, help }: Engine): string {
  return `Starts ${title} on 127.0.0.1, for development and tests. Needs Java; at the first start also
Maven, which fetches it.

  npm run engine:${name} -- [OPTIONS]       until Ctrl-C
  npm run engine:${name} -- --background    goes back to the terminal when the engine is ready
  npm run engine:${name} -- --status        exit code 0 when it is running, 1 when not
  npm run engine:${name} -- --stop

  --folder FOLDER          where data, log and process number lie (DATA_DIR/engines/${name}/run);
                           one engine for each folder, also for --status and --stop
${help}`;
}
