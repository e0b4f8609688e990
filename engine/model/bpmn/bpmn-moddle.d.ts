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

  export class BpmnModdle {
    constructor(packages?: Readonly<Record<string, unknown>>);
    readonly registry: {
      readonly typeMap: Readonly<Record<string, unknown>>;
      getPackages(): readonly { readonly uri: string; readonly prefix: string }[];
      getEffectiveDescriptor(name: string): ModdleDescriptor;
    };
  }
}
