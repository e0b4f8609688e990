import { expect } from 'chai';
import { bpmn, element, flows, message, serviceTask, zeebe } from '../../support/bpmn.ts';
import { end, onMessage, script, start } from '../../support/engine-model.ts';
import { completed, firstIncident, run, told, waiting } from '../../support/engine-run.ts';

const around = (content: string, rootElements = '') =>
  bpmn(`${start()}${content}${end()}${flows('s -> t -> e')}`, { rootElements });

const decision = `<?xml version="1.0"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="d">
  <inputData id="in" name="days"><variable name="days" typeRef="number"/></inputData>
  <decision id="fee" name="fee"><variable name="fee" typeRef="number"/>
    <informationRequirement><requiredInput href="#in"/></informationRequirement>
    <decisionTable id="table" hitPolicy="FIRST">
      <input id="i"><inputExpression typeRef="number"><text>days</text></inputExpression></input>
      <output id="o" name="fee" typeRef="number"/>
      <rule id="r1"><inputEntry id="r1i"><text>&gt; 14</text></inputEntry><outputEntry id="r1o"><text>days * 2</text></outputEntry></rule>
      <rule id="r2"><inputEntry id="r2i"><text>-</text></inputEntry><outputEntry id="r2o"><text>0</text></outputEntry></rule>
    </decisionTable>
  </decision>
</definitions>`;

describe('tasks', () => {
  it('given an undefined or manual task, then it completes by itself', async () => {
    expect(completed(await run(around(element('task', 't'))))).to.include('t');
    expect(completed(await run(around(element('manualTask', 't'))))).to.include('t');
  });

  it('given a service task, when its job is done, then its variables go to the process', async () => {
    const ran = await run(around(serviceTask('t', 'work')), {
      steps: [{ complete: 'work', variables: { result: 1 } }],
    });
    expect(ran.history.find(({ event }) => event === 'job')).to.include({
      elementId: 't',
      name: 'work',
    });
    expect(completed(ran)).to.deep.equal(['s', 't', 'e', 'p']);
    expect(ran.result.variables).to.deep.equal({ result: 1 });
  });

  it('given a job type by expression, then it is evaluated; one that is no text is an incident', async () => {
    const model = around(
      element('serviceTask', 't', zeebe('taskDefinition type="= &#34;do-&#34; + kind"')),
    );
    const ran = await run(model, { variables: { kind: 'a' } });
    expect(ran.result.waiting).to.deep.equal([{ elementId: 't', for: 'job', name: 'do-a' }]);
    expect(firstIncident(await run(model)).name).to.equal('expression-no-text');
  });

  it('given a send task, with a worker it is a job, without it publishes the message itself', async () => {
    const root = message('m', 'news');
    const byWorker = element('sendTask', 't', zeebe('taskDefinition type="send"'));
    expect(waiting(await run(around(byWorker)))).to.deep.equal(['job t']);
    const byEngine = element('sendTask', 't', '', 'messageRef="m"');
    const ran = await run(around(byEngine, root));
    expect(told(ran, 'message')).to.deep.equal(['message t']);
    expect(ran.result.state).to.equal('completed');
  });

  it('given a receive task, then it waits for its message, whose variables propagate', async () => {
    const model = around(
      element('receiveTask', 't', '', 'messageRef="m"'),
      message('m', 'answer', '= key'),
    );
    const options = { variables: { key: 7 } };
    expect(waiting(await run(model, options))).to.deep.equal(['message t']);
    const answer = { message: 'answer', correlationKey: '7', variables: { said: 'yes' } };
    const ran = await run(model, { ...options, steps: [answer] });
    expect(ran.result.state).to.equal('completed');
    expect(ran.result.variables).to.deep.equal({ key: 7, said: 'yes' });
  });

  it('given a receive task behind its message, then the kept message is taken', async () => {
    const model = bpmn(
      `${start()}${serviceTask('a')}${element('receiveTask', 't', '', 'messageRef="m"')}
       ${end()}${flows('s -> a -> t -> e')}`,
      { rootElements: message('m', 'answer', '= key') },
    );
    const steps = [{ message: 'answer', correlationKey: 'x' }, { complete: 'a' }];
    const ran = await run(model, { variables: { key: 'x' }, steps });
    expect(ran.result.state).to.equal('completed');
  });

  it('given a script task, then its FEEL result is written', async () => {
    const ran = await run(around(script('t', '= a + 1', 'b')), { variables: { a: 1 } });
    expect(ran.result.variables).to.deep.equal({ a: 1, b: 2 });
  });

  it('given a script that fails, then it is an incident that names expression and cause', async () => {
    const { name, message: text } = firstIncident(
      await run(around(script('t', '= assert(missing, missing > 0, "gone")', 'b'))),
    );
    expect(name).to.match(/^feel-/);
    expect(text).to.contain('assert(missing');
  });

  it('given a script task done by a worker, then it is a job', async () => {
    const model = around(element('scriptTask', 't', zeebe('taskDefinition type="script"')));
    expect(waiting(await run(model))).to.deep.equal(['job t']);
  });

  const businessRule = around(
    element(
      'businessRuleTask',
      't',
      zeebe('calledDecision decisionId="fee" resultVariable="amount"'),
    ),
  );

  it('given a business rule task, then the decision sees what is visible and its result is written', async () => {
    const ran = await run([businessRule, decision], { variables: { days: 20 } });
    expect(ran.result.variables).to.deep.equal({ days: 20, amount: 40 });
    expect(ran.result.state).to.equal('completed');
  });

  it('given a business rule task without its decision, then it is an incident', async () => {
    const ran = await run(businessRule);
    expect(ran.result.state).to.equal('incident');
    expect(firstIncident(ran)).to.include({ name: 'decision-missing' });
    expect(waiting(ran)).to.deep.equal(['incident t']);
  });

  it('given a user task, then a person does it and no job is made', async () => {
    const model = around(element('userTask', 't', zeebe('<zeebe:userTask/>')));
    const ran = await run(model, { steps: [{ complete: 't', variables: { decided: true } }] });
    expect(told(ran, 'task', 'job')).to.deep.equal(['task t']);
    expect(ran.result.variables).to.deep.equal({ decided: true });
  });

  it('given several outgoing flows of an activity, then all are taken', async () => {
    const ran = await run(
      bpmn(
        `${start()}${element('task', 't')}${end('e1')}${end('e2')}${flows('s -> t -> e1', 't -> e2')}`,
      ),
    );
    expect(completed(ran)).to.deep.equal(['s', 't', 'e1', 'e2', 'p']);
  });

  it('given a message event with headers on its job, then the job has them', async () => {
    const headers =
      '<zeebe:taskHeaders><zeebe:header key="channel" value="mail"/></zeebe:taskHeaders>';
    const ran = await run(
      bpmn(
        `${start()}${element('intermediateThrowEvent', 't', `${zeebe('taskDefinition type="x"', headers)}${onMessage('m')}`)}${flows('s -> t')}`,
        { rootElements: message('m', 'news') },
      ),
    );
    const [instance] = ran.sandbox?.instances ?? [];
    const [job] = [...(instance?.state.waits.rows.values() ?? [])];
    expect(job).to.deep.include({ kind: 'job', headers: { channel: 'mail' }, retries: 3 });
  });
});
