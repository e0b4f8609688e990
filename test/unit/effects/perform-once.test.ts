import { expect } from 'chai';
import { ConnectorError } from '../../../connectors/connector.ts';
import type { Repetition } from '../../../core/effects/perform-once.ts';
import { performOnce } from '../../../core/effects/perform-once.ts';
import { memoryStore } from '../../support/memory-store.ts';

const identity = {
  caseId: 'case-1',
  elementInstanceKey: 'e1',
  topic: 'notify',
  purpose: 'receipt',
  attempt: 1,
};

/** Runs the effect again and again on one store; each run has its own way to act. */
function effect(repetition: Repetition<string>) {
  const store = memoryStore();
  const run = (act: () => Promise<string>, request = 'same') =>
    performOnce<string>(store.effects, { identity, request, act, repetition });
  return { store, run, states: () => [...store.effectRows.values()].map(({ state }) => state) };
}

const lost = async (): Promise<string> => {
  throw new ConnectorError('in-doubt', 'timeout', 'no answer');
};
const away = async (): Promise<string> => {
  throw new ConnectorError('transient', 'unreachable', 'not reachable');
};
const never = async (): Promise<string> => {
  throw new Error('must not act');
};
const acts = (result: string) => async () => result;

async function failure(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'no failure',
    (error: Error) => error.message,
  );
}

describe('an outside effect', () => {
  it('happens once; the second run answers the stored result', async () => {
    const { run } = effect({ type: 'unknowable' });
    const first = await run(acts('first'));
    expect(first).to.include({ state: 'done', result: 'first' });
    expect(await run(never)).to.deep.equal(first);
  });

  it('is refused when the same key asks for something else', async () => {
    const { run } = effect({ type: 'harmless' });
    await run(acts('x'));
    expect(await failure(run(acts('y'), 'other'))).to.contain('differs');
  });

  it('that is known not to have happened leaves no trace', async () => {
    const { run, states } = effect({ type: 'unknowable' });
    expect(await failure(run(away))).to.equal('not reachable');
    expect(states()).to.deep.equal([]);
    expect(await run(acts('later'))).to.include({ state: 'done', result: 'later' });
  });

  it('without answer is looked up, and not repeated when it happened', async () => {
    const { run, states } = effect({ type: 'find', find: async () => 'found' });
    expect(await failure(run(lost))).to.equal('no answer');
    expect(states()).to.deep.equal(['in-doubt']);
    expect(await run(never)).to.include({ state: 'done', result: 'found' });
  });

  it('without answer is done again when the look-up finds nothing', async () => {
    const { run } = effect({ type: 'find', find: async () => undefined });
    await failure(run(lost));
    expect(await run(acts('second'))).to.include({ state: 'done', result: 'second' });
  });

  it('without answer is done again when that is harmless, under the same key', async () => {
    const { run, store } = effect({ type: 'harmless' });
    await failure(run(lost));
    const outcome = await run(acts('again'));
    expect(outcome).to.deep.equal({
      state: 'done',
      result: 'again',
      key: [...store.effectRows.keys()][0],
    });
  });

  it('stays in doubt when nobody can tell, however often it is asked for', async () => {
    const { run } = effect({ type: 'unknowable' });
    expect(await run(lost)).to.include({ state: 'in-doubt' });
    expect(await run(never)).to.include({ state: 'in-doubt' });
  });

  it('begun and not finished counts as in doubt', async () => {
    const { run, store, states } = effect({ type: 'unknowable' });
    await failure(
      performOnce<string>(
        {
          ...store.effects,
          done: async () => {
            throw new Error('killed');
          },
        },
        { identity, request: 'same', act: acts('x'), repetition: { type: 'unknowable' } },
      ),
    );
    expect(await run(never)).to.include({ state: 'in-doubt' });
    expect(states()).to.deep.equal(['in-doubt']);
  });

  it('in doubt is not forgotten because a repetition could not be sent', async () => {
    const { run, states } = effect({ type: 'harmless' });
    await failure(run(lost));
    expect(await failure(run(away))).to.equal('not reachable');
    expect(states()).to.deep.equal(['in-doubt']);
  });

  it('whose answer cannot be read, or that fails in an unknown way, may have happened', async () => {
    for (const error of [new ConnectorError('garbage', 'protocol', 'x'), new TypeError('x')]) {
      const { run } = effect({ type: 'unknowable' });
      const outcome = await run(() => Promise.reject(error));
      expect(outcome).to.include({ state: 'in-doubt' });
    }
  });
});
