import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { readDiagram } from '../../../core/procedures/diagram.ts';

const model = (name: string): string =>
  readFileSync(join(import.meta.dirname, '../../../processes', name, 'process.bpmn'), 'utf8');

describe('a diagram read from a model', () => {
  for (const name of ['bibliotheksgebuehr', 'bewohnerparken']) {
    it(`has a place for everything that is drawn in ${name}`, () => {
      const xml = model(name);
      const diagram = readDiagram(xml);
      expect(diagram?.shapes).to.have.length(xml.match(/<bpmndi:BPMNShape/g)?.length ?? -1);
      expect(diagram?.edges).to.have.length(xml.match(/<bpmndi:BPMNEdge/g)?.length ?? -1);
      const { x = 0, y = 0, width = 0, height = 0 } = diagram?.viewBox ?? {};
      for (const shape of diagram?.shapes ?? []) {
        expect(shape.x, shape.elementId).to.be.within(x, x + width - shape.width);
        expect(shape.y, shape.elementId).to.be.within(y, y + height - shape.height);
      }
    });
  }

  it('is absent without any drawing, and not broken by a broken one', () => {
    expect(readDiagram('<bpmn:process id="p"/>')).to.equal(undefined);
    const shape = (bounds: string): string =>
      `<bpmndi:BPMNShape id="s" bpmnElement="a"><dc:Bounds ${bounds} /></bpmndi:BPMNShape>`;
    expect(readDiagram(shape('x="1" y="2" width="wide" height="4"'))).to.equal(undefined);
    const flat = '<bpmndi:BPMNEdge bpmnElement="f"><di:waypoint x="1" y="1" /></bpmndi:BPMNEdge>';
    const read = readDiagram(shape('x="1e999" y="2" width="3" height="4"') + flat);
    expect(read?.shapes).to.deep.equal([{ elementId: 'a', x: 0, y: 2, width: 3, height: 4 }]);
    expect(read?.edges).to.deep.equal([]);
  });
});
