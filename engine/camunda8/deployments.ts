import { EngineError } from '../errors.ts';
import type { DeployedBundle, EngineMirror, ForeignDefinition } from '../mirror.ts';
import { camunda8Profile, missingCapabilities } from '../model/capabilities.ts';
import { describeRefusal, isRefused } from '../model/problem.ts';
import type { Problem } from '../model/problem.ts';
import type { BundleDeployment, Deployment, ProcessDefinition } from '../port.ts';
import { translateModel } from './translate-model.ts';
import type { Cluster, Commands } from './cluster.ts';
import type { Camunda8Settings } from './settings.ts';

type DeployedResources = Awaited<ReturnType<Commands['deployResources']>>;

/** Bundles in the cluster: checked as everywhere, all of a bundle in one deployment. */
export function makeDeployments(
  cluster: Cluster,
  mirror: EngineMirror,
  loadModels: Camunda8Settings['loadModels'],
) {
  const check = async ({ resources }: BundleDeployment): Promise<Problem[]> => {
    const { processes, problems } = await loadModels(new Map(modelsOf(resources)));
    const missing = processes.flatMap(({ graph, file }) =>
      missingCapabilities(graph, camunda8Profile, file),
    );
    return [...problems, ...missing];
  };

  const deployAll = async ({ hash, resources }: BundleDeployment): Promise<DeployedBundle> => {
    const models = modelsOf(resources);
    const files = await Promise.all(
      models.map(async ([name, text]) => ({
        name,
        process: Buffer.from(name.endsWith('.bpmn') ? await translateModel(text) : text),
      })),
    );
    const deployed = await cluster.call('deploying', (client) => client.deployResources(files));
    return bundleOf(hash, resources, deployed);
  };

  return {
    check,
    async deploy(bundle: BundleDeployment): Promise<Deployment> {
      const problems = await check(bundle);
      if (isRefused(problems)) {
        const refusal = describeRefusal(`The models of ${bundle.key} are refused`, problems);
        throw new EngineError('refused-model', refusal, problems);
      }
      const { definitions } = await mirror.deployments.once(bundle, () => deployAll(bundle));
      return { bundleHash: bundle.hash, definitions: definitions.map(plain), warnings: problems };
    },
    async definitions(): Promise<ProcessDefinition[]> {
      return (await mirror.deployments.all()).map(plain);
    },
    async definitionXml(definitionKey: string): Promise<string> {
      const definition = await mirror.deployments.definition(definitionKey);
      if (definition) return definition.xml;
      throw new EngineError('not-found', `there is no definition ${definitionKey}`);
    },
  };
}

function modelsOf(resources: BundleDeployment['resources']): [string, string][] {
  return [...resources].filter(([path]) => /\.(bpmn|dmn)$/.test(path));
}

function bundleOf(
  hash: string,
  resources: BundleDeployment['resources'],
  { deployments }: DeployedResources,
): DeployedBundle {
  const definitions: ForeignDefinition[] = [];
  const decisions: Record<string, string> = {};
  for (const deployment of deployments as readonly Deployed[]) {
    const { process, decision } = deployment;
    if (decision) decisions[decision.dmnDecisionId] = decision.decisionKey;
    if (!process) continue;
    definitions.push({
      key: process.processDefinitionKey,
      processId: process.bpmnProcessId,
      version: process.version,
      bundleHash: hash,
      resource: process.resourceName,
      xml: resources.get(process.resourceName) ?? '',
    });
  }
  return { definitions, decisions };
}

interface Deployed {
  readonly process?: {
    readonly processDefinitionKey: string;
    readonly bpmnProcessId: string;
    readonly version: number;
    readonly resourceName: string;
  };
  readonly decision?: { readonly dmnDecisionId: string; readonly decisionKey: string };
}

function plain({ key, processId, version, bundleHash, resource }: ForeignDefinition) {
  return { key, processId, version, bundleHash, resource };
}
