import { getMetamodel } from '../../engine/model/bpmn/metamodel.ts';
import { parseXml } from '../../engine/model/xml/parse-xml.ts';
import { attributeOf, childNamed, childrenNamed } from '../../engine/model/xml/xml-element.ts';
import type { XmlElement } from '../../engine/model/xml/xml-element.ts';

/** A model as it was drawn, read from its BPMN DI. Positions are those of the file. */
export interface Diagram {
  readonly shapes: readonly DiagramShape[];
  readonly edges: readonly DiagramEdge[];
  readonly viewBox: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  };
}

export interface DiagramShape {
  readonly elementId: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface DiagramEdge {
  readonly flowId: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

const MARGIN = 20;

/**
 * The diagram of a model that was checked before; absent when nothing is drawn. Only its first
 * plane: a picture is a help, the list of steps says the same in words.
 */
export function readDiagram(xml: string): Diagram | undefined {
  const { root } = parseXml(xml, getMetamodel().namespaces);
  const drawing = root && childNamed(root, 'bpmndi:BPMNDiagram');
  const plane = drawing && childNamed(drawing, 'bpmndi:BPMNPlane');
  if (!plane) return undefined;
  const shapes = childrenNamed(plane, 'bpmndi:BPMNShape').flatMap(shape);
  if (shapes.length === 0) return undefined;
  const edges = childrenNamed(plane, 'bpmndi:BPMNEdge').flatMap(edge);
  return { shapes, edges, viewBox: viewBox(shapes) };
}

function shape(drawn: XmlElement): DiagramShape[] {
  const elementId = attributeOf(drawn, 'bpmnElement');
  const bounds = childNamed(drawn, 'dc:Bounds');
  if (elementId === undefined || bounds === undefined) return [];
  const [width, height] = [number(bounds, 'width'), number(bounds, 'height')];
  if (!(width > 0 && height > 0)) return [];
  return [{ elementId, x: number(bounds, 'x'), y: number(bounds, 'y'), width, height }];
}

function edge(drawn: XmlElement): DiagramEdge[] {
  const flowId = attributeOf(drawn, 'bpmnElement');
  const points = childrenNamed(drawn, 'di:waypoint').map((point) => ({
    x: number(point, 'x'),
    y: number(point, 'y'),
  }));
  return flowId === undefined || points.length < 2 ? [] : [{ flowId, points }];
}

function viewBox(shapes: readonly DiagramShape[]): Diagram['viewBox'] {
  const x = Math.min(...shapes.map((one) => one.x)) - MARGIN;
  const y = Math.min(...shapes.map((one) => one.y)) - MARGIN;
  const right = Math.max(...shapes.map((one) => one.x + one.width)) + MARGIN;
  // Names of events and gateways stand below them.
  const bottom = Math.max(...shapes.map((one) => one.y + one.height)) + 2 * MARGIN;
  return { x, y, width: right - x, height: bottom - y };
}

/** 0 for what is not a number: a broken place must not break the page. */
function number(element: XmlElement, name: string): number {
  const value = Number(attributeOf(element, name));
  return Number.isFinite(value) ? value : 0;
}
