import type { FlowNode, SequenceFlow } from '../graph.ts';
import type { Report } from '../report.ts';
import type { XmlElement } from '../xml/xml-element.ts';
import type { BpmnRules } from './bpmn-rules.ts';

/** What every chapter of the compiler gets: the file's ids and where problems go. */
export interface CompileContext {
  readonly report: Report<BpmnRules>;
  readonly elementsById: ReadonlyMap<string, XmlElement>;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A flow node while it is compiled, with the element that it comes from. */
export interface NodeDraft {
  readonly element: XmlElement;
  readonly node: Mutable<FlowNode> & { incoming: string[]; outgoing: string[] } & {
    boundaryEventIds: string[];
  };
  /** Refused already: rules about its surroundings would only repeat that. */
  readonly refused: boolean;
}

export interface FlowDraft {
  readonly element: XmlElement;
  readonly flow: Mutable<SequenceFlow>;
  readonly parentId: string;
}

/** One process while it is compiled. */
export interface ProcessDraft {
  readonly root: NodeDraft;
  /** Every node at any depth, the root among them, in the order of the file. */
  readonly nodes: Map<string, NodeDraft>;
  readonly flows: Map<string, FlowDraft>;
}

/** What a chapter adds to the node of its element. */
export type NodeParts = Partial<Mutable<FlowNode>>;
