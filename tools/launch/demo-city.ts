import { existsSync } from 'node:fs';
import { fork, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { keepRunning } from './keep-running.ts';
import { StartError } from './start-error.ts';

/** Where the demo city is, and what opens its outside systems. */
export interface DemoCityAccess {
  readonly cityUrl: string;
  readonly mailboxUrl: string;
  readonly controlUrl: string;
  readonly payment: {
    readonly url: string;
    readonly originatorId: string;
    readonly endpointId: string;
    readonly tokenUrl: string;
    readonly clientId: string;
    readonly clientSecret: string;
  };
  /** The account of the invented city's treasury, with a test IBAN. */
  readonly treasuryAccount: { readonly name: string; readonly iban: string };
  readonly smtpUrl: string;
  readonly library: { readonly url: string; readonly token: string };
  readonly populationRegister: { readonly url: string; readonly token: string };
  readonly vehicleRegister: { readonly url: string; readonly token: string };
  readonly identity: IdentityAccess;
  readonly staffIdentity: IdentityAccess;
  readonly dms: {
    readonly url: string;
    readonly user: string;
    readonly password: string;
    readonly repositoryId: string;
    readonly root: string;
  };
  readonly caseTransfer: { readonly directory: string };
  stop(): Promise<void>;
  /** At once, without waiting. */
  kill(): void;
}

interface IdentityAccess {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

interface Addresses {
  readonly cityUrl: string;
  readonly paymentUrl: string;
  readonly smtpUrl: string;
  readonly libraryUrl: string;
  readonly populationRegisterUrl: string;
  readonly vehicleRegisterUrl: string;
  readonly identityUrl: string;
  readonly dmsUrl: string;
  readonly dmsRepositoryId: string;
  readonly dmsRoot: string;
  readonly transferDir: string;
  readonly mailboxUrl: string;
  readonly controlUrl: string;
}

const START_LIMIT_MS = 15_000;
const STOP_LIMIT_MS = 5_000;

/**
 * Starts the demo city as a process of its own, again whenever it dies: `tell` is given a line. Its ports are kept in the data folder, so that the
 * address of a payment that is under way is still good after a restart.
 */
export async function startDemoCityProcess(
  dataDir: string,
  portalUrl: string,
  tell: (line: string) => void = () => undefined,
): Promise<DemoCityAccess> {
  const secrets = {
    payment: secret(),
    library: secret(),
    register: secret(),
    dms: secret(),
    person: secret(),
    staff: secret(),
  };
  const ids = { originator: 'amtsweg', endpoint: 'stadtkasse', client: 'amtsweg' };
  const environment = {
    DEMO_PORTAL_URL: portalUrl,
    DEMO_STATE_DIR: join(dataDir, 'demo-city'),
    DEMO_PAYMENT_CLIENT_ID: ids.client,
    DEMO_PAYMENT_CLIENT_SECRET: secrets.payment,
    DEMO_PAYMENT_ORIGINATOR_ID: ids.originator,
    DEMO_PAYMENT_ENDPOINT_ID: ids.endpoint,
    DEMO_LIBRARY_TOKEN: secrets.library,
    DEMO_REGISTER_TOKEN: secrets.register,
    DEMO_DMS_PASSWORD: secrets.dms,
    DEMO_IDENTITY_CLIENT_SECRET: secrets.person,
    DEMO_STAFF_IDENTITY_CLIENT_SECRET: secrets.staff,
  };
  const { child, addresses } = await startOnKnownPorts(dataDir, environment);
  const samePlace = { ...environment, ...portsOf(addresses) };
  const kept = keepRunning({
    name: 'The demo city',
    first: child,
    launch: async () => (await launch(samePlace)).child,
    tell,
    stop,
  });
  return {
    ...addresses,
    payment: {
      url: addresses.paymentUrl,
      originatorId: ids.originator,
      endpointId: ids.endpoint,
      tokenUrl: `${addresses.paymentUrl}/auth/token`,
      clientId: ids.client,
      clientSecret: secrets.payment,
    },
    treasuryAccount: { name: 'Stadt Musterstadt, Kasse', iban: 'DE02120300000000202051' },
    library: { url: addresses.libraryUrl, token: secrets.library },
    populationRegister: { url: addresses.populationRegisterUrl, token: secrets.register },
    vehicleRegister: { url: addresses.vehicleRegisterUrl, token: secrets.register },
    identity: {
      issuer: addresses.identityUrl,
      clientId: 'amtsweg-portal',
      clientSecret: secrets.person,
    },
    staffIdentity: {
      issuer: addresses.identityUrl,
      clientId: 'amtsweg-mitarbeit',
      clientSecret: secrets.staff,
    },
    dms: {
      url: addresses.dmsUrl,
      user: 'amtsweg',
      password: secrets.dms,
      repositoryId: addresses.dmsRepositoryId,
      root: addresses.dmsRoot,
    },
    caseTransfer: { directory: addresses.transferDir },
    stop: () => kept.stop(),
    kill: () => kept.kill(),
  };
}

type Environment = Record<string, string>;

interface Launched {
  readonly child: ChildProcess;
  readonly addresses: Addresses;
}

async function startOnKnownPorts(dataDir: string, environment: Environment): Promise<Launched> {
  const file = join(dataDir, 'demo-city-ports.json');
  const known = await knownPorts(file);
  // When somebody else has one of them by now: other ones.
  const launched = await launch({ ...environment, ...known }).catch(() => launch(environment));
  await writeFile(file, JSON.stringify(portsOf(launched.addresses)));
  return launched;
}

async function knownPorts(file: string): Promise<Environment> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Environment;
  } catch {
    return {};
  }
}

function portsOf({ cityUrl, smtpUrl, controlUrl }: Addresses): Environment {
  return {
    DEMO_CITY_PORT: new URL(cityUrl).port,
    DEMO_SMTP_PORT: new URL(smtpUrl).port,
    DEMO_CONTROL_PORT: new URL(controlUrl).port,
  };
}

async function launch(environment: Environment): Promise<Launched> {
  const program = demoProgram();
  const child = fork(program, {
    execArgv: program.endsWith('.ts') ? ['--import', 'tsx'] : [],
    // Nothing of our own environment: the demo city is a stranger.
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  try {
    return { child, addresses: await addressesOf(child) };
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
}

/** Bundled beside ourselves when we are bundled, else its source. */
function demoProgram(): string {
  const bundled = join(dirname(process.argv[1] ?? ''), 'demo/main.js');
  return existsSync(bundled) ? bundled : join(import.meta.dirname, '../../demo/main.ts');
}

function addressesOf(child: ChildProcess): Promise<Addresses> {
  return new Promise((resolve, reject) => {
    let complaint = '';
    const fail = (reason: string): void => {
      reject(new StartError('demo-city-failed', `The demo city did not start: ${reason}`));
    };
    const limit = setTimeout(() => fail('no answer'), START_LIMIT_MS);
    child.stderr?.on('data', (text: Buffer) => {
      complaint += text.toString();
    });
    child.once('exit', () => {
      clearTimeout(limit);
      fail(complaint.trim().split('\n')[0] || 'it ended');
    });
    if (child.stdout === null) return fail('no output');
    createInterface(child.stdout).once('line', (line) => {
      clearTimeout(limit);
      resolve(JSON.parse(line) as Addresses);
    });
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
  await ended;
  clearTimeout(force);
}

function secret(): string {
  return randomBytes(24).toString('base64url');
}
