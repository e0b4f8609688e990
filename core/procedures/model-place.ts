import type { FlowNode } from '../../engine/model/graph.ts';
import type { Place } from '../../engine/model/report.ts';
import type { Part } from './assemble-procedure.ts';

export function modelFile({ folder }: Part): string {
  return `${folder}process.bpmn`;
}

/** Where a procedure or a block says what it is. */
export function configFile({ folder, block }: Pick<Part, 'folder' | 'block'>): string {
  return `${folder}${block ? 'block.json' : 'procedure.json'}`;
}

export function placeOf(node: FlowNode): Place {
  return { elementId: node.id, ...(node.line === undefined ? {} : { line: node.line }) };
}
