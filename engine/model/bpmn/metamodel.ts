import { BpmnModdle } from 'bpmn-moddle';
import type { ModdleDescriptor, ModdleProperty } from 'bpmn-moddle';
import zeebePackage from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };

/**
 * The metamodel of BPMN 2.0 with the zeebe extensions, as bpmn-moddle and zeebe-bpmn-moddle
 * describe it: which elements and attributes exist, what may stand where, what refers to what.
 * Only the description is used. The reader of moddle gives no lines and needs quadratic time for
 * hostile input (each of its warnings counts the lines from the beginning of the file).
 */
export interface Metamodel {
  readonly namespaces: Readonly<Record<string, string>>;
  typeOf(elementName: string): BpmnType | undefined;
}

export interface BpmnType {
  readonly name: string;
  readonly hasBody: boolean;
  isA(typeName: string): boolean;
  /** Attribute of this name, with prefix for those of another namespace. */
  attribute(name: string): ModdleProperty | undefined;
  /** How a child element fits in: by its name, else by its type. */
  child(elementName: string, type: BpmnType | undefined): ModdleProperty | undefined;
}

let metamodel: Metamodel | undefined;

/** Built at the first use: it takes some milliseconds. */
export function getMetamodel(): Metamodel {
  metamodel ??= makeMetamodel();
  return metamodel;
}

const wellKnown = {
  'http://www.w3.org/2001/XMLSchema-instance': 'xsi',
  'http://www.w3.org/XML/1998/namespace': 'xml',
};

/** Their extensions say what is to be done, so they are told from those that only describe. */
const otherEngines = {
  'http://camunda.org/schema/1.0/bpmn': 'camunda',
  'http://operaton.org/schema/1.0/bpmn': 'operaton',
  'http://activiti.org/bpmn': 'activiti',
  'http://flowable.org/bpmn': 'flowable',
  'http://www.jboss.org/drools': 'drools',
};
const otherPrefixes = new Set(Object.values(otherEngines));

/** Whether the name of an element or attribute is a word of another engine's dialect. */
export function isOfOtherEngine(name: string): boolean {
  const end = name.indexOf(':');
  return end > 0 && otherPrefixes.has(name.slice(0, end));
}

function makeMetamodel(): Metamodel {
  const { registry } = new BpmnModdle({ zeebe: zeebePackage });
  const packages = registry.getPackages().map(({ uri, prefix }) => [uri, prefix] as const);
  const types = new Map<string, BpmnType>();
  return {
    namespaces: { ...wellKnown, ...otherEngines, ...Object.fromEntries(packages) },
    typeOf(elementName) {
      const typeName = typeNameOf(elementName);
      const known = types.get(typeName);
      if (known || !Object.hasOwn(registry.typeMap, typeName)) return known;
      const type = makeType(registry.getEffectiveDescriptor(typeName));
      types.set(typeName, type);
      return type;
    },
  };
}

/** `bpmn:startEvent` → `bpmn:StartEvent`; elements of BPMN and zeebe begin with a small letter. */
function typeNameOf(elementName: string): string {
  const start = elementName.indexOf(':') + 1;
  return `${elementName.slice(0, start)}${elementName.charAt(start).toUpperCase()}${elementName.slice(start + 1)}`;
}

function makeType(descriptor: ModdleDescriptor): BpmnType {
  const ancestors = new Set(descriptor.allTypes.map((type) => type.name));
  const byName = new Map(Object.entries(descriptor.propertiesByName));
  return {
    name: descriptor.name,
    hasBody: descriptor.bodyProperty !== undefined,
    isA: (typeName) => ancestors.has(typeName),
    attribute: (name) => {
      const property = byName.get(name);
      return property?.isAttr ? property : undefined;
    },
    child(elementName, type) {
      const named = byName.get(elementName);
      if (named && !named.isAttr) return named;
      return type && descriptor.properties.find((property) => holds(property, type));
    },
  };
}

function holds(property: ModdleProperty, type: BpmnType): boolean {
  return !property.isVirtual && !property.isReference && type.isA(property.type);
}
