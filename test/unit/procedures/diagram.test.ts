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

  const drawn = (inside: string): string =>
    `<d:definitions xmlns:d="http://www.omg.org/spec/BPMN/20100524/MODEL"
       xmlns:i="http://www.omg.org/spec/BPMN/20100524/DI"
       xmlns:c="http://www.omg.org/spec/DD/20100524/DC"
       xmlns:w="http://www.omg.org/spec/DD/20100524/DI">
       <i:BPMNDiagram><i:BPMNPlane>${inside}</i:BPMNPlane></i:BPMNDiagram></d:definitions>`;
  const shape = (bounds: string): string =>
    `<i:BPMNShape id="s" bpmnElement="a"><c:Bounds ${bounds} /></i:BPMNShape>`;

  it('is absent without any drawing', () => {
    expect(readDiagram('<bpmn:process id="p"/>')).to.equal(undefined);
    expect(readDiagram(drawn(''))).to.equal(undefined);
    expect(readDiagram('no model')).to.equal(undefined);
  });

  it('is read whatever the prefixes are called, and not broken by a broken place', () => {
    expect(readDiagram(drawn(shape('x="1" y="2" width="wide" height="4"')))).to.equal(undefined);
    const flat = '<i:BPMNEdge bpmnElement="f"><w:waypoint x="1" y="1" /></i:BPMNEdge>';
    const read = readDiagram(drawn(shape('x="1e999" y="2" width="3" height="4"') + flat));
    expect(read?.shapes).to.deep.equal([{ elementId: 'a', x: 0, y: 2, width: 3, height: 4 }]);
    expect(read?.edges).to.deep.equal([]);
  });
});
