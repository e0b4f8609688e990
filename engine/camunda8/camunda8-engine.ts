import type { JsonValue } from '../../core/json.ts';
import { EngineError } from '../errors.ts';
import type { EngineMirror, ForeignReference } from '../mirror.ts';
import type { EngineHealth, EnginePort } from '../port.ts';
import { openCluster } from './cluster.ts';
import type { Cluster } from './cluster.ts';
import { asDocument } from './cluster.ts';
import { makeDeployments } from './deployments.ts';
import { makeFences } from './fences.ts';
import { makeJobWorkers } from './jobs.ts';
import { makePublisher } from './messages.ts';
import { makeOwnRecords } from './own-records.ts';
import { receiveRecords } from './records/receive-records.ts';
import type { ReceiverSettings, RecordReceiver } from './records/receive-records.ts';
import { makeRecordStream } from './records/record-stream.ts';
import type { Camunda8Settings } from './settings.ts';
import { makeStarts } from './starts.ts';
import { makeTaskCommands } from './tasks.ts';

export interface Camunda8Options extends Camunda8Settings {
  /**
   * Where the cluster's exporter sends its records. One process of a house receives them; the others
   * read what it has written.
   */
  readonly receiver?: ReceiverSettings;
}

/** Zeebe: commands and jobs over gRPC, user tasks over REST, its state by the records that it exports. */
export async function startCamunda8Engine(
  mirror: EngineMirror,
  options: Camunda8Options,
): Promise<EnginePort> {
  const { log, now } = options;
  const cluster = openCluster(options);
  const fences = makeFences(cluster);
  const stream = makeRecordStream({ mirror, log, onFence: (fence) => fences.seen(fence) });
  const receiver = options.receiver && (await receiveRecords(stream, options.receiver, log));
  const records = makeOwnRecords(mirror);
  const deployments = makeDeployments(cluster, mirror, options.loadModels);
  const jobs = makeJobWorkers(cluster, options);
  const start = makeStarts(cluster, mirror, fences);

  const reference = async (
    key: string,
    kind: ForeignReference['kind'],
  ): Promise<ForeignReference> => {
    const found = await mirror.foreign(key);
    if (found?.kind === kind) return found;
    throw new EngineError('not-found', `there is no ${kind} ${key}`);
  };

  return {
    name: 'camunda8',
    ...deployments,
    async start(request) {
      const started = await start(request);
      await records.until(async () => (await mirror.foreign(started.instanceKey)) !== undefined);
      return started;
    },
    async cancel(instanceKey) {
      const { foreignKey } = await reference(instanceKey, 'instance');
      await cluster.call('cancelling a process', (client) =>
        client.cancelProcessInstance(foreignKey),
      );
      await records.until(async () => (await mirror.foreign(instanceKey))?.state === 'ended');
    },
    async setVariables({ instanceKey, scope, variables }) {
      const { foreignKey } = await (scope === undefined
        ? reference(instanceKey, 'instance')
        : reference(scope, 'element'));
      await cluster.call('setting variables', (client) =>
        client.setVariables({
          elementInstanceKey: foreignKey,
          local: true,
          variables: asDocument(variables),
        }),
      );
    },
    publishMessage: makePublisher(cluster, mirror, now),
    async evaluateDecision({ decisionId, bundleHash = '', variables }) {
      const bundle = await mirror.deployments.find(bundleHash);
      const decisionKey = bundle?.decisions[decisionId];
      if (decisionKey === undefined) {
        throw new EngineError('not-found', `there is no decision ${decisionId} in ${bundleHash}`);
      }
      const { decisionOutput, failureMessage } = await cluster.call('deciding', (client) =>
        client.evaluateDecision({ decisionKey, variables: asDocument(variables) }),
      );
      if (failureMessage) throw new EngineError('invalid-argument', failureMessage);
      return JSON.parse(decisionOutput) as JsonValue;
    },
    subscribe: (topic, handler, subscription) => jobs.subscribe(topic, handler, subscription),
    tasks: makeTaskCommands(cluster, mirror, records),
    incidents: {
      async resolve(incidentKey, { retries = 1, variables } = {}) {
        const incident = await reference(incidentKey, 'incident');
        if (incident.state !== 'open') {
          throw new EngineError('not-found', `incident ${incidentKey} is resolved already`);
        }
        await resolveIncident(cluster, incident, retries, variables);
        await records.until(async () => (await mirror.foreign(incidentKey))?.state === 'ended');
      },
    },
    health: () => healthOf(cluster, mirror, receiver),
    async stop() {
      await jobs.stop();
      await receiver?.stop();
      await cluster.close();
      await mirror.close();
    },
  };
}

async function resolveIncident(
  cluster: Cluster,
  { foreignKey: incidentKey, foreignJobKey, foreignInstanceKey }: ForeignReference,
  retries: number,
  variables: Parameters<typeof asDocument>[0] | undefined,
): Promise<void> {
  await cluster.call('resolving an incident', async (client) => {
    if (variables) {
      await client.setVariables({
        elementInstanceKey: foreignInstanceKey,
        local: true,
        variables: asDocument(variables),
      });
    }
    if (foreignJobKey !== undefined) {
      await client.updateJobRetries({ jobKey: foreignJobKey, retries });
    }
    await client.resolveIncident({ incidentKey });
  });
}

async function healthOf(
  cluster: Cluster,
  mirror: EngineMirror,
  receiver: RecordReceiver | undefined,
): Promise<EngineHealth> {
  try {
    const { gatewayVersion, brokers } = await cluster.call('reading the topology', (client) =>
      client.topology(),
    );
    const { openIncidents } = await mirror.figures();
    const place = receiver ? `, records at ${receiver.address}` : '';
    const detail = `Zeebe ${gatewayVersion}, ${brokers.length} broker(s)${place}`;
    return { ok: true, detail, openIncidents };
  } catch (error) {
    return { ok: false, detail: error instanceof Error ? error.message : String(error) };
  }
}
