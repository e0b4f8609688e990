import type { FlowNode } from '../../../engine/model/graph.ts';
import type { ProcessState } from '../../../core/cases/process-state.ts';
import type { DiagramShape } from '../../../core/procedures/diagram.ts';
import type { StaffCaseContext } from '../../context.ts';

const LINE_HEIGHT = 14;
const LETTER_WIDTH = 6.2;

/** What the template draws: plain figures, so that the picture needs no script. */
export interface DiagramView {
  readonly viewBox: string;
  readonly width: number;
  readonly edges: readonly { readonly points: string; readonly tone: string }[];
  readonly shapes: readonly ShapeView[];
}

interface ShapeView extends DiagramShape {
  readonly kind: 'circle' | 'diamond' | 'box' | 'frame';
  /** `active`: a token is here; `done`: it has been; `ahead`: not yet. */
  readonly tone: 'active' | 'done' | 'ahead';
  readonly radius: number;
  readonly centreX: number;
  readonly centreY: number;
  readonly diamond: string;
  readonly lines: readonly { readonly y: number; readonly text: string }[];
}

/** The case's own process as it was drawn, with the way that its token has gone. */
export function caseDiagram(
  { procedure }: StaffCaseContext,
  process: ProcessState | undefined,
): DiagramView | undefined {
  const graph = process && procedure.processes.get(process.processId);
  const diagram = graph && procedure.diagram;
  if (!diagram) return undefined;
  const tones = tonesOf(process);
  const { x, y, width, height } = diagram.viewBox;
  return {
    viewBox: `${x} ${y} ${width} ${height}`,
    width,
    edges: diagram.edges.map(({ flowId, points }) => {
      const flow = graph.flows.get(flowId);
      const isPassed = flow && tones.has(flow.sourceId) && tones.has(flow.targetId);
      const places = points.map((point) => `${point.x},${point.y}`).join(' ');
      return { points: places, tone: isPassed ? 'done' : 'ahead' };
    }),
    // Frames lie below what stands in them.
    shapes: diagram.shapes
      .flatMap((shape) => {
        const node = graph.nodes.get(shape.elementId);
        return node ? [shapeView(shape, node, tones.get(node.id) ?? 'ahead')] : [];
      })
      .toSorted((a, b) => Number(b.kind === 'frame') - Number(a.kind === 'frame')),
  };
}

function tonesOf(process: ProcessState): ReadonlyMap<string, 'active' | 'done'> {
  const tones = new Map<string, 'active' | 'done'>();
  for (const { processId, elementId, state } of process.elements) {
    if (processId !== process.processId) continue;
    if (state === 'active') tones.set(elementId, 'active');
    else if (tones.get(elementId) !== 'active') tones.set(elementId, 'done');
  }
  return tones;
}

function shapeView(shape: DiagramShape, node: FlowNode, tone: ShapeView['tone']): ShapeView {
  const { x, y, width, height } = shape;
  const [centreX, centreY] = [x + width / 2, y + height / 2];
  const kind = kindOf(node);
  const corners = [
    [centreX, y],
    [x + width, centreY],
    [centreX, y + height],
    [x, centreY],
  ];
  return {
    ...shape,
    kind,
    tone,
    centreX,
    centreY,
    radius: width / 2,
    diamond: corners.map((corner) => corner.join(',')).join(' '),
    lines: linesOf(shape, node.name ?? '', kind),
  };
}

function kindOf({ type, childIds }: FlowNode): ShapeView['kind'] {
  if (type.endsWith('Event')) return 'circle';
  if (type.endsWith('Gateway')) return 'diamond';
  return childIds === undefined ? 'box' : 'frame';
}

/** In a box in its middle, in a frame at its top, of the others below them. */
function linesOf(
  { y, width, height }: DiagramShape,
  name: string,
  kind: ShapeView['kind'],
): ShapeView['lines'] {
  const isInside = kind === 'box' || kind === 'frame';
  const texts = wrapped(name, Math.floor((isInside ? width - 8 : 110) / LETTER_WIDTH));
  const blockHeight = texts.length * LINE_HEIGHT;
  const firstY = {
    box: y + (height - blockHeight) / 2 + LINE_HEIGHT - 3,
    frame: y + LINE_HEIGHT + 4,
    circle: y + height + LINE_HEIGHT,
    diamond: y + height + LINE_HEIGHT,
  }[kind];
  return texts.map((text, index) => ({ text, y: firstY + index * LINE_HEIGHT }));
}

function wrapped(text: string, mostLetters: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const last = lines.at(-1);
    if (last !== undefined && `${last} ${word}`.length <= mostLetters) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines;
}
