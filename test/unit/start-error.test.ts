import { expect } from 'chai';
import { explainError, StartError } from '../../tools/launch/start-error.ts';
import { ProcedureRefused } from '../../workers/offer-procedures.ts';

describe('why the application does not start', () => {
  it('is one line with its code', () => {
    const error = new StartError('port-taken', 'Port 1 is taken.');
    expect(explainError(error)).to.equal('Port 1 is taken. [port-taken]');
  });

  it('names every problem of a procedure with file, line and rule', () => {
    const problem = (line: number) => ({
      code: 'form-field-type',
      severity: 'error' as const,
      file: 'forms/a.form',
      line,
      message: 'Unbekannt.',
      messageEn: 'Unknown.',
    });
    const error = new ProcedureRefused('Procedure dog-tax', [
      problem(3),
      problem(9),
      { ...problem(1), severity: 'warning' },
    ]);
    expect(explainError(error).split('\n')).to.deep.equal([
      'Procedure dog-tax is refused: [procedure-refused]',
      '  forms/a.form:3 Unbekannt. [form-field-type]',
      '  forms/a.form:9 Unbekannt. [form-field-type]',
    ]);
  });

  it('is the first line alone where others worded it', () => {
    const error = Object.assign(new Error('write failed\nsecret row'), { code: 'ENOSPC' });
    expect(explainError(error)).to.equal('No space left on the disk: write failed [disk-full]');
    expect(explainError(new TypeError('a\nb'))).to.equal('TypeError: a');
    expect(explainError('odd')).to.equal('odd');
  });
});
