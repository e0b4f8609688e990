import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { procedureSchemas } from '../../../core/procedures/procedure-schemas.ts';

const PROCESSES = join(import.meta.dirname, '../../../processes');

describe('JSON schemas beside the procedures', () => {
  for (const [name, text] of Object.entries(procedureSchemas())) {
    it(`${name} is current (node --import tsx tools/generate-procedure-schema.ts)`, () => {
      expect(readFileSync(join(PROCESSES, name), 'utf8')).to.equal(text);
    });
  }
});
