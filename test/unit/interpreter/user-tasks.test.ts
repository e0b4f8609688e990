import { expect } from 'chai';
import type { Variables } from '../../../engine/interpreter/index.ts';
import { bpmn, element, escapeXml, flows, zeebe } from '../../support/bpmn.ts';
import { start } from '../../support/engine-model.ts';
import { openInstance } from '../../support/engine-instance.ts';
import { firstIncident, run } from '../../support/engine-run.ts';

const userTask = (...extensions: string[]) =>
  bpmn(
    `${start()}${element('userTask', 't', zeebe('<zeebe:userTask/>', ...extensions))}${flows('s -> t')}`,
  );
const assignment = (attributes: Record<string, string>) =>
  `assignmentDefinition ${Object.entries(attributes)
    .map(([name, value]) => `${name}="${escapeXml(value)}"`)
    .join(' ')}`;

async function open(model: string, variables: Variables = {}) {
  const instance = await openInstance(model, variables);
  const task = () => {
    const found = instance.waits().find((wait) => wait.kind === 'task');
    if (found?.kind !== 'task') throw new Error('no open task');
    return found;
  };
  return { ...instance, task };
}

describe('user tasks', () => {
  it('given nothing said, then anybody may hold it, with priority 50', async () => {
    const { task } = await open(userTask());
    expect(task()).to.deep.include({ candidateGroups: [], candidateUsers: [], priority: 50 });
    expect(task().assignee).to.equal(undefined);
  });

  it('given groups and users as text, then they are split at commas', async () => {
    const { task } = await open(
      userTask(assignment({ candidateGroups: 'a, b', candidateUsers: 'x,y' })),
    );
    expect(task()).to.deep.include({ candidateGroups: ['a', 'b'], candidateUsers: ['x', 'y'] });
  });

  it('given groups by expression, then a list of texts is taken', async () => {
    const model = userTask(assignment({ candidateGroups: '= groups', assignee: '= boss' }));
    const { task } = await open(model, { groups: ['a', 'b'], boss: 'ada' });
    expect(task()).to.deep.include({ candidateGroups: ['a', 'b'], assignee: 'ada' });
  });

  it('given groups that are no list of texts, then it is an incident', async () => {
    const model = userTask(assignment({ candidateGroups: '= groups' }));
    const ran = await run(model, { variables: { groups: [1] } });
    expect(firstIncident(ran).name).to.equal('task-property-unusable');
  });

  it('given a due date, then it is read from text, date, or date and time', async () => {
    const due = (dueDate: string) => userTask(`taskSchedule dueDate="${escapeXml(dueDate)}"`);
    const dueAt = async (dueDate: string) => (await open(due(dueDate))).task().dueAtMs;
    expect(await dueAt('2026-03-01T10:00:00Z')).to.equal(Date.UTC(2026, 2, 1, 10));
    expect(await dueAt('= date("2026-03-01")')).to.equal(Date.UTC(2026, 1, 28, 23));
    expect(await dueAt('= date and time("2026-07-01T10:00:00")')).to.equal(Date.UTC(2026, 6, 1, 8));
    expect(await dueAt('= null')).to.equal(undefined);
    expect(firstIncident(await run(due('= "soon"'))).message).to.contain('soon');
  });

  it('given a form and a priority, then the task has them', async () => {
    const { task } = await open(
      userTask(
        'formDefinition externalReference="forms/check"',
        'priorityDefinition priority="= p"',
      ),
      { p: 80 },
    );
    expect(task()).to.deep.include({ formReference: 'forms/check', priority: 80 });
  });

  it('given a priority beyond 0 to 100, then it is an incident', async () => {
    const model = userTask('priorityDefinition priority="= p"');
    const ran = await run(model, { variables: { p: 101 } });
    expect(firstIncident(ran).name).to.equal('task-property-unusable');
  });

  it('given a claim, then nobody else can claim or complete it, and claiming again changes nothing', async () => {
    const { task, obey } = await open(userTask());
    const claim = (assignee: string) =>
      obey({ type: 'assignTask', taskKey: task().key, assignee, onlyIfFree: true });
    claim('ada');
    claim('ada');
    expect(() => claim('bob'))
      .to.throw()
      .with.property('code', 'conflict');
    const complete = (by: string) =>
      obey({ type: 'completeTask', taskKey: task().key, variables: {}, by });
    expect(() => complete('bob'))
      .to.throw()
      .with.property('code', 'conflict');
    const { key } = task();
    complete('ada');
    expect(() => obey({ type: 'completeTask', taskKey: key, variables: {} }))
      .to.throw()
      .with.property('code', 'not-found');
  });

  it('given an unclaimed task, then anybody completes it; assigning takes it from its holder', async () => {
    const { task, obey } = await open(userTask());
    const assign = (assignee: string | null) =>
      obey({ type: 'assignTask', taskKey: task().key, assignee });
    assign('ada');
    assign('bob');
    expect(task().assignee).to.equal('bob');
    assign(null);
    expect(task().assignee).to.equal(undefined);
    obey({ type: 'completeTask', taskKey: task().key, variables: {}, by: 'eve' });
  });

  it('given a change, then due date and priority are as said and the rest stays', async () => {
    const { task, obey } = await open(userTask(assignment({ assignee: 'ada' })));
    const { key } = task();
    obey({ type: 'changeTask', taskKey: key, dueAtMs: 5 });
    obey({ type: 'changeTask', taskKey: key, priority: 1 });
    expect(task()).to.deep.include({ dueAtMs: 5, priority: 1, assignee: 'ada' });
    obey({ type: 'changeTask', taskKey: key, dueAtMs: null });
    expect(task()).to.not.have.property('dueAtMs');
  });
});
