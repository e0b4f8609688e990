import { expect } from 'chai';
import fc from 'fast-check';
import { applyPatch, emptyState, step } from '../../engine/interpreter/index.ts';
import type {
  Command,
  InstanceState,
  ModelLibrary,
  StepResult,
  Wait,
} from '../../engine/interpreter/index.ts';
import { blockModel, blocks } from '../support/engine-blocks.ts';
import type { BlockModel } from '../support/engine-blocks.ts';
import { libraryOf, START_MS, ZONE } from '../support/engine-instance.ts';
import { asPlain, copyOf } from '../support/engine-shadow.ts';

const env = { nowMs: START_MS, zone: ZONE };
const YEAR_MS = 366 * 86_400_000;
const ended = (result: StepResult) =>
  result.events.filter(({ event }) => event === 'completed').map(({ elementId }) => elementId);

interface Walk {
  readonly completed: string[];
  readonly state: InstanceState;
  readonly commands: number;
}

/** Answers open waits in the order that `choose` picks, until nothing is open. */
function walk(
  library: ModelLibrary,
  choose: (open: readonly Wait[]) => Wait,
  reload: (state: InstanceState) => InstanceState = (same) => same,
): Walk {
  let state = emptyState();
  const completed: string[] = [];
  let { nowMs } = env;
  const obey = (command: Command) => {
    const before = asPlain(state);
    const result = step(library, state, command, { ...env, nowMs });
    expect(asPlain(state), 'the step wrote into its input').to.deep.equal(before);
    applyPatch(state, result.patch);
    completed.push(...ended(result));
    state = reload(state);
  };
  obey({ type: 'start', definitionKey: 'p', variables: {} });
  let commands = 1;
  for (; state.waits.rows.size > 0; commands++) {
    const wait = choose([...state.waits.rows.values()]);
    if (wait.kind === 'timer') nowMs = Math.max(nowMs, wait.dueAtMs);
    obey(answerTo(wait));
  }
  return { completed, state, commands };
}

function answerTo(wait: Wait): Command {
  if (wait.kind === 'timer') return { type: 'fireTimer', waitKey: wait.key };
  if (wait.kind === 'job' && wait.jobType === 'err') {
    return { type: 'throwJobError', jobKey: wait.key, errorCode: 'E1', message: '', variables: {} };
  }
  return { type: 'completeJob', jobKey: wait.key, variables: {} };
}

const oldest = (open: readonly Wait[]) => open[0] as Wait;

async function prepared(model: BlockModel): Promise<ModelLibrary> {
  return libraryOf(model.text);
}

describe('random block-structured models', function () {
  this.timeout(60_000);

  it('end along their predicted path and leave nothing behind', () =>
    fc.assert(
      fc.asyncProperty(blocks, async (block) => {
        const model = blockModel(block);
        const { completed, state } = walk(await prepared(model), oldest);
        expect([...completed].sort()).to.deep.equal(model.completed);
        expect(state.status).to.equal('completed');
        expect(asPlain(state)).to.include.keys('elements');
        const { elements, tokens, waits, incidents, variables } = state;
        const left = [elements, tokens, waits, incidents].map((table) => [
          table.rows.size,
          table.byOwner.size,
        ]);
        expect(left.flat()).to.deep.equal([0, 0, 0, 0, 0, 0, 0, 0]);
        expect(variables.size).to.equal(0);
      }),
      { numRuns: 120 },
    ));

  it('never lose or double a token, in whatever order they are answered', () =>
    fc.assert(
      fc.asyncProperty(blocks, fc.infiniteStream(fc.nat(50)), async (block, picks) => {
        const model = blockModel(block);
        const choose = (open: readonly Wait[]) => {
          const pick = picks.next().value as number;
          return open[pick % open.length] as Wait;
        };
        const { completed, state } = walk(await prepared(model), choose);
        expect([...completed].sort()).to.deep.equal(model.completed);
        expect(state.status).to.equal('completed');
      }),
      { numRuns: 120 },
    ));

  it('go the same way when their state is read anew after every step', () =>
    fc.assert(
      fc.asyncProperty(blocks, async (block) => {
        const library = await prepared(blockModel(block));
        const warm = walk(library, oldest);
        const cold = walk(library, oldest, (state) => copyOf(state));
        expect(cold.completed).to.deep.equal(warm.completed);
        expect(asPlain(cold.state)).to.deep.equal(asPlain(warm.state));
      }),
      { numRuns: 60 },
    ));

  it('when cancelled at any point, end as terminated with nothing left', () =>
    fc.assert(
      fc.asyncProperty(blocks, fc.nat(12), async (block, steps) => {
        const library = await prepared(blockModel(block));
        const state = emptyState();
        let { nowMs } = env;
        const obey = (command: Command) =>
          applyPatch(state, step(library, state, command, { ...env, nowMs }).patch);
        obey({ type: 'start', definitionKey: 'p', variables: {} });
        for (let index = 0; index < steps && state.waits.rows.size > 0; index++) {
          // By then every timer is due.
          nowMs += YEAR_MS;
          obey(answerTo(oldest([...state.waits.rows.values()])));
        }
        if (state.status === 'active') obey({ type: 'cancel' });
        const { elements, tokens, waits } = state;
        expect([elements.rows.size, tokens.rows.size, waits.rows.size]).to.deep.equal([0, 0, 0]);
      }),
      { numRuns: 80 },
    ));
});
