import { loadModels } from '../interpreter/index.ts';
import type { LoadedModels } from '../interpreter/index.ts';
import { embeddedProfile, missingCapabilities } from '../model/capabilities.ts';
import type { BundleDeployment } from '../port.ts';

/** The models of a bundle: read, checked, and held against what this engine can run. */
export async function loadChecked(resources: BundleDeployment['resources']): Promise<LoadedModels> {
  const loaded = await loadModels(modelsOf(resources));
  const missing = loaded.processes.flatMap(({ graph, file }) =>
    missingCapabilities(graph, embeddedProfile).map((problem) => ({ ...problem, file })),
  );
  return { ...loaded, problems: [...loaded.problems, ...missing] };
}

export function modelsOf(resources: BundleDeployment['resources']): Map<string, string> {
  return new Map([...resources].filter(([path]) => /\.(bpmn|dmn)$/.test(path)));
}
