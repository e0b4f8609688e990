/** What people see at the terminal while something takes its time. */
export interface Progress {
  /** A line of its own. */
  say(line: string): void;
  /** Shows how long the work is under way already; `detail` is asked each time. */
  during<T>(what: string, work: () => Promise<T>, detail?: () => string): Promise<T>;
}

interface Terminal {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** In a log file, where a line cannot be written over, one from time to time is enough. */
const TICK_MS = { terminal: 500, file: 10_000 };
/** To the start of the line, and the rest of it wiped. */
const OVERWRITE = '\r\u001b[K';

export function makeProgress(terminal: Terminal): Progress {
  const isTerminal = terminal.isTTY === true;
  const say = (line: string): void =>
    void terminal.write(`${isTerminal ? OVERWRITE : ''}${line}\n`);

  return {
    say,
    async during(what, work, detail = () => '') {
      const startedMs = Date.now();
      const line = (): string => `${what} … ${secondsSince(startedMs)} s ${detail()}`.trimEnd();
      const show = (): void => {
        if (isTerminal) terminal.write(OVERWRITE + line().slice(0, (terminal.columns ?? 80) - 1));
        else say(line());
      };
      if (isTerminal) show();
      else say(`${what} …`);
      const timer = setInterval(show, isTerminal ? TICK_MS.terminal : TICK_MS.file);
      try {
        const result = await work();
        say(`${what}: done in ${secondsSince(startedMs)} s.`);
        return result;
      } catch (error) {
        if (isTerminal) terminal.write(OVERWRITE);
        throw error;
      } finally {
        clearInterval(timer);
      }
    },
  };
}

function secondsSince(startedMs: number): string {
  return ((Date.now() - startedMs) / 1000).toFixed(0);
}
