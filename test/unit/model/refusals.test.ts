import { expect } from 'chai';
import { bpmnRules } from '../../../engine/model/bpmn/bpmn-rules.ts';
import { readProcesses } from '../../../engine/model/read-processes.ts';
import { brokenModels } from './broken-models.ts';

describe('rules of BPMN models', () => {
  for (const { code, what, elementId, xml } of brokenModels) {
    it(`${code}: ${what}`, async () => {
      const { problems } = await readProcesses(xml, 'model.bpmn');
      const found = problems.filter((problem) => problem.code === code);
      expect(found, JSON.stringify(problems, null, 1)).to.have.length(1);
      const [problem] = found;
      expect(problem).to.include({ severity: bpmnRules[code].severity, file: 'model.bpmn' });
      expect(problem?.elementId).to.equal(elementId);
      expect(problem?.line).to.be.greaterThan(1);
      expect(problem?.message).to.not.match(/\{\w+\}/);
      expect(problem?.messageEn).to.not.match(/\{\w+\}/);
    });
  }

  it('nothing else is wrong with a model that breaks one rule', async () => {
    const noise: string[] = [];
    for (const { code, what, xml } of brokenModels) {
      const { problems } = await readProcesses(xml);
      const others = problems.filter((problem) => problem.code !== code);
      const errors = others.filter(({ severity }) => severity === 'error');
      noise.push(...errors.map((other) => `${code} (${what}): ${other.code}`));
    }
    expect(noise).to.deep.equal([]);
  });

  it('every rule has a model that breaks it', () => {
    const broken = new Set<string>(brokenModels.map(({ code }) => code));
    expect(Object.keys(bpmnRules).filter((code) => !broken.has(code))).to.deep.equal([]);
  });
});
