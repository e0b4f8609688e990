import { expect } from 'chai';
import { join } from 'node:path';
import { describeTopics } from '../../core/procedures/topic.ts';
import { readProcedure } from '../../core/procedures/read-procedure.ts';
import type { CompiledFeel } from '../../engine/feel/index.ts';
import { compileExpression } from '../../engine/feel/index.ts';
import { readProcedureFolders } from '../../store/procedures/read-procedure-folder.ts';
import { workers } from '../../workers/index.ts';
import { procedureChecks } from '../support/procedure-checks.ts';

const PROCESSES = join(import.meta.dirname, '../../processes');
/** Noon in Germany. */
const at = (day: string) => ({ nowMs: Date.parse(`${day}T11:00:00Z`), zone: 'Europe/Berlin' });

describe('the term of a resident parking permit', () => {
  let setTerm: CompiledFeel;
  before(async () => {
    const { bundles } = await readProcedureFolders(PROCESSES);
    const bundle = bundles.find(({ key }) => key === 'bewohnerparken');
    if (!bundle) throw new Error('no procedure');
    const { procedure } = await readProcedure(bundle, describeTopics(workers), procedureChecks);
    const script = procedure?.processes.get('bewohnerparken')?.nodes.get('setTerm')?.script;
    if (!script) throw new Error('no script setTerm');
    if (script.expression.kind !== 'feel') throw new Error('setTerm is a constant');
    setTerm = compileExpression(script.expression.source);
  });

  const termOf = (variables: Record<string, string>, today: string) => {
    const { from, until } = setTerm.evaluateJson(variables, at(today)) as Record<string, unknown>;
    return { from, until };
  };

  describe('ends as § 188 BGB has it, with the day before that of its beginning', () => {
    const table: readonly [from: string, months: string, until: string, why: string][] = [
      ['2026-01-15', '12', '2027-01-14', 'in the middle of a month'],
      ['2026-03-01', '12', '2027-02-28', 'from the first of a month'],
      ['2027-03-01', '12', '2028-02-29', 'from the first of a month, into a leap year'],
      ['2026-08-31', '6', '2027-02-28', 'the day is missing: the last of the month'],
      ['2027-08-31', '6', '2028-02-29', 'the day is missing in a leap year, too'],
      ['2026-08-30', '6', '2027-02-28', 'the 30th is missing'],
      ['2027-08-30', '6', '2028-02-29', 'the 30th is missing in a leap year, too'],
      ['2026-08-29', '6', '2027-02-28', 'the 29th is missing'],
      ['2027-08-29', '6', '2028-02-28', 'the 29th is there'],
      ['2026-08-28', '6', '2027-02-27', 'the 28th is there'],
      ['2028-02-29', '12', '2029-02-28', 'from the leap day'],
      ['2028-02-29', '6', '2028-08-28', 'from the leap day, where the 29th is there'],
      ['2026-12-31', '6', '2027-06-30', 'into a month of 30 days'],
      ['2026-10-31', '12', '2027-10-30', 'into a month of 31 days'],
      ['2026-07-01', '6', '2026-12-31', 'to the end of a year'],
    ];
    for (const [from, validMonths, until, why] of table) {
      it(`${from} and ${validMonths} months: ${until}, ${why}`, () => {
        const wish = { requestKind: 'new', earlierState: 'none', validFrom: from, validMonths };
        expect(termOf(wish, '2026-01-02')).to.deep.equal({ from, until });
      });
    }

    it('for a renewal, too, which goes on where the last day was', () => {
      const wish = { requestKind: 'renewal', earlierState: 'found', earlierUntil: '2026-08-30' };
      const term = { from: '2026-08-31', until: '2027-02-28' };
      expect(termOf({ ...wish, validMonths: '6' }, '2026-08-02')).to.deep.equal(term);
    });
  });

  describe('of another plate or a replacement is that of the earlier one', () => {
    const earlier = { earlierUntil: '2027-05-28', earlierRenewedUntil: '2027-05-28' };

    for (const requestKind of ['plate-change', 'replacement']) {
      for (const earlierState of ['found', 'lost']) {
        const wish = { requestKind, earlierState, ...earlier };

        it(`${requestKind}, ${earlierState}: from today, when it has begun`, () => {
          const begun = { ...wish, earlierFrom: '2026-05-29' };
          const term = { from: '2026-11-03', until: '2027-05-28' };
          expect(termOf(begun, '2026-11-03')).to.deep.equal(term);
        });

        it(`${requestKind}, ${earlierState}: from its first day, when it has not`, () => {
          const toCome = { ...wish, earlierFrom: '2026-12-15' };
          const term = { from: '2026-12-15', until: '2027-05-28' };
          expect(termOf(toCome, '2026-11-03')).to.deep.equal(term);
        });

        it(`${requestKind}, ${earlierState}: to the end of its renewal`, () => {
          const renewed = { ...wish, earlierFrom: '2026-05-29', earlierRenewedUntil: '2028-05-28' };
          const term = { from: '2026-11-03', until: '2028-05-28' };
          expect(termOf(renewed, '2026-11-03')).to.deep.equal(term);
        });
      }
    }
  });
});
