import type { PayloadMapping, PayloadNode } from './payload-mapping.ts';

/** Names of FIM's stylesheet for XFall. */
export interface PayloadNames {
  readonly namespace: string;
  readonly root: string;
  nameOf(node: Pick<PayloadNode, 'id' | 'version'>): string;
}

const GLOBAL_NAMESPACE = 'urn:fim-de:xfall:datenschema:xdf3';
const LOCAL_NAMESPACE = 'urn:fim-de:xfall:xdf3:';

/**
 * With `MitVersionen=1` groups and fields carry their versions and all schemas share a namespace;
 * with 0 they do not, and each schema has its own. A version that is not known leaves no trace.
 */
export function payloadNames(
  mapping: Pick<PayloadMapping, 'schemaId' | 'schemaVersion' | 'withVersions'>,
): PayloadNames {
  const root = versioned(mapping.schemaId, mapping.schemaVersion);
  return {
    root,
    namespace: mapping.withVersions ? GLOBAL_NAMESPACE : LOCAL_NAMESPACE + root,
    nameOf: ({ id, version }) => (mapping.withVersions ? versioned(id, version) : id),
  };
}

function versioned(id: string, version: string | undefined): string {
  return version === undefined ? id : `${id}V${version}`;
}
