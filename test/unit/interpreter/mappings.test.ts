import { expect } from 'chai';
import type { Variables } from '../../../engine/interpreter/index.ts';
import { bpmn, element, flows, serviceTask, zeebe } from '../../support/bpmn.ts';
import { mappedTask, mappings, start, subProcess } from '../../support/engine-model.ts';
import type { Mappings } from '../../support/engine-model.ts';
import { completed, firstIncident, run, waiting } from '../../support/engine-run.ts';

const model = (given: Mappings) =>
  bpmn(`${start()}${mappedTask('t', given)}${serviceTask('u')}${flows('s -> t -> u')}`);

async function after(given: Mappings, variables: Variables, result: Variables = {}) {
  const ran = await run(model(given), {
    variables,
    steps: [{ complete: 't', variables: result }],
  });
  return ran.result.variables;
}

async function locals(given: Mappings, variables: Variables) {
  const ran = await run(model(given), { variables });
  const [instance] = ran.sandbox?.instances ?? [];
  const row = [...(instance?.state.elements.rows.values() ?? [])].find(
    ({ elementId }) => elementId === 't',
  );
  return Object.fromEntries(instance?.state.variables.get(row?.key ?? 0) ?? []);
}

describe('input mappings', () => {
  it('given inputs, then they are local and end with the activity', async () => {
    expect(await locals({ in: { x: '= a + 1' } }, { a: 1 })).to.deep.equal({ x: 2 });
    expect(await after({ in: { x: '= a + 1' } }, { a: 1 })).to.deep.equal({ a: 1 });
  });

  it('given several, then a later one sees the earlier', async () => {
    const given = { in: { x: '= 1', y: '= x + 1' } };
    expect(await locals(given, {})).to.deep.equal({ x: 1, y: 2 });
  });

  it('given dotted targets, then they extend a context', async () => {
    const given = { in: { 'c.a': '= 1', 'c.b.d': '= 2' } };
    expect(await locals(given, {})).to.deep.equal({ c: { a: 1, b: { d: 2 } } });
  });

  it('given a source without =, then it is text', async () => {
    expect(await locals({ in: { x: 'a + 1' } }, { a: 1 })).to.deep.equal({ x: 'a + 1' });
  });

  it('given a missing variable as source, then the local is null', async () => {
    expect(await locals({ in: { x: '= nothing' } }, {})).to.deep.equal({ x: null });
  });

  it('given a source that fails, then it is an incident before any job, and begins anew when mended', async () => {
    const failing = model({ in: { x: '= assert(a, a > 1)' } });
    const ran = await run(failing, { variables: { a: 1 } });
    expect(waiting(ran)).to.deep.equal(['incident t']);
    expect(firstIncident(ran).message).to.contain('assert(a, a > 1)');
    const steps = [{ set: { a: 2 } }, { resolve: 't' }];
    expect(waiting(await run(failing, { variables: { a: 1 }, steps }))).to.deep.equal(['job t']);
  });
});

describe('output mappings', () => {
  it('given none, then all variables of the job go to where they live, else to the process', async () => {
    expect(await after({}, { a: 1 }, { a: 2, b: 3 })).to.deep.equal({ a: 2, b: 3 });
  });

  it('given any, then what they do not map is dropped', async () => {
    const given = { out: { kept: '= b' } };
    expect(await after(given, { a: 1 }, { a: 2, b: 3 })).to.deep.equal({ a: 1, kept: 3 });
  });

  it('given several, then a later one sees the earlier', async () => {
    const given = { out: { x: '= b', y: '= x + 1' } };
    expect(await after(given, {}, { b: 1 })).to.deep.equal({ x: 1, y: 2 });
  });

  it('given dotted targets, then they extend what is there', async () => {
    const given = { out: { 'c.b': '= r' } };
    expect(await after(given, { c: { a: 1 } }, { r: 2 })).to.deep.equal({ c: { a: 1, b: 2 } });
  });

  it('given a dotted target into what is no context, then it becomes one', async () => {
    expect(await after({ out: { 'c.b': '= 1' } }, { c: 'text' })).to.deep.equal({ c: { b: 1 } });
  });

  it('given an output that fails, then the activity waits as incident with its job done', async () => {
    const failing = model({ out: { x: '= assert(r, r > 1)' } });
    const steps = [{ complete: 't', variables: { r: 1 } }];
    const ran = await run(failing, { steps });
    expect(waiting(ran)).to.deep.equal(['incident t']);
    const mended = await run(failing, {
      steps: [...steps, { resolve: 't', variables: { r: 2 } }],
    });
    expect(completed(mended)).to.include('t');
    expect(mended.result.variables).to.deep.equal({ x: 2 });
  });
});

describe('variable scopes', () => {
  it('given a job variable with the name of a local one, then it stays local, even when it is equal', async () => {
    expect(await after({ in: { x: '= 1' } }, { x: 0 }, { x: 1 })).to.deep.equal({ x: 0 });
    expect(await after({ in: { x: '= 1' } }, { x: 0 }, { x: 5 })).to.deep.equal({ x: 0 });
  });

  it('given nested scopes, then a variable is written where it lives', async () => {
    const inner = `${start('is')}${serviceTask('t')}${flows('is -> t')}`;
    const extensions = zeebe(mappings({ in: { local: '= 1' }, out: { result: '= local' } }));
    const ran = await run(
      bpmn(`${start()}${subProcess('sub', inner, extensions)}${flows('s -> sub')}`),
      { steps: [{ complete: 't', variables: { local: 7, fresh: 8 } }] },
    );
    expect(ran.result.variables).to.deep.equal({ fresh: 8, result: 7 });
  });

  it('given variables set at a scope, then they are local to it', async () => {
    const inner = `${start('is')}${serviceTask('t')}${flows('is -> t')}`;
    const ran = await run(bpmn(`${start()}${subProcess('sub', inner)}${flows('s -> sub')}`), {
      variables: { a: 1 },
      steps: [{ set: { a: 2 }, scope: 'sub' }, { set: { b: 3 } }],
    });
    expect(ran.result.variables).to.deep.equal({ a: 1, b: 3 });
  });

  it('given names that JavaScript knows, then they are names like any other', async () => {
    const names = JSON.parse(
      '{"__proto__": {"a": 1}, "constructor": 2, "toString": 3}',
    ) as Variables;
    const ran = await run(
      bpmn(`${start()}${element('task', 'x')}${serviceTask('t')}${flows('s -> x -> t')}`),
      { variables: names, steps: [{ complete: 't', variables: names }] },
    );
    expect(JSON.stringify(ran.result.variables)).to.equal(JSON.stringify(names));
    expect(({} as { a?: unknown }).a).to.equal(undefined);
  });
});
