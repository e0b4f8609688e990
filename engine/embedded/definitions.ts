import { EngineError } from '../errors.ts';
import type { JsonValue } from '../feel/index.ts';
import { loadModels } from '../interpreter/index.ts';
import type { Definition, ModelLibrary } from '../interpreter/index.ts';
import type { ProcessGraph } from '../model/graph.ts';
import { describeRefusal, isRefused } from '../model/problem.ts';
import type { Problem } from '../model/problem.ts';
import type { BundleDeployment, Deployment } from '../port.ts';
import { loadChecked, modelsOf } from './load-checked.ts';
import type { EngineStore, StoredDefinition } from './store.ts';

/** Deployed models, each compiled once and kept. */
export interface Definitions extends ModelLibrary {
  deploy(bundle: BundleDeployment): Promise<Deployment>;
  check(bundle: BundleDeployment): Promise<Problem[]>;
  /** Reads what other processes have deployed. */
  refresh(): Promise<void>;
  /** Makes the models of a bundle ready for the step. */
  ensure(bundleHash: string): Promise<void>;
  /** Makes those definitions ready, in whichever bundles they are. */
  ensureDefinitions(definitionKeys: readonly string[]): Promise<void>;
  find(bundleHash: string, processId: string): Promise<Definition>;
  /** The newest version of each process that can be started by a message, with the start event. */
  messageStarts(): readonly MessageStart[];
  bundleOf(definitionKey: string): string;
  /** Evaluates a decision of a deployed bundle. */
  decide(bundleHash: string, ...args: Parameters<Definition['decide']>): Promise<JsonValue>;
}

export interface MessageStart {
  readonly definition: Definition;
  readonly messageName: string;
  readonly startEventId: string;
}

interface LoadedBundle {
  readonly callsByTag: boolean;
}

export function makeDefinitions(store: EngineStore, now: () => number): Definitions {
  const compiled = new Map<string, Definition>();
  const stored = new Map<string, StoredDefinition>();
  const latest = new Map<string, StoredDefinition>();
  const loading = new Map<string, Promise<LoadedBundle>>();

  const note = (definitions: readonly StoredDefinition[]): void => {
    for (const definition of definitions) {
      stored.set(definition.key, definition);
      const known = latest.get(definition.processId);
      if (known === undefined || known.version < definition.version) {
        latest.set(definition.processId, definition);
      }
    }
  };

  const inBundle = (bundleHash: string, processId: string): Definition | undefined => {
    for (const definition of stored.values()) {
      if (definition.bundleHash === bundleHash && definition.processId === processId) {
        return compiled.get(definition.key);
      }
    }
    return undefined;
  };

  const compileBundle = async (bundleHash: string): Promise<LoadedBundle> => {
    const resources = await store.deploymentResources(bundleHash);
    if (resources === undefined) {
      throw new EngineError('not-found', `no deployment ${bundleHash}`);
    }
    const known = [...stored.values()].some((one) => one.bundleHash === bundleHash);
    if (!known) note(await store.definitions());
    const { processes, decide } = await loadModels(resources);
    for (const definition of stored.values()) {
      if (definition.bundleHash !== bundleHash) continue;
      const graph = processes.find((one) => one.graph.processId === definition.processId)?.graph;
      if (graph !== undefined) compiled.set(definition.key, { key: definition.key, graph, decide });
    }
    return { callsByTag: processes.some(({ graph }) => callsByTag(graph)) };
  };

  const compiledOnce = (bundleHash: string): Promise<LoadedBundle> => {
    const running = loading.get(bundleHash);
    if (running !== undefined) return running;
    const promise = compileBundle(bundleHash);
    loading.set(bundleHash, promise);
    // A failure is not kept: the database may be back next time.
    promise.catch(() => loading.delete(bundleHash));
    return promise;
  };

  /** Which version carries a tag stands in the models: for such a call all have to be read. */
  const ensure = async (bundleHash: string): Promise<void> => {
    const bundle = await compiledOnce(bundleHash);
    if (!bundle.callsByTag) return;
    for (const hash of hashesOf(stored.values())) await compiledOnce(hash);
  };

  const ensureDefinitions = async (keys: readonly string[]): Promise<void> => {
    const missing = keys.filter((key) => !compiled.has(key));
    if (missing.some((key) => !stored.has(key))) note(await store.definitions());
    const definitions = missing.flatMap((key) => stored.get(key) ?? []);
    for (const hash of hashesOf(definitions)) await ensure(hash);
  };

  const refresh = async (): Promise<void> => {
    note(await store.definitions());
    for (const hash of hashesOf(latest.values())) await ensure(hash);
  };

  return {
    async deploy(bundle) {
      const { processes, problems } = await loadChecked(bundle.resources);
      if (isRefused(problems)) {
        const refusal = describeRefusal(`The models of ${bundle.key} are refused`, problems);
        throw new EngineError('refused-model', refusal, problems);
      }
      const definitions = await store.saveDeployment(
        {
          hash: bundle.hash,
          key: bundle.key,
          resources: modelsOf(bundle.resources),
          processes: processes.map(({ graph, file }) => ({
            processId: graph.processId,
            resource: file,
          })),
        },
        now(),
      );
      note(definitions);
      await ensure(bundle.hash);
      return { bundleHash: bundle.hash, definitions, warnings: problems };
    },
    check: async (bundle) => [...(await loadChecked(bundle.resources)).problems],
    refresh,
    ensure,
    ensureDefinitions,
    async find(bundleHash, processId) {
      await ensure(bundleHash);
      const found = inBundle(bundleHash, processId);
      if (found !== undefined) return found;
      throw new EngineError('not-found', `deployment ${bundleHash} has no process ${processId}`);
    },
    definition(key) {
      const found = compiled.get(key);
      if (found === undefined) throw new Error(`definition ${key} is not loaded`);
      return found;
    },
    called(processId, { bindingType, versionTag }, caller) {
      if (bindingType === 'deployment') {
        return inBundle(stored.get(caller.key)?.bundleHash ?? '', processId);
      }
      if (bindingType === 'versionTag') return taggedVersion(processId, versionTag);
      return compiled.get(latest.get(processId)?.key ?? '');
    },
    messageStarts: () =>
      [...latest.values()].flatMap(({ key }) => messageStartsOf(compiled.get(key))),
    async decide(bundleHash, ...args) {
      await ensure(bundleHash);
      const definition = [...stored.values()].find((one) => one.bundleHash === bundleHash);
      const loaded = compiled.get(definition?.key ?? '');
      if (loaded === undefined) throw new EngineError('not-found', `no deployment ${bundleHash}`);
      return loaded.decide(...args);
    },
    bundleOf: (definitionKey) => stored.get(definitionKey)?.bundleHash ?? '',
  };

  function taggedVersion(processId: string, versionTag: string | undefined) {
    const versions = [...stored.values()]
      .filter((one) => one.processId === processId)
      .sort((one, other) => other.version - one.version)
      .map(({ key }) => compiled.get(key));
    return versions.find((one) => one !== undefined && one.graph.versionTag === versionTag);
  }
}

function hashesOf(definitions: Iterable<StoredDefinition>): Set<string> {
  return new Set([...definitions].map(({ bundleHash }) => bundleHash));
}

function callsByTag({ nodes }: ProcessGraph): boolean {
  return [...nodes.values()].some((node) => node.calledElement?.bindingType === 'versionTag');
}

/** Names of message start events are constant: texts, or FEEL without variables in quotes. */
function messageStartsOf(definition: Definition | undefined): MessageStart[] {
  if (definition === undefined) return [];
  const { nodes, root } = definition.graph;
  return (root.startEventIds ?? []).flatMap((startEventId) => {
    const event = nodes.get(startEventId)?.event;
    if (event?.kind !== 'message') return [];
    const { name } = event;
    const messageName = name.kind === 'text' ? name.text : constantText(name.source);
    return messageName === undefined ? [] : [{ definition, messageName, startEventId }];
  });
}

function constantText(source: string): string | undefined {
  return /^\s*"([^"\\]*)"\s*$/.exec(source)?.[1];
}
