/**
 * A DMN model as read: plain data, FEEL still as text. Terms are those of DMN 1.5 (OMG
 * formal/2024-01-01); versions 1.1 to 1.5 are read alike.
 */

export interface Located {
  readonly id: string;
  /** Line in the file, from 1. */
  readonly line: number;
}

/** A type by name; a name without item definition is one of FEEL's own types, `Any` by default. */
export type TypeRef = string;

export interface ItemType {
  readonly name: string;
  readonly isCollection: boolean;
  /** The base type; undefined for structures and functions. */
  readonly typeRef?: TypeRef;
  readonly components?: readonly ItemType[];
  readonly isFunction?: boolean;
  /** Unary tests each value (or item of a collection) has to pass. */
  readonly allowedValues?: string;
  readonly line: number;
}

export interface FeelText extends Located {
  readonly source: string;
}

export interface Parameter {
  readonly name: string;
  readonly typeRef: TypeRef;
}

export interface LiteralExpression extends Located {
  readonly kind: 'literal';
  readonly text: string;
  readonly typeRef: TypeRef;
}

export type HitPolicy =
  'UNIQUE' | 'FIRST' | 'PRIORITY' | 'ANY' | 'COLLECT' | 'RULE ORDER' | 'OUTPUT ORDER';
export type Aggregation = 'SUM' | 'COUNT' | 'MIN' | 'MAX';

export interface TableInput extends Located {
  readonly label: string;
  readonly expression: string;
  readonly typeRef: TypeRef;
  readonly allowedValues?: string;
}

export interface TableOutput extends Located {
  readonly name: string;
  readonly typeRef: TypeRef;
  /** The admitted values, the highest priority first. */
  readonly allowedValues?: string;
  readonly defaultValue?: FeelText;
}

export interface TableRule extends Located {
  readonly inputs: readonly FeelText[];
  readonly outputs: readonly FeelText[];
  readonly description?: string;
}

export interface DecisionTable extends Located {
  readonly kind: 'table';
  readonly hitPolicy: HitPolicy;
  readonly aggregation?: Aggregation;
  readonly inputs: readonly TableInput[];
  readonly outputs: readonly TableOutput[];
  readonly rules: readonly TableRule[];
  readonly typeRef: TypeRef;
}

export interface BoxedContext extends Located {
  readonly kind: 'context';
  /** An entry without a name is the result. */
  readonly entries: readonly { name?: string; typeRef: TypeRef; value: Boxed }[];
  readonly typeRef: TypeRef;
}

export interface BoxedInvocation extends Located {
  readonly kind: 'invocation';
  readonly called: Boxed;
  readonly bindings: readonly (Parameter & { value?: Boxed })[];
  readonly typeRef: TypeRef;
}

export interface BoxedFunction extends Located {
  readonly kind: 'function';
  readonly parameters: readonly Parameter[];
  readonly body: Boxed;
  readonly typeRef: TypeRef;
}

export interface BoxedList extends Located {
  readonly kind: 'list';
  readonly items: readonly Boxed[];
  readonly typeRef: TypeRef;
}

export interface BoxedRelation extends Located {
  readonly kind: 'relation';
  readonly columns: readonly Parameter[];
  readonly rows: readonly (readonly Boxed[])[];
  readonly typeRef: TypeRef;
}

export interface BoxedConditional extends Located {
  readonly kind: 'conditional';
  readonly condition: Boxed;
  readonly whenTrue: Boxed;
  readonly whenFalse: Boxed;
  readonly typeRef: TypeRef;
}

export interface BoxedFilter extends Located {
  readonly kind: 'filter';
  readonly list: Boxed;
  readonly match: Boxed;
  readonly typeRef: TypeRef;
}

export interface BoxedIteration extends Located {
  readonly kind: 'for' | 'every' | 'some';
  readonly variable: string;
  readonly list: Boxed;
  readonly body: Boxed;
  readonly typeRef: TypeRef;
}

/** The boxed expressions of DMN, chapter 10. */
export type Boxed =
  | LiteralExpression
  | DecisionTable
  | BoxedContext
  | BoxedInvocation
  | BoxedFunction
  | BoxedList
  | BoxedRelation
  | BoxedConditional
  | BoxedFilter
  | BoxedIteration;

export interface InputData extends Located {
  readonly kind: 'input';
  readonly name: string;
  readonly typeRef: TypeRef;
}

export interface Decision extends Located {
  readonly kind: 'decision';
  readonly name: string;
  readonly typeRef: TypeRef;
  /** hrefs of required inputs, decisions and knowledge: `#id` or `namespace#id`. */
  readonly requires: readonly string[];
  /** Undefined: the decision is drawn, not described; evaluating it is an error. */
  readonly expression?: Boxed;
}

export interface BusinessKnowledge extends Located {
  readonly kind: 'knowledge';
  readonly name: string;
  readonly typeRef: TypeRef;
  readonly requires: readonly string[];
  readonly logic?: BoxedFunction;
}

export interface DecisionService extends Located {
  readonly kind: 'service';
  readonly name: string;
  readonly typeRef: TypeRef;
  readonly outputs: readonly string[];
  readonly encapsulated: readonly string[];
  readonly inputDecisions: readonly string[];
  readonly inputs: readonly string[];
}

export type DrgElement = InputData | Decision | BusinessKnowledge | DecisionService;

export interface DecisionImport {
  readonly name: string;
  readonly namespace: string;
  readonly line: number;
}

export interface DecisionModel {
  readonly id: string;
  readonly name: string;
  readonly namespace: string;
  readonly file?: string;
  readonly imports: readonly DecisionImport[];
  readonly types: readonly ItemType[];
  readonly elements: readonly DrgElement[];
}
