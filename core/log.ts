import { pino, type DestinationStream, type Level } from 'pino';
import { cleanFields } from './log/clean-fields.ts';

/** What the house writes to its log. Case id, instance key, correlation id; never form data. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** What a line can be found by. */
export interface LogContext {
  readonly caseId?: string;
  readonly instanceKey?: string;
  readonly procedure?: string;
  readonly correlationId?: string;
  /** Which part of the house speaks, such as `engine`. */
  readonly part?: string;
}

export interface HouseLog extends Log {
  /** A log whose every line carries the context. */
  child(context: LogContext): HouseLog;
}

export interface LogOptions {
  readonly level: Level | 'silent';
  /** JSON lines for collectors, or one readable line each for people. */
  readonly format: 'json' | 'pretty';
  /** Standard output when absent. */
  readonly destination?: DestinationStream;
}

/** Every field passes `cleanFields`, so that form data handed in by mistake does not get out. */
export async function makeLog(options: LogOptions): Promise<HouseLog> {
  const destination = options.destination ?? pino.destination({ dest: 1, sync: true });
  const stream = options.format === 'pretty' ? await makePretty(destination) : destination;
  const settings = {
    level: options.level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    // Errors are cleaned like all else; pino's own way would copy what drivers hang on them.
    serializers: { err: (error: unknown) => error },
    formatters: { level: (label: string) => ({ level: label }), log: cleanFields },
  };
  return pino(settings, stream) as unknown as HouseLog;
}

/** Loaded only where people read: production starts without it. */
async function makePretty(destination: DestinationStream): Promise<DestinationStream> {
  const { prettyFactory } = await import('pino-pretty');
  const toLine = prettyFactory({
    colorize: process.stdout.isTTY,
    translateTime: 'SYS:HH:MM:ss',
    singleLine: true,
  });
  return { write: (line) => destination.write(toLine(line)) };
}
