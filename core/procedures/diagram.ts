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

const SHAPE = /<bpmndi:BPMNShape\b([^>]*)>\s*<dc:Bounds\b([^>]*?)\/?>/g;
const EDGE = /<bpmndi:BPMNEdge\b([^>]*)>([\s\S]*?)<\/bpmndi:BPMNEdge>/g;
const WAYPOINT = /<di:waypoint\b([^>]*?)\/?>/g;
const MARGIN = 20;

/**
 * The diagram of a model that was checked before. Absent when nothing is drawn. What lies outside of
 * the usual prefixes is left out: a picture is a help, the list of steps says the same in words.
 */
export function readDiagram(xml: string): Diagram | undefined {
  const shapes = [...xml.matchAll(SHAPE)].flatMap(([, own = '', bounds = '']) =>
    shape(own, bounds),
  );
  if (shapes.length === 0) return undefined;
  const edges = [...xml.matchAll(EDGE)].flatMap(([, own = '', inside = '']) => {
    const flowId = attribute(own, 'bpmnElement');
    const points = [...inside.matchAll(WAYPOINT)].map(([, point = '']) => ({
      x: number(point, 'x'),
      y: number(point, 'y'),
    }));
    return flowId === undefined || points.length < 2 ? [] : [{ flowId, points }];
  });
  return { shapes, edges, viewBox: viewBox(shapes) };
}

function shape(own: string, bounds: string): DiagramShape[] {
  const elementId = attribute(own, 'bpmnElement');
  const [width, height] = [number(bounds, 'width'), number(bounds, 'height')];
  if (elementId === undefined || !(width > 0 && height > 0)) return [];
  return [{ elementId, x: number(bounds, 'x'), y: number(bounds, 'y'), width, height }];
}

function viewBox(shapes: readonly DiagramShape[]): Diagram['viewBox'] {
  const x = Math.min(...shapes.map((one) => one.x)) - MARGIN;
  const y = Math.min(...shapes.map((one) => one.y)) - MARGIN;
  const right = Math.max(...shapes.map((one) => one.x + one.width)) + MARGIN;
  // Names of events and gateways stand below them.
  const bottom = Math.max(...shapes.map((one) => one.y + one.height)) + 2 * MARGIN;
  return { x, y, width: right - x, height: bottom - y };
}

function attribute(attributes: string, name: string): string | undefined {
  return new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1];
}

/** 0 for what is not a number: a broken place must not break the page. */
function number(attributes: string, name: string): number {
  const value = Number(new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes)?.[1]);
  return Number.isFinite(value) ? value : 0;
}
