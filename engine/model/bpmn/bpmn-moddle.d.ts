/** The package carries types of BPMN elements only; these are the parts of the registry we use. */
declare module 'bpmn-moddle' {
  export interface ModdleProperty {
    readonly name: string;
    readonly type: string;
    readonly ns: { readonly name: string };
    readonly isAttr?: boolean;
    readonly isMany?: boolean;
    readonly isReference?: boolean;
    readonly isVirtual?: boolean;
  }

  export interface ModdleDescriptor {
    readonly name: string;
    readonly allTypes: readonly { readonly name: string }[];
    readonly properties: readonly ModdleProperty[];
    readonly propertiesByName: Readonly<Record<string, ModdleProperty>>;
    readonly bodyProperty?: ModdleProperty;
  }

  /** An element of a model; extensions as `zeebe:IoMapping` carry what their package declares. */
  export interface ModdleElement {
    readonly $type: string;
    extensionElements?: ModdleElement;
    values?: ModdleElement[];
    inputParameters?: ModdleElement[];
    /** Of a sequence flow. */
    readonly sourceRef?: ModdleElement;
    readonly targetRef?: ModdleElement;
    /** Of a flow node. */
    incoming?: ModdleElement[];
    outgoing?: ModdleElement[];
  }

  export class BpmnModdle {
    constructor(packages?: Readonly<Record<string, unknown>>);
    fromXML(xml: string): Promise<{
      readonly rootElement: ModdleElement;
      readonly elementsById: Readonly<Record<string, ModdleElement>>;
    }>;
    toXML(
      element: ModdleElement,
      options?: { readonly format?: boolean },
    ): Promise<{ readonly xml: string }>;
    create(type: string, attributes?: Readonly<Record<string, unknown>>): ModdleElement;
    readonly registry: {
      readonly typeMap: Readonly<Record<string, unknown>>;
      getPackages(): readonly { readonly uri: string; readonly prefix: string }[];
      getEffectiveDescriptor(name: string): ModdleDescriptor;
    };
  }
}
