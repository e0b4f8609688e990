import { expect } from 'chai';
import type { PageCursor, TaskState } from '../../../core/cases/process-state.ts';
import { bpmn, definitions, element, flows, serviceTask, zeebe } from '../../support/bpmn.ts';
import { call, end, process, script, start } from '../../support/engine-model.ts';
import type { EngineHarness } from '../../support/engine-harness.ts';
import {
  codeOf,
  deploy,
  startCase,
  stateOf,
  tasksOf,
  whenEnded,
} from '../../support/engine-harness.ts';

const userTask = bpmn(
  `${start()}${element(
    'userTask',
    't',
    zeebe(
      '<zeebe:userTask/>',
      'assignmentDefinition candidateGroups="clerks"',
      'formDefinition externalReference="forms/check"',
      'taskSchedule dueDate="2026-06-01T00:00:00Z"',
    ),
  )}${end()}${flows('s -> t -> e')}`,
);

export function tasksContract(harness: () => EngineHarness): void {
  const open = async (variables = {}) => {
    await deploy(harness(), 'u', userTask);
    const { caseId } = await startCase(harness(), 'u', variables);
    const [task] = await tasksOf(harness(), caseId);
    if (task === undefined) throw new Error(`no task of ${caseId}`);
    return { caseId, task, key: task.key };
  };
  const tasks = () => harness().engine.tasks;

  describe('user tasks', () => {
    it('given a task, then the read model shows it to its group with form and due date', async () => {
      const { task, key, caseId } = await open();
      expect(task).to.deep.include({
        elementId: 't',
        caseId,
        state: 'open',
        formReference: 'forms/check',
        candidateGroups: ['clerks'],
        dueAtMs: Date.UTC(2026, 5, 1),
        priority: 50,
      });
      const list = await harness().readModel.openTasks({ exceptGroup: 'nobody', limit: 500 });
      expect(list.map((one) => one.key)).to.include(key);
      const none = await harness().readModel.openTasks({ exceptGroup: 'clerks', limit: 500 });
      expect(none.map((one) => one.key)).to.not.include(key);
    });

    it('given many, then they come by pages, the oldest first, each once', async () => {
      const keys: string[] = [];
      for (let count = 0; count < 3; count += 1) {
        harness().clock.advance(1);
        keys.push((await open()).key);
      }
      const { readModel } = harness();
      const seen: string[] = [];
      let after: PageCursor | undefined;
      do {
        const page = { exceptGroup: 'nobody', limit: 2, ...(after ? { after } : {}) };
        const found: readonly TaskState[] = await readModel.openTasks(page);
        seen.push(...found.map(({ key }) => key));
        after = found.at(-1);
      } while (after);
      expect(seen.slice(-3)).to.deep.equal(keys);
      expect(new Set(seen).size).to.equal(seen.length);
    });

    it('given two cases, then each shows its own task alone', async () => {
      const [one, two] = [await open(), await open()];
      const tasksOf = async (caseId: string) =>
        (await stateOf(harness(), caseId)).openTasks.map(({ key }) => key);
      expect(await tasksOf(one.caseId)).to.deep.equal([one.key]);
      expect(await tasksOf(two.caseId)).to.deep.equal([two.key]);
    });

    it('given many who claim at once, from two processes, then one of them holds it', async () => {
      const { key } = await open();
      const other = await harness().another();
      const people = ['ada', 'bob', 'cyd', 'dan', 'eve', 'fay'];
      const codes = await Promise.all(
        people.map((person, index) =>
          codeOf((index % 2 === 0 ? harness() : other).engine.tasks.claim(key, person)),
        ),
      );
      expect(codes.filter((code) => code === 'none')).to.have.length(1);
      expect(codes.filter((code) => code === 'conflict')).to.have.length(5);
      const winner = people[codes.indexOf('none')] ?? '';
      expect((await harness().readModel.task(key))?.assignee).to.equal(winner);
      await tasks().claim(key, winner);
      await other.engine.stop();
    });

    it('given a holder, then nobody else completes it; given back, anybody may', async () => {
      const { key, caseId } = await open();
      await tasks().claim(key, 'ada');
      expect(await codeOf(tasks().complete(key, {}, 'bob'))).to.equal('conflict');
      await tasks().unclaim(key);
      await tasks().complete(key, { decided: true }, 'bob');
      await whenEnded(harness(), caseId);
      expect(await harness().readModel.variables(caseId)).to.deep.equal({ decided: true });
    });

    it('given a task completed twice at once, then one wins and the other is told that it is no longer open', async () => {
      const { key, caseId } = await open();
      const codes = await Promise.all([
        codeOf(tasks().complete(key, { by: 1 })),
        codeOf(tasks().complete(key, { by: 2 })),
      ]);
      expect(codes).to.deep.equal(['none', 'conflict']);
      await whenEnded(harness(), caseId);
      expect(await codeOf(tasks().complete(key, {}))).to.equal('conflict');
      expect((await harness().readModel.task(key))?.state).to.equal('completed');
    });

    it('given an assignment, due date and priority, then they are changed', async () => {
      const { key } = await open();
      await tasks().assign(key, 'ada');
      await tasks().assign(key, 'bob');
      await tasks().setPriority(key, 90);
      await tasks().setDueDate(key, 5_000);
      expect(await harness().readModel.task(key)).to.include({
        assignee: 'bob',
        priority: 90,
        dueAtMs: 5_000,
      });
      await tasks().setDueDate(key, null);
      expect(await harness().readModel.task(key)).to.not.have.property('dueAtMs');
    });

    it('given a cancelled instance, then its task is cancelled', async () => {
      const { key, caseId } = await open();
      const { rootInstanceKey } = await stateOf(harness(), caseId);
      await harness().engine.cancel(rootInstanceKey);
      expect((await harness().readModel.task(key))?.state).to.equal('cancelled');
      expect(await codeOf(tasks().claim(key, 'ada'))).to.be.oneOf(['conflict', 'not-found']);
    });

    it('given a key that there never was, then it is not found', async () => {
      for (const key of ['999999999.5', 'nonsense', '', '1.2.3', '0.0', "1'; drop table x"]) {
        expect(await codeOf(tasks().claim(key, 'ada')), key).to.equal('not-found');
        expect(await codeOf(tasks().complete(key, {})), key).to.equal('not-found');
      }
    });
  });

  describe('instances', () => {
    it('given cancel, then everything in it ends, what it called too; again is not found', async () => {
      const text = definitions(
        `${process('p', `${start()}${call('c', 'i1child')}${flows('s -> c')}`)}
         ${process('i1child', `${start('cs')}${serviceTask('w', 'i1')}${flows('cs -> w')}`)}`,
      );
      await deploy(harness(), 'i1', text);
      const { caseId, instanceKey } = await startCase(harness(), 'i1');
      await harness().engine.cancel(instanceKey);
      const { state, elements } = await stateOf(harness(), caseId);
      expect(state).to.equal('terminated');
      expect(elements.filter((one) => one.state === 'active')).to.deep.equal([]);
      expect(await codeOf(harness().engine.cancel(instanceKey))).to.equal('not-found');
      expect(await codeOf(harness().engine.cancel('999999999999'))).to.equal('not-found');
      expect(await codeOf(harness().engine.cancel('nonsense'))).to.equal('not-found');
    });

    it('given setVariables, then the process has them, or the scope that is named', async () => {
      await deploy(harness(), 'i2', bpmn(`${start()}${serviceTask('t', 'i2')}${flows('s -> t')}`));
      const { caseId, instanceKey } = await startCase(harness(), 'i2', { a: 1 });
      const { engine, readModel } = harness();
      await engine.setVariables({ instanceKey, variables: { a: 2, b: null } });
      expect(await readModel.variables(caseId)).to.deep.equal({ a: 2, b: null });
      const { elements } = await stateOf(harness(), caseId);
      const scope = elements.find(({ elementId }) => elementId === 't')?.key ?? '';
      await engine.setVariables({ instanceKey, scope, variables: { a: 3 } });
      expect(await readModel.variables(caseId)).to.deep.equal({ a: 2, b: null });
      const seen = new Promise<unknown>((resolve) => {
        engine.subscribe(
          'i2',
          ({ variables }) => {
            resolve({ ...variables });
            return Promise.resolve({ type: 'done' });
          },
          { lockMs: 1_000, maxParallel: 1 },
        );
      });
      expect(await seen).to.deep.equal({ a: 3, b: null });
      const gone = engine.setVariables({
        instanceKey,
        scope: `${instanceKey}.9999`,
        variables: {},
      });
      expect(await codeOf(gone)).to.equal('not-found');
    });

    it('given an incident of an expression, when variables mend it, then it goes on', async () => {
      await deploy(
        harness(),
        'i3',
        bpmn(`${start()}${script('t', '= assert(n, n > 1)', 'r')}${end()}${flows('s -> t -> e')}`),
      );
      const { caseId, instanceKey } = await startCase(harness(), 'i3', { n: 1 });
      const { engine, readModel } = harness();
      const [incident] = (await stateOf(harness(), caseId)).openIncidents;
      expect(incident).to.include({ elementId: 't', caseId });
      expect(incident?.message).to.contain('assert(n, n > 1)');
      const all = await readModel.openIncidents({ limit: 1_000 });
      expect(all.map(({ key }) => key)).to.include(incident?.key);
      const [last] = all.slice(-1);
      const behind = await readModel.openIncidents({ limit: 1, ...(last ? { after: last } : {}) });
      expect(behind).to.deep.equal([]);
      await engine.incidents.resolve(incident?.key ?? '');
      const [again] = (await stateOf(harness(), caseId)).openIncidents;
      expect(again?.key).to.not.equal(incident?.key);
      await engine.setVariables({ instanceKey, variables: { n: 2 } });
      await engine.incidents.resolve(again?.key ?? '');
      await whenEnded(harness(), caseId);
      expect(await codeOf(engine.incidents.resolve(again?.key ?? ''))).to.equal('not-found');
    });

    it('given names and texts of every kind, then they come back as they were', async () => {
      const variables = JSON.parse(
        '{"__proto__": {"x": 1}, "constructor": "c", "toString": null, "": 0, "ä\\u2028\\ud83d\\ude00": "ß\\n\\t\\"\\\\", "deep": {"__proto__": [1, {"hasOwnProperty": true}]}, "big": 1e300, "small": -0.1}',
      ) as Record<string, never>;
      await deploy(harness(), 'i4', bpmn(`${start()}${serviceTask('t', 'i4')}${flows('s -> t')}`));
      const { caseId } = await startCase(harness(), 'i4', variables);
      expect(JSON.parse(JSON.stringify(await harness().readModel.variables(caseId)))).to.deep.equal(
        variables,
      );
      const job = await new Promise<string>((resolve) => {
        harness().engine.subscribe(
          'i4',
          (given) => {
            resolve(JSON.stringify(given.variables));
            return Promise.resolve({ type: 'done' });
          },
          { lockMs: 1_000, maxParallel: 1 },
        );
      });
      expect(JSON.parse(job)).to.deep.equal(variables);
    });

    it('given a text that cannot be stored, then only that command is refused', async () => {
      await deploy(harness(), 'i5', bpmn(`${start()}${serviceTask('t', 'i5')}${flows('s -> t')}`));
      const { instanceKey } = await startCase(harness(), 'i5');
      const codes = await Promise.all(
        ['fine', 'bad\u0000', 'fine', 'half \ud800'].map((text) =>
          codeOf(startCase(harness(), 'i5', { text })),
        ),
      );
      expect(codes).to.deep.equal(['none', 'invalid-argument', 'none', 'invalid-argument']);
      const bad = harness().engine.setVariables({ instanceKey, variables: { 'a\u0000': 1 } });
      expect(await codeOf(bad)).to.equal('invalid-argument');
      await harness().engine.setVariables({ instanceKey, variables: { a: 1 } });
    });

    it('given large variables, then they are kept whole', async () => {
      await deploy(harness(), 'i6', bpmn(`${start()}${serviceTask('t', 'i6')}${flows('s -> t')}`));
      const large = {
        text: 'ü'.repeat(1_000_000),
        list: Array.from({ length: 20_000 }, (_, index) => ({ index })),
      };
      const { caseId } = await startCase(harness(), 'i6', large);
      expect(await harness().readModel.variables(caseId)).to.deep.equal(large);
    });

    it('given health, then it says that it is well and counts what is open', async () => {
      const health = await harness().engine.health();
      expect(health.ok).to.equal(true);
      expect(health.openJobs).to.be.a('number');
      expect(health.openIncidents).to.be.a('number');
    });
  });
}
