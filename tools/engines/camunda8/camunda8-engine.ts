import { join } from 'node:path';
import type { Engine, LaunchPlan, OptionValues, Place } from '../engine.ts';
import { numberOf, portOf } from '../option-values.ts';
import { exporterSettings } from './exporter-settings.ts';

const VERSION = '8.6.0';
const ARTIFACT = `io.camunda:camunda-zeebe:${VERSION}:tar.gz`;
const UNPACK = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:unpack';
/** The folder that the archive holds. */
const HOME = `camunda-zeebe-${VERSION}`;
const MAIN_CLASS = 'io.camunda.application.StandaloneBroker';

const HELP = `  --port PORT              of the REST interface (8080)
  --grpc-port PORT         of the gRPC interface (26500); the two after it are taken as well
  --management-port PORT   of health, metrics and clock (9600)
  --partitions NUMBER      of a new data folder (1); later it stays what it was
  --clock-controlled       POST /actuator/clock/add {"offsetMilli": 1000} at the management port puts
                           its clock forward, DELETE /actuator/clock sets it right again
  --exporter-url URL       sends every record there, as to Elasticsearch: http://user:password@host:port
  --exporter-bulk-size NUMBER    records in one request (100)
  --exporter-bulk-delay SECONDS  how long a request that is not full waits (1)
`;

/** Zeebe: broker and gateway in one process, as the vendor ships it. */
export function camunda8Engine(): Engine {
  return {
    name: 'camunda8',
    title: `Zeebe ${VERSION}`,
    java: { version: 21, withCompiler: false },
    program: {
      key: VERSION,
      what: `Zeebe ${VERSION} (299 MB)`,
      neededMb: 700,
      mavenArguments: (folder) => [UNPACK, `-Dartifact=${ARTIFACT}`, `-DoutputDirectory=${folder}`],
      mainFile: `${HOME}/lib/camunda-zeebe-${VERSION}.jar`,
    },
    options: {
      port: { type: 'string' },
      'grpc-port': { type: 'string' },
      'management-port': { type: 'string' },
      partitions: { type: 'string' },
      'clock-controlled': { type: 'boolean' },
      'exporter-url': { type: 'string' },
      'exporter-bulk-size': { type: 'string' },
      'exporter-bulk-delay': { type: 'string' },
    },
    help: HELP,
    plan,
  };
}

interface Ports {
  readonly rest: number;
  readonly grpc: number;
  readonly management: number;
}

function plan(values: OptionValues, place: Place): LaunchPlan {
  const ports = readPorts(values);
  const partitions = numberOf(values, 'partitions', { standard: 1, min: 1, max: 64 });
  const management = `http://127.0.0.1:${ports.management}`;
  const rest = `http://127.0.0.1:${ports.rest}`;
  const isClockControlled = values['clock-controlled'] === true;
  return {
    ports: [
      { port: ports.rest, option: 'port' },
      ...[0, 1, 2].map((step) => ({ port: ports.grpc + step, option: 'grpc-port' })),
      { port: ports.management, option: 'management-port' },
    ],
    addresses: [
      { label: 'REST', url: `${rest}/v2` },
      { label: 'gRPC', url: `http://127.0.0.1:${ports.grpc}` },
      { label: 'Health', url: `${management}/actuator/health` },
      ...(isClockControlled ? [{ label: 'Clock', url: `${management}/actuator/clock` }] : []),
    ],
    neededMb: 768 + 128 * partitions,
    javaArguments: javaArguments(place),
    environment: {
      ...networkSettings(ports),
      ...dataSettings(place, partitions),
      ...(isClockControlled ? { ZEEBE_CLOCK_CONTROLLED: 'true' } : {}),
      ...exporterSettings(values),
    },
    // The partitions can be there before the management port is, and the other way round.
    ready: [
      { url: `${rest}/v2/topology`, accepts: isWholeTopology },
      { url: `${management}/actuator/health/readiness`, accepts: isUp },
    ],
  };
}

function readPorts(values: OptionValues): Ports {
  return {
    rest: portOf(values, 'port', 8080),
    grpc: numberOf(values, 'grpc-port', { standard: 26_500, min: 1, max: 65_533 }),
    management: portOf(values, 'management-port', 9600),
  };
}

/** What the vendor's script `bin/broker` does, without a shell in between. */
function javaArguments({ program, run }: Place): string[] {
  const home = join(program, HOME);
  return [
    '-XX:+ExitOnOutOfMemoryError',
    `-Dbasedir=${home}`,
    // Where its own log goes: the installation stays as it is.
    `-Dapp.home=${run}`,
    '-classpath',
    `${join(home, 'config')}:${join(home, 'lib')}/*`,
    MAIN_CLASS,
  ];
}

/** REST and management have addresses of their own: as delivered the whole network reaches them. */
function networkSettings({ rest, grpc, management }: Ports): Record<string, string> {
  return {
    SERVER_ADDRESS: '127.0.0.1',
    SERVER_PORT: String(rest),
    MANAGEMENT_SERVER_ADDRESS: '127.0.0.1',
    MANAGEMENT_SERVER_PORT: String(management),
    ZEEBE_BROKER_NETWORK_HOST: '127.0.0.1',
    ZEEBE_BROKER_GATEWAY_NETWORK_HOST: '127.0.0.1',
    ZEEBE_BROKER_GATEWAY_NETWORK_PORT: String(grpc),
    ZEEBE_BROKER_NETWORK_COMMANDAPI_PORT: String(grpc + 1),
    ZEEBE_BROKER_NETWORK_INTERNALAPI_PORT: String(grpc + 2),
  };
}

/** As delivered it takes no work when less than 2 GB are free, which a developer would not see why. */
function dataSettings({ run }: Place, partitions: number): Record<string, string> {
  return {
    ZEEBE_BROKER_DATA_DIRECTORY: join(run, 'data'),
    ZEEBE_BROKER_CLUSTER_PARTITIONSCOUNT: String(partitions),
    ZEEBE_BROKER_DATA_DISK_FREESPACE_PROCESSING: '512MB',
    ZEEBE_BROKER_DATA_DISK_FREESPACE_REPLICATION: '256MB',
  };
}

function isUp(answer: unknown): boolean {
  return (answer as { status?: string }).status === 'UP';
}

interface Topology {
  readonly partitionsCount?: number;
  readonly brokers?: readonly { readonly partitions?: readonly Partition[] }[];
}

interface Partition {
  readonly role?: string;
  readonly health?: string;
}

function isWholeTopology(answer: unknown): boolean {
  const { brokers = [], partitionsCount } = answer as Topology;
  const working = brokers
    .flatMap(({ partitions = [] }) => partitions)
    .filter(({ role, health }) => role === 'leader' && health === 'healthy');
  return working.length > 0 && working.length === partitionsCount;
}
