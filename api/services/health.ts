import type { ConnectorCheck } from '../../connectors/connector.ts';
import type { EngineCommandRepository } from '../../core/cases/repositories.ts';
import type { WaitingWork } from '../../core/effects/waiting-work.ts';
import type { EngineHealth, EnginePort } from '../../engine/port.ts';
import type { NamedConnector } from '../services.ts';

/** After this an operator learns that there was no answer, instead of waiting for it. */
export const CHECK_LIMIT_MS = 5_000;

export interface HealthService {
  /** Asks everything at once, each with a limit; nothing here throws. */
  report(): Promise<HealthReport>;
  /** The cheap part, for probes. */
  engine(): Promise<EngineHealth | 'no-answer'>;
  backlog(): Promise<Backlog | 'no-answer'>;
}

export type Backlog = Awaited<ReturnType<EngineCommandRepository['backlog']>>;

export interface HealthReport {
  readonly engine: EngineHealth | 'no-answer';
  readonly backlog: Backlog | 'no-answer';
  readonly waiting: readonly WaitingWork[];
  readonly connectors: readonly {
    readonly kind: NamedConnector['kind'];
    readonly check: ConnectorCheck | 'no-answer';
  }[];
}

export function makeHealthService(ports: {
  readonly engine: Pick<EnginePort, 'health'>;
  readonly commands: Pick<EngineCommandRepository, 'backlog'>;
  readonly connectors: readonly NamedConnector[];
  readonly waitingWork: () => readonly WaitingWork[];
}): HealthService {
  const engine = (): Promise<EngineHealth | 'no-answer'> => inTime(() => ports.engine.health());
  const backlog = (): Promise<Backlog | 'no-answer'> => inTime(() => ports.commands.backlog());
  const connectors = ports.connectors.map(({ kind, check }) => async () => ({
    kind,
    check: await inTime(check),
  }));
  return {
    engine,
    backlog,
    async report() {
      const [engineHealth, commands, ...checks] = await Promise.all([
        engine(),
        backlog(),
        ...connectors.map((check) => check()),
      ]);
      const waiting = ports.waitingWork();
      return { engine: engineHealth, backlog: commands, waiting, connectors: checks };
    },
  };
}

async function inTime<T>(ask: () => Promise<T>): Promise<T | 'no-answer'> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<'no-answer'>((resolve) => {
    timer = setTimeout(() => resolve('no-answer'), CHECK_LIMIT_MS);
  });
  try {
    return await Promise.race([ask(), limit]);
  } catch {
    return 'no-answer';
  } finally {
    clearTimeout(timer);
  }
}
