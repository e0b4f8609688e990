import { clusterFolder, type Place } from './place.ts';
import { isServerOf } from './postmaster-file.ts';

const CHECK_MS = 250;
const MAX_PAUSE_MS = 10_000;

export interface PostgresLog {
  info(message: string): void;
  warn(message: string): void;
}

export interface Supervisor {
  pid(): number;
  /** No restart from now on; one under way is waited for. */
  end(): Promise<void>;
}

/** Looks after the server by its process number, since an adopted one is no child of ours. */
export function superviseServer(deps: {
  place: Place;
  pid: number;
  restart: () => Promise<{ pid: number }>;
  log: PostgresLog;
}): Supervisor {
  const cluster = clusterFolder(deps.place.home);
  let pid = deps.pid;
  let pauseMs = CHECK_MS;
  let ended = false;
  let underWay: Promise<void> = Promise.resolve();
  let timer = schedule();

  function schedule(): NodeJS.Timeout {
    return setTimeout(() => {
      underWay = check();
    }, pauseMs).unref();
  }

  async function check(): Promise<void> {
    if (!isServerOf(pid, cluster)) await restart();
    if (!ended) timer = schedule();
  }

  async function restart(): Promise<void> {
    deps.log.warn(`The database server (process ${pid}) is gone; it is started again.`);
    try {
      pid = (await deps.restart()).pid;
      pauseMs = CHECK_MS;
      deps.log.info(`The database server runs again as process ${pid}.`);
    } catch (error) {
      pauseMs = Math.min(pauseMs * 2, MAX_PAUSE_MS);
      const reason = error instanceof Error ? error.message : String(error);
      deps.log.warn(`The database server does not start: ${reason}`);
    }
  }

  return {
    pid: () => pid,
    async end() {
      ended = true;
      clearTimeout(timer);
      await underWay;
      clearTimeout(timer);
    },
  };
}
