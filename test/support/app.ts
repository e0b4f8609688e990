import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createApp } from '../../api/create-app.ts';
import type { PortalOptions } from '../../api/portal-options.ts';
import { makeServices } from '../../api/services.ts';
import {
  ConnectorError,
  type ConnectorCheck,
  type ConnectorProblem,
} from '../../connectors/connector.ts';
import type { PaymentTransaction } from '../../connectors/payment/port.ts';
import type { VirusScanPort } from '../../connectors/virus-scan/port.ts';
import { makeOperatorAccess } from '../../core/access/operator-access.ts';
import type { OperatorAccess } from '../../core/access/operator-access.ts';
import { manualClock } from '../../core/clock.ts';
import type { Clock } from '../../core/clock.ts';
import { readProcedure } from '../../core/procedures/read-procedure.ts';
import type { WaitingWork } from '../../core/effects/waiting-work.ts';
import type { DocumentEvent, IssuedDocument } from '../../core/issued/issued-document.ts';
import type { Bundle, Procedure } from '../../core/procedures/procedure.ts';
import { describeTopics } from '../../core/procedures/topic.ts';
import type { EngineHealth } from '../../engine/port.ts';
import { EngineError } from '../../engine/errors.ts';
import { readProcedureFolder } from '../../store/procedures/read-procedure-folder.ts';
import { makePageRenderer, makeRenderPort } from '../../templates/render.ts';
import { workers } from '../../workers/index.ts';
import { memoryCases, memoryDrafts, memoryReadModel, memorySessions } from './app-memory.ts';
import type { MemoryCases, MemoryDrafts, MemoryReadModel } from './app-memory.ts';
import { aClerk, aPerson, fakeIdentity, IDENTITY_ORIGIN } from './fake-identity.ts';
import type { FakeIdentity } from './fake-identity.ts';
import {
  memoryClaims,
  memoryPlateLookups,
  memoryStaffDirectory,
  memoryIssued,
} from './memory-desk.ts';
import { memoryStore } from './memory-store.ts';
import type { MemoryStore } from './memory-store.ts';

export const START_MS = Date.UTC(2026, 10, 2, 9);
export const PAYMENT_ORIGIN = 'https://bezahlen.example';

/** The portal over a house of memory: what systems and processes say is set by the test. */
export interface TestApp {
  readonly address: string;
  readonly express: ReturnType<typeof createApp>;
  readonly clock: Clock & { advance(byMs: number): void };
  readonly procedure: Procedure;
  readonly drafts: MemoryDrafts;
  readonly cases: MemoryCases;
  readonly payments: MemoryStore['payments'];
  readonly readModel: MemoryReadModel;
  /** Who has looked up which plate, and why. */
  readonly lookedUp: object[];
  /** By code. */
  readonly issued: Map<string, IssuedDocument>;
  /** What happened to them, by id. */
  readonly documentEvents: Map<string, DocumentEvent[]>;
  readonly sessions: ReturnType<typeof memorySessions>;
  readonly operatorAccess: OperatorAccess;
  readonly identity: FakeIdentity;
  readonly staffIdentity: FakeIdentity;
  /** What the payment service says, by transaction; absent: it does not answer. */
  readonly transactions: Map<string, PaymentTransaction>;
  readonly resolved: string[];
  readonly logged: object[];
  engineHealth: EngineHealth | 'away';
  /** What is wrong with the payment service. */
  connectorProblem: ConnectorProblem | undefined;
  readonly waitingWork: WaitingWork[];
  storeAway: boolean;
  /** What the virus scanner says. */
  scan: VirusScanPort['scan'];
  stop(): Promise<void>;
}

export async function startTestApp(
  options: Partial<PortalOptions> = {},
  alter: (bundle: Bundle) => Bundle = (bundle) => bundle,
): Promise<TestApp> {
  const procedure = await libraryFee(alter);
  const clock = manualClock(START_MS);
  const drafts = memoryDrafts(clock);
  const world = {
    clock,
    procedure,
    drafts,
    cases: memoryCases(clock, drafts),
    payments: memoryStore().payments,
    readModel: memoryReadModel(),
    sessions: memorySessions(),
    operatorAccess: makeOperatorAccess(clock),
    issued: new Map<string, IssuedDocument>(),
    documentEvents: new Map<string, DocumentEvent[]>(),
    lookedUp: [] as object[],
    identity: fakeIdentity(aPerson()),
    staffIdentity: fakeIdentity(aClerk()),
    transactions: new Map<string, PaymentTransaction>(),
    resolved: [] as string[],
    logged: [] as object[],
    engineHealth: { ok: true, detail: 'answers' } as TestApp['engineHealth'],
    connectorProblem: undefined as TestApp['connectorProblem'],
    waitingWork: [] as WaitingWork[],
    storeAway: false,
    scan: (async () => ({ result: 'clean' })) as VirusScanPort['scan'],
  };
  const services = makeServices(portalPorts(world));
  const settings: PortalOptions = {
    publicUrl: 'http://127.0.0.1:3000',
    sessionSecret: 'a secret for tests, long enough for everyone',
    cityName: 'Musterstadt',
    paymentOrigins: [PAYMENT_ORIGIN],
    identityOrigins: { person: IDENTITY_ORIGIN, staff: IDENTITY_ORIGIN },
    trustedProxies: 0,
    limits: { page: 100_000, write: 100_000, guess: 100_000 },
    ...options,
  };
  const express = createApp(services, settings, makePageRenderer());
  const server = createServer(express);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(world, {
    address: `http://127.0.0.1:${port}`,
    express,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

type World = Omit<TestApp, 'address' | 'express' | 'stop'>;

function portalPorts(world: World): Parameters<typeof makeServices>[0] {
  const { clock, procedure, drafts, cases, payments, readModel, sessions, operatorAccess } = world;
  const note = (fields: object, message: string): void => {
    world.logged.push({ ...fields, message });
  };
  return {
    clock,
    log: { debug: note, info: note, warn: note, error: note },
    catalogue: {
      current: () => [procedure],
      currentByKey: (key) => (key === procedure.key ? procedure : undefined),
      byHash: async (hash) => (hash === procedure.hash ? procedure : undefined),
    },
    drafts,
    cases,
    payments,
    readModel,
    issued: memoryIssued(world),
    sessions,
    staffDirectory: memoryStaffDirectory(),
    plateLookups: memoryPlateLookups(world),
    render: makeRenderPort(),
    identity: world.identity,
    staffIdentity: world.staffIdentity,
    operatorAccess,
    commands: {
      async backlog() {
        if (world.storeAway) throw new Error('no database');
        return { waiting: 0, failed: 0 };
      },
      failed: async () => [],
      retryFailed: async () => false,
      async notTaken(keys) {
        const written = new Set(cases.commands.map(({ key }) => key));
        return new Set(keys.filter((key) => written.has(key)));
      },
    },
    engine: {
      async health() {
        if (world.engineHealth === 'away') throw new EngineError('unavailable', 'away');
        return world.engineHealth;
      },
      tasks: memoryClaims(readModel.tasks),
      incidents: {
        async resolve(key) {
          const incidents = [...readModel.processes.values()].flatMap((one) => one.openIncidents);
          if (!incidents.some((incident) => incident.key === key)) {
            throw new EngineError('not-found', `no incident ${key}`);
          }
          world.resolved.push(key);
        },
      },
    },
    payment: {
      check: async () => checked(undefined),
      create: async () => {
        throw new ConnectorError('transient', 'not-here', 'the portal creates no payments');
      },
      async read(transactionId) {
        const transaction = world.transactions.get(transactionId);
        if (!transaction) throw new ConnectorError('transient', 'timeout', 'no answer');
        return transaction;
      },
    },
    virusScan: { scan: (content) => world.scan(content) },
    waitingWork: () => world.waitingWork,
    connectors: [
      { kind: 'payment', check: async () => checked(world.connectorProblem) },
      { kind: 'treasury', check: () => Promise.reject(new Error('broken')) },
    ],
  };
}

function checked(problem: ConnectorProblem | undefined): ConnectorCheck {
  const isFine = problem === undefined;
  const check = { configured: true, reachable: isFine, credentialsAccepted: isFine };
  return { ...check, detail: 'memory', ...(problem ? { problem } : {}) };
}

async function libraryFee(alter: (bundle: Bundle) => Bundle): Promise<Procedure> {
  const folder = join(import.meta.dirname, '..', '..', 'processes');
  const { bundle } = await readProcedureFolder(folder, 'bibliotheksgebuehr');
  if (!bundle) throw new Error('the procedure cannot be read');
  const { procedure, problems } = await readProcedure(alter(bundle), describeTopics(workers));
  if (!procedure) throw new Error(problems.map(({ messageEn }) => messageEn).join('\n'));
  return procedure;
}
