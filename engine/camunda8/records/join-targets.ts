import type { MirrorDeployments } from '../../mirror.ts';
import { readProcesses } from '../../model/read-processes.ts';
import type { ZeebeRecord } from './read-record.ts';
import { keyOf } from './record-fields.ts';
import { isJoin } from './taken-flows.ts';
import type { FlowTargets } from './telling.ts';

/** By flow id, the element to which it leads. */
type Targets = ReadonlyMap<string, string>;

export interface JoinTargets {
  /** Knows the flows of every definition of ours that has joins among these records. */
  of(records: readonly ZeebeRecord[]): Promise<FlowTargets>;
}

/** Only joins need the model: what leads to other elements can be told from the records. */
export function makeJoinTargets(deployments: Pick<MirrorDeployments, 'definition'>): JoinTargets {
  const known = new Map<string, Targets>();

  async function learn(definitionKey: string): Promise<void> {
    // A definition that is not ours may become so, while it is being deployed: it is asked for again.
    const definition = known.has(definitionKey)
      ? undefined
      : await deployments.definition(definitionKey);
    if (definition) known.set(definitionKey, await targetsIn(definition.xml, definition.processId));
  }

  return {
    async of(records) {
      const keys = new Set(records.filter(isJoin).map(definitionKeyOf));
      for (const key of keys) await learn(key);
      return (definitionKey, flowId) => known.get(definitionKey)?.get(flowId);
    },
  };
}

const definitionKeyOf = ({ value }: ZeebeRecord) => keyOf(value, 'processDefinitionKey');

async function targetsIn(xml: string, processId: string): Promise<Targets> {
  const { processes } = await readProcesses(xml);
  const flows = processes.find((process) => process.processId === processId)?.flows.values() ?? [];
  return new Map([...flows].map((flow) => [flow.id, flow.targetId]));
}
