import { expect } from 'chai';
import { loadModels, runModel } from '../../../engine/interpreter/index.ts';
import { bpmn, element, flows, zeebe } from '../../support/bpmn.ts';

const TABLE = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="test">
  <decision id="fee" name="Fee">
    <decisionTable id="t">
      <input id="i"><inputExpression id="ie" typeRef="number"><text>amount</text></inputExpression></input>
      <output id="o" name="size" typeRef="string"/>
      <rule id="r1"><inputEntry id="e1"><text>&gt; 5</text></inputEntry><outputEntry id="o1"><text>"big"</text></outputEntry></rule>
      <rule id="r2"><inputEntry id="e2"><text>&lt;= 5</text></inputEntry><outputEntry id="o2"><text>"small"</text></outputEntry></rule>
    </decisionTable>
  </decision>
</definitions>`;

const MODEL = bpmn(
  [
    element('startEvent', 's'),
    element(
      'businessRuleTask',
      'decide',
      zeebe('calledDecision decisionId="fee" resultVariable="size"'),
    ),
    element('endEvent', 'e'),
    flows('s -> decide -> e'),
  ].join('\n'),
);

describe('a decision that draws no requirement', () => {
  it('sees the variables of the business rule task that calls it', async () => {
    const models = await loadModels(
      new Map([
        ['p.bpmn', MODEL],
        ['fee.dmn', TABLE],
      ]),
    );
    const run = runModel(models, { variables: { amount: 7 } });
    expect(run.result.problems.filter(({ severity }) => severity === 'error')).to.deep.equal([]);
    expect(run.result.variables).to.include({ amount: 7, size: 'big' });
  });
});
