/**
 * The compiled graph of one executable process: what `read-process.ts` makes of BPMN XML and what
 * the interpreter walks. Plain frozen data, no moddle objects, keys are the ids of the model.
 * Terms are those of BPMN 2.0.2; extensions are those of the `zeebe` namespace.
 */

/** `= feel` or plain text, as the zeebe attributes hold it. `source` comes without the `=`. */
export type Expression =
  | { readonly kind: 'feel'; readonly source: string; readonly line?: number }
  | { readonly kind: 'text'; readonly text: string; readonly line?: number };

export type ElementType =
  | 'process'
  | 'startEvent'
  | 'endEvent'
  | 'intermediateCatchEvent'
  | 'intermediateThrowEvent'
  | 'boundaryEvent'
  | 'task'
  | 'manualTask'
  | 'serviceTask'
  | 'userTask'
  | 'sendTask'
  | 'receiveTask'
  | 'scriptTask'
  | 'businessRuleTask'
  | 'exclusiveGateway'
  | 'parallelGateway'
  | 'inclusiveGateway'
  | 'eventBasedGateway'
  | 'subProcess'
  | 'callActivity'
  | 'multiInstanceBody';

export interface SequenceFlow {
  readonly id: string;
  readonly sourceId: string;
  readonly targetId: string;
  readonly condition?: Expression;
  readonly line?: number;
}

/** zeebe:input / zeebe:output. A dotted target extends a context. */
export interface Mapping {
  readonly source: Expression;
  readonly target: string;
}

export interface TimerDefinition {
  readonly type: 'date' | 'duration' | 'cycle';
  readonly value: Expression;
}

export type EventDefinition =
  | { readonly kind: 'none' }
  | { readonly kind: 'message'; readonly name: Expression; readonly correlationKey?: Expression }
  | { readonly kind: 'timer'; readonly timer: TimerDefinition }
  /** Without a code: catches every error. */
  | { readonly kind: 'error'; readonly errorCode?: string }
  /** Without a code: catches every escalation. */
  | { readonly kind: 'escalation'; readonly escalationCode?: string }
  /** Throw and catch of the same name in the same scope are one place. */
  | { readonly kind: 'link'; readonly name: string }
  | { readonly kind: 'terminate' };

/** zeebe:taskDefinition: the element is done by a worker. */
export interface JobDefinition {
  readonly jobType: Expression;
  readonly retries: Expression;
  readonly headers: Readonly<Record<string, string>>;
}

export interface UserTaskDefinition {
  /** `forms/<name>` of the bundle (externalReference). */
  readonly formReference?: Expression;
  readonly assignee?: Expression;
  readonly candidateGroups?: Expression;
  readonly candidateUsers?: Expression;
  readonly dueDate?: Expression;
  readonly followUpDate?: Expression;
  readonly priority?: Expression;
}

export interface CalledElement {
  readonly processId: Expression;
  readonly propagateAllChildVariables: boolean;
  readonly propagateAllParentVariables: boolean;
  readonly bindingType: 'latest' | 'deployment' | 'versionTag';
  readonly versionTag?: string;
}

/** BPMN 2.0.2, 13.3.6 and 13.3.7: an activity that is done several times. */
export type LoopDefinition = MultiInstanceDefinition | StandardLoopDefinition;

export interface MultiInstanceDefinition {
  readonly kind: 'multiInstance';
  readonly sequential: boolean;
  /** One of both: an instance for each item, or so many instances. */
  readonly inputCollection?: Expression;
  readonly cardinality?: Expression;
  readonly inputElement?: string;
  /** Both or none: what each instance gives, collected in the order of the input. */
  readonly outputCollection?: string;
  readonly outputElement?: Expression;
  readonly completionCondition?: Expression;
}

export interface StandardLoopDefinition {
  readonly kind: 'standard';
  readonly testBefore: boolean;
  /** It goes on while this is true; without it, up to the maximum. */
  readonly condition?: Expression;
  readonly maximum?: number;
}

export interface FlowNode {
  readonly id: string;
  readonly type: ElementType;
  readonly name?: string;
  readonly line?: number;
  /** The enclosing sub-process or process. */
  readonly parentId: string;
  /** Ids of flows in the order of the file. */
  readonly incoming: readonly string[];
  readonly outgoing: readonly string[];
  readonly defaultFlowId?: string;
  readonly inputs: readonly Mapping[];
  readonly outputs: readonly Mapping[];
  /** zeebe:properties (status, statusDone, phase, turn, …). */
  readonly properties: Readonly<Record<string, string>>;
  /** Boundary events that sit on this activity, in the order of the file. */
  readonly boundaryEventIds: readonly string[];

  /** Events (start, end, intermediate, boundary) and receive tasks (kind message). */
  readonly event?: EventDefinition;
  /** Boundary events: the activity they sit on. */
  readonly attachedToId?: string;
  /** Boundary events and starts of event sub-processes: whether they end their host or scope. */
  readonly interrupting?: boolean;
  /** Throwing link events: where they lead. */
  readonly linkTargetId?: string;
  /** Activities that are done several times. */
  readonly loop?: LoopDefinition;

  /** Service, send, business rule, script tasks and message throw events done by a worker. */
  readonly job?: JobDefinition;
  readonly userTask?: UserTaskDefinition;
  readonly script?: { readonly expression: Expression; readonly resultVariable: string };
  readonly decision?: { readonly decisionId: Expression; readonly resultVariable: string };
  readonly calledElement?: CalledElement;

  /** Scopes (sub-process): what is inside. */
  readonly childIds?: readonly string[];
  readonly startEventIds?: readonly string[];
  /** Event sub-processes that wait while the scope is open. */
  readonly eventSubProcessIds?: readonly string[];
  /** This sub-process is begun by its start event, not by a flow (triggeredByEvent). */
  readonly triggeredByEvent?: true;
}

export interface ProcessGraph {
  readonly processId: string;
  readonly name?: string;
  readonly versionTag?: string;
  /** The process itself as the outermost scope; its id is `processId`. */
  readonly root: FlowNode;
  /** Every flow node at any depth, and the root, by id. */
  readonly nodes: ReadonlyMap<string, FlowNode>;
  readonly flows: ReadonlyMap<string, SequenceFlow>;
}
