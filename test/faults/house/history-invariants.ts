import type pg from 'pg';
import type { Bundle } from '../../../core/procedures/procedure.ts';
import { loadModels } from '../../../engine/interpreter/index.ts';
import type { FlowNode, ProcessGraph } from '../../../engine/model/graph.ts';
import { groupBy } from './group-by.ts';
import type { FaultWorld } from './world.ts';

interface ElementRow {
  readonly root: string;
  readonly key: number;
  readonly element_id: string;
  readonly type: string;
  readonly process_id: string;
  readonly process_key: number;
  readonly scope_key: number;
  readonly via: readonly string[];
  readonly state: string;
  readonly started: number;
  readonly ended: number | null;
}

/**
 * The history as it must be: in order of time and keys, every key accounted for, and every step
 * taken exactly as often as the model says after the one before.
 */
export async function historyViolations({ pool, settings }: FaultWorld): Promise<string[]> {
  const graphs = await readGraphs(settings.seeds);
  const { rows } = await pool.query<ElementRow>(
    `select root_key::text as root, key, element_id, type, process_id, process_key, scope_key, via,
       state, started_at_ms::float8 as started, ended_at_ms::float8 as ended
     from engine.element order by root_key, key`,
  );
  const byRoot = groupBy(rows, ({ root }) => root);
  const counts = await keyCounts(pool);
  return [...byRoot].flatMap(([root, elements]) => [
    ...timeViolations(root, elements),
    ...flowViolations(root, elements, graphs),
    ...keyViolations(root, elements, graphs, counts.get(root)),
  ]);
}

function timeViolations(root: string, elements: readonly ElementRow[]): string[] {
  return elements.flatMap((element, index) => {
    const before = elements[index - 1];
    const scope = elements.find(({ key }) => key === element.scope_key);
    const name = `${root}.${element.key} ${element.element_id}`;
    return [
      before && before.started > element.started ? `${name}: started before the one before` : '',
      scope && scope.started > element.started ? `${name}: started before its scope` : '',
      element.ended !== null && element.ended < element.started ? `${name}: ended too early` : '',
      (element.state === 'active') !== (element.ended === null) ? `${name}: end and state` : '',
    ].filter((text) => text !== '');
  });
}

/** As many arrivals over the outgoing flows as completions: no step lost, none taken twice. */
function flowViolations(
  root: string,
  elements: readonly ElementRow[],
  graphs: ReadonlyMap<string, ProcessGraph>,
): string[] {
  const found: string[] = [];
  for (const [processKey, ofProcess] of groupBy(elements, (one) => one.process_key)) {
    const graph = graphs.get(ofProcess[0]?.process_id ?? '');
    if (graph === undefined) return [`${root}: unknown process`];
    for (const node of graph.nodes.values()) {
      if (node.outgoing.length === 0) continue;
      const completions = ofProcess.filter(
        (one) => one.element_id === node.id && one.state === 'completed' && one.key !== processKey,
      );
      const arrivals = ofProcess.filter(({ via }) =>
        // An event behind an event-based gateway takes its flow when it happens.
        via.some((flow) => node.outgoing.includes(flow)),
      );
      // A parallel gateway leaves by all its flows at once.
      const ways = node.type === 'parallelGateway' ? node.outgoing.length : 1;
      if (completions.length * ways === arrivals.length) continue;
      found.push(
        `${root}: ${node.id} completed ${completions.length} times, left ${arrivals.length} times`,
      );
    }
  }
  return found;
}

/** Keys are given out without holes: every one is an element, a wait of one, or an incident. */
function keyViolations(
  root: string,
  elements: readonly ElementRow[],
  graphs: ReadonlyMap<string, ProcessGraph>,
  counts: { next: number; incidents: number } | undefined,
): string[] {
  const expected = elements.reduce((sum, element) => {
    const graph = graphs.get(element.process_id);
    const node = graph?.nodes.get(element.element_id);
    return sum + 1 + (graph && node && element.type !== 'process' ? waitsOf(node, graph) : 0);
  }, counts?.incidents ?? 0);
  const given = (counts?.next ?? 0) - 1;
  return given === expected ? [] : [`${root}: ${given} keys given out, ${expected} accounted for`];
}

/** How many waits an instance of the node opens. */
function waitsOf(node: FlowNode, graph: ProcessGraph): number {
  const waits = (one: FlowNode | undefined): number =>
    one?.event?.kind === 'timer' || one?.event?.kind === 'message' ? 1 : 0;
  const boundary = node.boundaryEventIds.map((id) => waits(graph.nodes.get(id)));
  const behindGateway = node.incoming.some(
    (flow) => graph.nodes.get(graph.flows.get(flow)?.sourceId ?? '')?.type === 'eventBasedGateway',
  );
  const own =
    node.type === 'eventBasedGateway'
      ? node.outgoing.length
      : node.job !== undefined || node.userTask !== undefined
        ? 1
        : node.type === 'intermediateCatchEvent' && !behindGateway
          ? waits(node)
          : 0;
  return own + boundary.reduce((sum, count) => sum + count, 0);
}

async function keyCounts(pool: pg.Pool) {
  const { rows } = await pool.query<{ root: string; next: number; incidents: number }>(
    `select key::text as root, next_key as next,
       (select count(*) from engine.incident n where n.root_key = i.key)::int as incidents
     from engine.instance i`,
  );
  return new Map(rows.map((row) => [row.root, row]));
}

async function readGraphs(bundles: readonly Bundle[]): Promise<ReadonlyMap<string, ProcessGraph>> {
  const graphs = new Map<string, ProcessGraph>();
  for (const { files } of bundles) {
    const models = new Map([...files].filter(([path]) => /\.(bpmn|dmn)$/.test(path)));
    for (const { graph } of (await loadModels(models)).processes) {
      graphs.set(graph.processId, graph);
    }
  }
  return graphs;
}
