import type { ObjectStore } from './object-store.ts';
import { newest, versionId } from './objects.ts';
import type { Seen } from './repository.ts';

type Value = string | number | boolean | null;
export type Properties = Record<string, Value>;

/** The properties that CMIS 1.1 (2.1.4 and 2.1.5) defines, as far as this repository keeps them. */
export function propertiesOf(
  store: ObjectStore,
  { object, version, isWorkingCopy }: Seen,
): Properties {
  const common = {
    'cmis:name': object.name,
    'cmis:createdBy': object.createdBy,
    'cmis:creationDate': Date.parse(object.createdAt),
    'cmis:lastModificationDate': Date.parse(object.changedAt),
    'cmis:changeToken': String(object.changes),
  };
  if (object.kind === 'folder' || !version) {
    return {
      ...common,
      'cmis:objectId': object.id,
      'cmis:baseTypeId': 'cmis:folder',
      'cmis:objectTypeId': 'cmis:folder',
      'cmis:description': object.description,
      'cmis:path': store.path(object),
      'cmis:parentId': object.parentId ?? null,
    };
  }
  const { workingCopy } = object;
  return {
    ...common,
    'cmis:objectId': isWorkingCopy && workingCopy ? workingCopy.id : versionId(object, version),
    'cmis:baseTypeId': 'cmis:document',
    'cmis:objectTypeId': 'cmis:document',
    'cmis:description': version.description,
    'cmis:isImmutable': false,
    'cmis:isLatestVersion': !isWorkingCopy && version === newest(object),
    'cmis:isMajorVersion': !isWorkingCopy && version.label.endsWith('.0'),
    'cmis:isPrivateWorkingCopy': isWorkingCopy ?? false,
    'cmis:versionLabel': isWorkingCopy || version.label === '' ? null : version.label,
    'cmis:versionSeriesId': object.id,
    'cmis:isVersionSeriesCheckedOut': workingCopy !== undefined,
    'cmis:versionSeriesCheckedOutBy': workingCopy?.by ?? null,
    'cmis:versionSeriesCheckedOutId': workingCopy?.id ?? null,
    'cmis:checkinComment': version.comment,
    'cmis:contentStreamLength': version.content.sizeBytes,
    'cmis:contentStreamMimeType': version.content.mediaType,
    'cmis:contentStreamFileName': version.content.fileName,
    'cmis:contentStreamId': version.content.contentId,
  };
}

/** An object in JSON (5.2.11): short when it was asked for, else each property with its type. */
export function objectJson(properties: Properties, isSuccinct: boolean): object {
  if (isSuccinct) return { succinctProperties: properties };
  const full = Object.entries(properties).map(([id, value]) => [
    id,
    { id, localName: id, queryName: id, type: typeOf(id, value), cardinality: 'single', value },
  ]);
  return { properties: Object.fromEntries(full) as object };
}

function typeOf(id: string, value: Value): string {
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'number') return id.endsWith('Date') ? 'datetime' : 'integer';
  return id.endsWith('Id') ? 'id' : 'string';
}
