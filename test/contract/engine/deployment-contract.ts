import { expect } from 'chai';
import { EngineError } from '../../../engine/errors.ts';
import type { Problem } from '../../../engine/model/problem.ts';
import { bpmn, element, flows, serviceTask } from '../../support/bpmn.ts';
import { end, start } from '../../support/engine-model.ts';
import type { EngineHarness } from '../../support/engine-harness.ts';
import { codeOf, deploy, startCase, whenEnded } from '../../support/engine-harness.ts';

const model = (id: string, name = 'a') =>
  bpmn(`${start()}${element('task', name)}${end()}${flows(`s -> ${name} -> e`)}`, {
    processId: id,
  });

export function deploymentContract(harness: () => EngineHarness): void {
  describe('deployment', () => {
    it('given a bundle, then its processes get a version, and their XML can be read', async () => {
      const { definitions, bundleHash, warnings } = await deploy(harness(), 'd1', model('d1'));
      expect(definitions).to.have.length(1);
      expect(definitions[0]).to.include({ processId: 'd1', version: 1, bundleHash: 'd1' });
      expect(bundleHash).to.equal('d1');
      expect(warnings).to.deep.equal([]);
      const { engine } = harness();
      expect(await engine.definitionXml(definitions[0]?.key ?? '')).to.equal(model('d1'));
    });

    it('given the same hash again, also at once, then there is no second version', async () => {
      const all = await Promise.all([1, 2, 3].map(() => deploy(harness(), 'd2', model('d2'))));
      expect(new Set(all.map(({ definitions }) => definitions[0]?.key)).size).to.equal(1);
      const known = await harness().engine.definitions();
      expect(known.filter(({ processId }) => processId === 'd2')).to.have.length(1);
    });

    it('given another hash, then versions count up and each instance runs the bundle it was started with', async () => {
      await deploy(harness(), 'd3-1', model('d3', 'old'));
      const { definitions } = await deploy(harness(), 'd3-2', model('d3', 'fresh'));
      expect(definitions[0]?.version).to.equal(2);
      const { caseId } = await startCase(harness(), 'd3-1', {}, 'd3');
      const { elements } = await whenEnded(harness(), caseId);
      expect(elements.map(({ elementId }) => elementId)).to.include('old');
    });

    it('given one refused model, then nothing of the bundle is deployed and the problems are located', async () => {
      const refused = bpmn(`${start()}${element('complexGateway', 'g')}${flows('s -> g')}`, {
        processId: 'd4b',
      });
      const error = await deploy(harness(), 'd4', model('d4a'), refused).catch(
        (caught: unknown) => caught,
      );
      expect(error).to.be.instanceOf(EngineError).with.property('code', 'refused-model');
      const [problem] = (error as EngineError).detail as Problem[];
      expect((error as EngineError).message).to.match(
        /test.*\n {2}\S+\.bpmn:\d+ \(g\) .*Gateway.*\[element-/,
      );
      expect(problem).to.include({ elementId: 'g', code: 'element-not-supported' });
      expect(problem?.line).to.be.greaterThan(1);
      const known = await harness().engine.definitions();
      expect(known.map(({ processId }) => processId)).to.not.include.members(['d4a', 'd4b']);
    });

    it('given a check, then it says what a deployment would, and deploys nothing', async () => {
      const { engine } = harness();
      const resources = new Map([['a.bpmn', '<broken']]);
      const problems = await engine.check({ hash: 'd5', key: 'test', resources });
      expect(problems.some(({ severity }) => severity === 'error')).to.equal(true);
      expect(await codeOf(startCase(harness(), 'd5'))).to.equal('not-found');
    });

    it('given an unknown bundle, process or definition, then it is not found', async () => {
      await deploy(harness(), 'd6', model('d6'));
      expect(await codeOf(startCase(harness(), 'nowhere', {}, 'd6'))).to.equal('not-found');
      expect(await codeOf(startCase(harness(), 'd6', {}, 'other'))).to.equal('not-found');
      expect(await codeOf(harness().engine.definitionXml('99999999'))).to.equal('not-found');
    });

    it('given a decision in the bundle, then it can be evaluated alone', async () => {
      const dmn = `<?xml version="1.0"?>
        <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="dd" name="dd" namespace="dd">
          <inputData id="in" name="n"><variable name="n" typeRef="number"/></inputData>
          <decision id="double" name="double"><variable name="double" typeRef="number"/>
            <informationRequirement><requiredInput href="#in"/></informationRequirement>
            <literalExpression><text>n * 2</text></literalExpression></decision>
        </definitions>`;
      await deploy(harness(), 'd7', model('d7'), dmn);
      const { engine } = harness();
      const ask = { decisionId: 'double', bundleHash: 'd7', variables: { n: 21 } };
      expect(await engine.evaluateDecision(ask)).to.equal(42);
      expect(await codeOf(engine.evaluateDecision({ ...ask, bundleHash: 'no' }))).to.equal(
        'not-found',
      );
      expect(await codeOf(engine.evaluateDecision({ ...ask, decisionId: 'no' }))).to.be.oneOf([
        'not-found',
        'invalid-argument',
      ]);
    });
  });

  describe('start', () => {
    const waits = bpmn(`${start()}${serviceTask('t', 'start-contract')}${flows('s -> t')}`);

    it('given a start key twice, then the second answers with the first instance', async () => {
      await deploy(harness(), 'd8', waits);
      const { engine } = harness();
      const request = { processId: 'p', bundleHash: 'd8', startKey: 'k1', variables: {} };
      const first = await engine.start(request);
      expect(await engine.start({ ...request, variables: { other: 1 } })).to.deep.equal(first);
    });

    it('given a start key many times at once, from two processes, then there is one instance', async () => {
      const other = await harness().another();
      const request = { processId: 'p', bundleHash: 'd8', startKey: 'k2', variables: {} };
      const engines = Array.from({ length: 20 }, (_, index) =>
        index % 2 === 0 ? harness().engine : other.engine,
      );
      const started = await Promise.all(engines.map((engine) => engine.start(request)));
      expect(new Set(started.map(({ instanceKey }) => instanceKey)).size).to.equal(1);
      await other.engine.stop();
    });

    it('given a start key of an instance that has ended, then it answers with it still', async () => {
      await deploy(harness(), 'd9', model('d9'));
      const { engine } = harness();
      const request = { processId: 'd9', bundleHash: 'd9', startKey: 'k3', variables: {} };
      const first = await engine.start(request);
      expect(await engine.start(request)).to.deep.equal(first);
    });
  });
}
