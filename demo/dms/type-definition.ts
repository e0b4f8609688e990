import { CmisProblem } from './cmis-problem.ts';

/** The two types that this repository knows (5.2.9), with the properties that may be written. */
export function typeDefinition(typeId: string | undefined, versionable: boolean): object {
  if (typeId !== 'cmis:document' && typeId !== 'cmis:folder') {
    throw new CmisProblem('objectNotFound', 'no such type');
  }
  const isDocument = typeId === 'cmis:document';
  return {
    id: typeId,
    localName: typeId,
    displayName: isDocument ? 'Dokument' : 'Ordner',
    queryName: typeId,
    baseId: typeId,
    creatable: true,
    fileable: true,
    ...(isDocument ? { versionable, contentStreamAllowed: 'required' } : {}),
    propertyDefinitions: {
      'cmis:name': definition('cmis:name', true),
      'cmis:description': definition('cmis:description', false),
    },
  };
}

function definition(id: string, required: boolean): object {
  return {
    id,
    localName: id,
    displayName: id,
    queryName: id,
    propertyType: 'string',
    cardinality: 'single',
    updatability: 'readwrite',
    required,
    maxLength: 255,
  };
}
