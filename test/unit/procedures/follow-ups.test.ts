import { expect } from 'chai';
import { makeBundle } from '../../../core/procedures/bundle.ts';
import { caseStatus } from '../../../core/procedures/case-status.ts';
import type { CaseStatus } from '../../../core/procedures/case-status.ts';
import type { ElementState } from '../../../core/cases/process-state.ts';
import { OFFER, offerAt, withPrefill } from '../../support/prefill-procedure.ts';
import { goodFiles, readFiles } from './bundle-files.ts';

const MAIN = 'bibliotheksgebuehr';
const TASK = '<bpmn:serviceTask id="readAccount"';
const NOW_MS = 1_000;

/** The library's fee, which offers something new at its first task; `more` properties of that task. */
async function offering(more: string) {
  const files = new Map(withPrefill(makeBundle(MAIN, await goodFiles())).files);
  offerAt(files, TASK, more);
  return readFiles(files);
}

const property = (name: string, value: string): string =>
  `<zeebe:property name="${name}" value="${value}" />`;

/** `!` completed, else active. */
async function statusAt(more: string, ...sketched: string[]): Promise<CaseStatus> {
  const { procedure } = await offering(more);
  if (!procedure) throw new Error('refused');
  const elements = [MAIN, ...sketched].map((one): ElementState => ({
    key: one.replace('!', ''),
    elementId: one.replace('!', ''),
    elementType: one === MAIN ? 'process' : 'serviceTask',
    processId: MAIN,
    state: one.endsWith('!') ? 'completed' : 'active',
    startedAtMs: 0,
    instanceKey: '1',
    ...(one === MAIN ? {} : { scopeKey: MAIN }),
  }));
  const process = {
    caseId: 'case',
    rootInstanceKey: '1',
    processId: MAIN,
    bundleHash: procedure.hash,
    state: 'active' as const,
    startedAtMs: 0,
    elements,
    openTasks: [],
    openTimers: [],
    openIncidents: [],
  };
  return caseStatus(procedure, process, 'de', NOW_MS);
}

describe('a new application out of a case', () => {
  const offers = OFFER;
  const after = offers + property('offersAfter', 'submitted');

  it('is offered while the element is active that says so, with what comes next', async () => {
    const { followUps, next } = await statusAt(offers, 'readAccount');
    expect(followUps).to.deep.equal(['longer']);
    expect(next).to.equal('Sie können jetzt verlängern.');
    expect((await statusAt(offers, 'readAccount!')).followUps).to.deep.equal([]);
  });

  it('is offered only after what the element waits for', async () => {
    const before = await statusAt(after, 'submitted', 'readAccount');
    expect(before.followUps).to.deep.equal([]);
    expect(before.next).not.to.equal('Sie können jetzt verlängern.');
    expect((await statusAt(after, 'submitted!', 'readAccount')).followUps).to.deep.equal([
      'longer',
    ]);
  });

  it('is one of the procedure, after an element of the model', async () => {
    for (const more of [
      property('offers', 'shorter'),
      offers + property('offersAfter', 'nowhere'),
    ]) {
      const { problems } = await offering(more);
      expect(problems.map(({ code }) => code)).to.deep.equal(['property-invalid']);
    }
  });
});
