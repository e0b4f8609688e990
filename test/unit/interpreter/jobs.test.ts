import { expect } from 'chai';
import { bpmn, element, flows, serviceTask, zeebe } from '../../support/bpmn.ts';
import { end, parallel, start } from '../../support/engine-model.ts';
import { countOf, firstIncident, problems, run, waiting } from '../../support/engine-run.ts';

const one = (retries = '') =>
  bpmn(
    `${start()}${element('serviceTask', 't', zeebe(`taskDefinition type="work" ${retries}`))}${end()}
     ${flows('s -> t -> e')}`,
  );
const fail = { fail: 't', message: 'printer on fire' };

describe('jobs', () => {
  it('given three retries by default, when it fails three times, then it is an incident that says why', async () => {
    const twice = await run(one(), { steps: [fail, fail] });
    expect(waiting(twice)).to.deep.equal(['job t']);
    const thrice = await run(one(), { steps: [fail, fail, fail] });
    expect(firstIncident(thrice)).to.deep.equal({
      name: 'job-no-retries',
      message: 'printer on fire',
    });
    expect(waiting(thrice)).to.deep.equal(['job t', 'incident t']);
    expect(thrice.result.state).to.equal('incident');
  });

  it('given retries by number or expression, then they count', async () => {
    const literal = await run(one('retries="1"'), { steps: [fail] });
    expect(literal.result.state).to.equal('incident');
    const computed = await run(one('retries="= n"'), { variables: { n: 2 }, steps: [fail] });
    expect(computed.result.state).to.equal('waiting');
  });

  it('given retries that are no whole number, then it is an incident before there is a job', async () => {
    const ran = await run(one('retries="= n"'), { variables: { n: 'many' } });
    expect(firstIncident(ran).name).to.equal('retries-no-number');
    expect(waiting(ran)).to.deep.equal(['incident t']);
  });

  it('given an incident, then the job cannot be completed until it is resolved', async () => {
    const steps = [fail, { complete: 't' }, { resolve: 't' }, { complete: 't' }];
    const ran = await run(one('retries="1"'), { steps });
    expect(problems(ran)).to.deep.equal(['step-skipped']);
    expect(ran.result.state).to.equal('completed');
    expect(countOf(ran, 'job', 't')).to.equal(1);
  });

  it('given a resolved job, when it fails again, then it is an incident again', async () => {
    const ran = await run(one('retries="1"'), { steps: [fail, { resolve: 't' }, fail] });
    expect(countOf(ran, 'incident', 't')).to.equal(2);
  });

  it('given an id and a type, then the id goes first, else the oldest of the type', async () => {
    const model = bpmn(
      `${start()}${parallel('f')}${serviceTask('a', 'b')}${serviceTask('b', 'x')}
       ${flows('s -> f -> a', 'f -> b')}`,
    );
    expect(waiting(await run(model, { steps: [{ complete: 'b' }] }))).to.deep.equal(['job a']);
    expect(waiting(await run(model, { steps: [{ complete: 'x' }] }))).to.deep.equal(['job a']);
  });

  it('given no such job, then the step is skipped and named, with what is open', async () => {
    const ran = await run(one(), { steps: [{ complete: 'nothing' }, { fail: 'nothing' }] });
    expect(ran.result.problems).to.deep.equal([
      { code: 'step-skipped', message: 'step 1: no open job or task nothing; open: t' },
      { code: 'step-skipped', message: 'step 2: no open job nothing; open: t' },
    ]);
  });

  it('given a job that an incident stops, then a step for it says so', async () => {
    const ran = await run(one('retries="1"'), { steps: [fail, { complete: 't' }] });
    expect(ran.result.problems.map(({ message }) => message)[0]).to.match(
      /^step 2: no open job or task t; none is open; incident at t: ./,
    );
  });

  it('given an incident at one token, then the others go on', async () => {
    const model = bpmn(
      `${start()}${parallel('f')}${serviceTask('a')}${serviceTask('b')}${end()}
       ${flows('s -> f -> a', 'f -> b -> e')}`,
    );
    const stop = { fail: 'a' };
    const ran = await run(model, { steps: [stop, stop, stop, { complete: 'b' }] });
    expect(countOf(ran, 'completed', 'e')).to.equal(1);
    expect(ran.result.state).to.equal('incident');
  });

  it('given an instance with an incident, when it is cancelled, then the incident goes with it', async () => {
    const ran = await run(one('retries="1"'), { steps: [fail, { cancel: true }] });
    expect(ran.result).to.deep.include({ state: 'terminated', waiting: [] });
  });
});
