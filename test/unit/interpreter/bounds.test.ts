import { expect } from 'chai';
import { applyPatch, emptyState, step } from '../../../engine/interpreter/index.ts';
import type { Command } from '../../../engine/interpreter/index.ts';
import { bpmn, flow, flows, serviceTask } from '../../support/bpmn.ts';
import { libraryOf, openInstance, START_MS, ZONE } from '../../support/engine-instance.ts';
import {
  end,
  exclusive,
  onTimer,
  script,
  start,
  task,
  boundary,
} from '../../support/engine-model.ts';
import { countOf, firstIncident, run } from '../../support/engine-run.ts';

const env = { nowMs: START_MS, zone: ZONE };
const startCommand: Command = { type: 'start', definitionKey: 'p', variables: {} };

describe('bounds of a step', () => {
  const endless = bpmn(`${start()}${exclusive('m')}${task('t')}${flows('s -> m -> t -> m')}`);

  it('given a model that loops without waiting, then it stops as an incident after 100,000 activations', async () => {
    const library = await libraryOf(endless);
    const { events, patch } = step(library, emptyState(), startCommand, env);
    expect(events.at(-1)).to.include({ event: 'incident', name: 'runaway' });
    const activated = events.filter(({ event }) => event === 'activated');
    // The process itself is begun, not activated by a flow.
    expect(activated.length).to.be.within(100_000, 100_002);
    expect(patch.incidents.put).to.have.length(1);
  });

  it('given a runaway, when it is cancelled, then nothing of it is left', async () => {
    const { state, obey } = await openInstance(endless);
    expect(state.incidents.rows.size).to.equal(1);
    obey({ type: 'cancel' });
    expect(state.status).to.equal('terminated');
    expect(state.elements.rows.size + state.incidents.rows.size + state.waits.rows.size).to.equal(
      0,
    );
  });

  it('given 20,000 rounds that end, then they are done', async () => {
    const ran = await run(
      bpmn(
        `${start()}${exclusive('m')}${script('t', '= n + 1', 'n')}${exclusive('x')}${end()}
         ${flows('s -> m -> t -> x')}${flow('x', 'm', '= n < 20000')}${flow('x', 'e', '= n >= 20000')}`,
      ),
      { variables: { n: 0 } },
    );
    expect(ran.result).to.deep.include({ state: 'completed', variables: { n: 20_000 } });
  });

  it('given --auto on a model that never ends, then it ends after 10,000 actions', async () => {
    const ran = await run(
      bpmn(`${start()}${exclusive('m')}${serviceTask('t')}${flows('s -> m -> t -> m')}`),
      { auto: true },
    );
    expect(countOf(ran, 'completed', 't')).to.equal(10_000);
    expect(ran.result.state).to.equal('waiting');
  });

  it('given a run that takes too long, then it is left as it is and says so', async () => {
    const timer = boundary('b', 't', onTimer('Cycle', 'R/PT1S'), { interrupting: false });
    let asked = 0;
    const ran = await run(
      bpmn(`${start()}${serviceTask('t')}${timer}${task('x')}${flows('s -> t', 'b -> x')}`),
      { steps: [{ advance: 'P1Y' }], isOver: () => ++asked > 100 },
    );
    expect(ran.result.problems.map(({ code }) => code)).to.include('time-limit');
    expect(firstIncident(ran).name).to.equal('none');
  });
});

describe('the step function', () => {
  const model = bpmn(
    `${start()}${serviceTask('t')}${script('u', '= n + 1', 'n')}${end()}${flows('s -> t -> u -> e')}`,
  );

  it('given the same inputs, then it gives the same outputs and leaves the state as it was', async () => {
    const { state, library, waits } = await openInstance(model, { n: 1 });
    const before = structuredClone({
      ...state,
      elements: state.elements.rows,
      tokens: 0,
      waits: state.waits.rows,
      incidents: 0,
    });
    const command: Command = { type: 'completeJob', jobKey: waits()[0]?.key ?? 0, variables: {} };
    const one = step(library, state, command, env);
    const two = step(library, state, command, env);
    expect(one).to.deep.equal(two);
    expect({
      ...state,
      elements: state.elements.rows,
      tokens: 0,
      waits: state.waits.rows,
      incidents: 0,
    }).to.deep.equal(before);
    applyPatch(state, one.patch);
    expect(state.status).to.equal('completed');
  });

  it('given a command that does not fit, then it is rejected and nothing changes', async () => {
    const { obey } = await openInstance(model, { n: 1 });
    const rejected: [Command, string][] = [
      [{ type: 'completeJob', jobKey: 99, variables: {} }, 'not-found'],
      [{ type: 'failJob', jobKey: 99, retries: 1, message: '' }, 'not-found'],
      [{ type: 'completeTask', taskKey: 99, variables: {} }, 'not-found'],
      [{ type: 'fireTimer', waitKey: 99 }, 'not-found'],
      [{ type: 'correlateMessage', waitKey: 99, variables: {} }, 'not-found'],
      [{ type: 'resolveIncident', incidentKey: 99 }, 'not-found'],
      [{ type: 'setVariables', scopeKey: 99, variables: {} }, 'not-found'],
    ];
    for (const [command, code] of rejected) {
      expect(() => obey(command), command.type)
        .to.throw()
        .with.property('code', code);
    }
    obey({ type: 'cancel' });
    expect(() => obey({ type: 'cancel' }))
      .to.throw()
      .with.property('code', 'not-found');
  });

  it('given a cyclic timer that fired already, then firing it once more is rejected until it is due', async () => {
    const timer = boundary('b', 't', onTimer('Cycle', 'R/PT1H'), { interrupting: false });
    const { library, state, waits } = await openInstance(
      bpmn(`${start()}${serviceTask('t')}${timer}${task('x')}${flows('s -> t', 'b -> x')}`),
    );
    const wait = waits().find(({ kind }) => kind === 'timer');
    const command: Command = { type: 'fireTimer', waitKey: wait?.key ?? 0 };
    const fireAt = (nowMs: number) => {
      applyPatch(state, step(library, state, command, { ...env, nowMs }).patch);
    };
    const tooEarly = (nowMs: number) =>
      expect(() => fireAt(nowMs))
        .to.throw()
        .with.property('code', 'conflict');
    const hour = 3_600_000;
    tooEarly(env.nowMs + hour - 1);
    fireAt(env.nowMs + hour);
    tooEarly(env.nowMs + hour);
    fireAt(env.nowMs + 2 * hour);
    expect([...state.elements.rows.values()].map(({ elementId }) => elementId)).to.include('t');
  });

  it('given a process without a none start, then starting it is refused', async () => {
    const library = await libraryOf(
      bpmn(`${start('s', '<bpmn:messageEventDefinition messageRef="m"/>')}`, {
        rootElements: '<bpmn:message id="m" name="m"/>',
      }),
    );
    expect(() => step(library, emptyState(), startCommand, env))
      .to.throw()
      .with.property('code', 'invalid-argument');
  });
});
