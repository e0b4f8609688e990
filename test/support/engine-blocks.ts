import fc from 'fast-check';
import { definitions, flow, serviceTask } from './bpmn.ts';
import {
  boundary,
  call,
  end,
  error,
  eventSubProcess,
  exclusive,
  inclusive,
  onError,
  onTimer,
  parallel,
  process,
  rounds,
  start,
  subProcess,
  wait,
} from './engine-model.ts';

/** Block-structured models: one way in, one way out, so that their path can be predicted. */
export type Block =
  | { readonly kind: 'task' | 'fails' | 'pause' }
  | { readonly kind: 'sequence' | 'parallel'; readonly blocks: readonly Block[] }
  | { readonly kind: 'exclusive'; readonly blocks: readonly Block[]; readonly taken: number }
  /** `taken`: a bit for each way; none takes the first. */
  | { readonly kind: 'inclusive'; readonly blocks: readonly Block[]; readonly taken: number }
  | { readonly kind: 'sub' | 'call' | 'handled' | 'rounds' | 'turns'; readonly block: Block };

export interface BlockModel {
  /** One file whose process is `p`; jobs are `ok` (to be completed) or `err` (error E1). */
  readonly text: string;
  /** Ids of everything that completes, sorted, as often as it does. */
  readonly completed: readonly string[];
}

export const blocks: fc.Arbitrary<Block> = fc.letrec<{ block: Block }>((tie) => ({
  block: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.record({ kind: fc.constantFrom('task', 'fails', 'pause') }),
    fc.record({ kind: fc.constantFrom('sequence', 'parallel'), blocks: several(tie('block')) }),
    fc.tuple(several(tie('block')), fc.nat(2)).map(([some, taken]): Block => ({
      kind: 'exclusive',
      blocks: some,
      taken: taken % some.length,
    })),
    fc.tuple(several(tie('block')), fc.nat(7)).map(([some, taken]): Block => ({
      kind: 'inclusive',
      blocks: some,
      taken,
    })),
    fc.record({
      kind: fc.constantFrom('sub', 'call', 'handled', 'rounds', 'turns'),
      block: tie('block'),
    }),
  ),
})).block;

function several(block: fc.Arbitrary<Block>): fc.Arbitrary<Block[]> {
  return fc.array(block, { minLength: 2, maxLength: 3 });
}

export function blockModel(block: Block): BlockModel {
  const drawing = newDrawing();
  const content = whole(drawing, 'p', block, 1);
  const text = definitions(
    `${process('p', content)}${drawing.processes.join('')}${error('x', 'E1')}`,
  );
  return { text, completed: [...drawing.completed, 'p'].sort() };
}

interface Drawing {
  count: number;
  readonly processes: string[];
  readonly completed: string[];
}

interface Drawn {
  readonly xml: string;
  readonly entry: string;
  readonly exit: string;
}

const newDrawing = (): Drawing => ({ count: 0, processes: [], completed: [] });

function note(drawing: Drawing, times: number, ...ids: string[]): void {
  for (let time = 0; time < times; time++) drawing.completed.push(...ids);
}

/** Start, block, end: the inside of a process or sub-process. */
function whole(drawing: Drawing, id: string, block: Block, times: number, trigger = ''): string {
  const [from, to] = [`${id}.s`, `${id}.e`];
  note(drawing, times, from, to);
  const inner = draw(drawing, block, times);
  return `${start(from, trigger)}${end(to)}${inner.xml}${flow(from, inner.entry)}${flow(inner.exit, to)}`;
}

function draw(drawing: Drawing, block: Block, times: number): Drawn {
  const id = `n${++drawing.count}`;
  const done = (...ids: string[]) => note(drawing, times, ...ids);
  switch (block.kind) {
    case 'task':
      done(id);
      return { xml: serviceTask(id, 'ok'), entry: id, exit: id };
    case 'pause':
      done(id);
      return { xml: wait(id, onTimer('Duration', 'PT1H')), entry: id, exit: id };
    case 'fails':
      done(`${id}.b`, `${id}.m`);
      return {
        xml: `${serviceTask(id, 'err')}${boundary(`${id}.b`, id, onError('x'))}${exclusive(`${id}.m`)}
          ${flow(id, `${id}.m`)}${flow(`${id}.b`, `${id}.m`)}`,
        entry: id,
        exit: `${id}.m`,
      };
    case 'sub':
      done(id);
      return { xml: subProcess(id, whole(drawing, id, block.block, times)), entry: id, exit: id };
    case 'call': {
      const called = `${id}.p`;
      done(id, called);
      drawing.processes.push(process(called, whole(drawing, called, block.block, times)));
      return { xml: call(id, called), entry: id, exit: id };
    }
    case 'sequence':
      return sequence(block.blocks.map((one) => draw(drawing, one, times)));
    case 'parallel': {
      done(`${id}.f`, `${id}.j`);
      const inner = block.blocks.map((one) => draw(drawing, one, times));
      return branched(inner, parallel(`${id}.f`), parallel(`${id}.j`), id);
    }
    case 'exclusive': {
      done(`${id}.f`, `${id}.j`);
      const inner = block.blocks.map((one, index) =>
        draw(drawing, one, index === block.taken ? times : 0),
      );
      const conditions = inner.map((_, index) => `= ${index === block.taken}`);
      return branched(inner, exclusive(`${id}.f`), exclusive(`${id}.j`), id, conditions);
    }
    case 'inclusive': {
      done(`${id}.f`, `${id}.j`);
      const isTaken = (index: number) =>
        ((block.taken >> index) & 1) === 1 ||
        (index === 0 && block.taken % 2 ** block.blocks.length === 0);
      const inner = block.blocks.map((one, index) =>
        draw(drawing, one, isTaken(index) ? times : 0),
      );
      const conditions = inner.map((_, index) => `= ${isTaken(index)}`);
      return branched(inner, inclusive(`${id}.f`), inclusive(`${id}.j`), id, conditions);
    }
    case 'handled': {
      // What fails inside is gone on with in an event sub-process of the same scope.
      done(id, `${id}.s`, `${id}.h`);
      const handler = whole(drawing, `${id}.h`, block.block, times, onError('x'));
      const content = `${start(`${id}.s`)}${serviceTask(`${id}.t`, 'err')}${flow(`${id}.s`, `${id}.t`)}
        ${eventSubProcess(`${id}.h`, handler)}`;
      return { xml: subProcess(id, content), entry: id, exit: id };
    }
    case 'rounds':
    case 'turns': {
      done(id, id, id);
      const loop = rounds('', { cardinality: '2', sequential: block.kind === 'turns' });
      const content = `${loop}${whole(drawing, id, block.block, times * 2)}`;
      return { xml: subProcess(id, content), entry: id, exit: id };
    }
  }
}

function sequence(inner: readonly Drawn[]): Drawn {
  const links = inner.slice(1).map((next, index) => flow(inner[index]?.exit ?? '', next.entry));
  return {
    xml: `${inner.map(({ xml }) => xml).join('')}${links.join('')}`,
    entry: inner[0]?.entry ?? '',
    exit: inner.at(-1)?.exit ?? '',
  };
}

function branched(
  inner: readonly Drawn[],
  fork: string,
  join: string,
  id: string,
  conditions: readonly string[] = [],
): Drawn {
  const links = inner.map(
    ({ entry, exit }, index) =>
      `${flow(`${id}.f`, entry, conditions[index])}${flow(exit, `${id}.j`)}`,
  );
  return {
    xml: `${fork}${join}${inner.map(({ xml }) => xml).join('')}${links.join('')}`,
    entry: `${id}.f`,
    exit: `${id}.j`,
  };
}
