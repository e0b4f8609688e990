import { expect } from 'chai';
import type { IssuedDocument } from '../../core/issued/issued-document.ts';
import { startTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { textOf } from '../support/app-client.ts';
import { clerkOf } from '../support/desk-steps.ts';

const PATH = '/ausweis/kennzeichen';

describe('the look-up of a plate by enforcement staff', () => {
  let app: TestApp;
  beforeEach(async () => {
    app = await startTestApp();
  });
  afterEach(() => app.stop());

  function issue(code: string, more: Partial<IssuedDocument> = {}): void {
    app.issued.set(code, {
      id: code,
      kind: 'bewohnerparkausweis',
      code,
      caseId: 'x',
      validFrom: '2026-06-01',
      validUntil: '2027-05-31',
      shown: { plate: 'PB-AB 123', zone: 'A' },
      state: 'valid',
      issuedAtMs: 0,
      ...more,
    });
  }

  it('finds permits in any spelling, says what they are worth, and is logged with its reason', async () => {
    issue('ONE');
    issue('TWO', { state: 'replaced', shown: { plate: 'PB-AB 123', zone: 'B' } });
    const client = await clerkOf(app, { roles: ['enforcement'], subject: 'staff-hahn' });
    await client.get(PATH);
    const page = await client.submit(PATH, { plate: ' pb ab123', reason: 'Kontrolle Zone A' });
    const text = textOf(page.html);
    expect(page.status).to.equal(200);
    expect(text).to.include('Ausweise für PB-AB 123').and.include('Zone A').and.include('Zone B');
    expect(text).to.include('1. Juni 2026 bis 31. Mai 2027');
    expect(app.lookedUp).to.deep.equal([
      { plate: 'PB-AB 123', reason: 'Kontrolle Zone A', actor: 'staff:staff-hahn' },
    ]);
    const none = await client.submit(PATH, { plate: 'PB-XX 1', reason: 'Kontrolle' });
    expect(textOf(none.html)).to.include('Für PB-XX 1 gibt es keinen Ausweis');
  });

  it('says how to write what could be two plates', async () => {
    const client = await clerkOf(app, { roles: ['enforcement'] });
    await client.get(PATH);
    const page = await client.submit(PATH, { plate: 'PBAB 123', reason: 'Kontrolle' });
    expect(page.status).to.equal(422);
    expect(textOf(page.html)).to.include('Setzen Sie einen Bindestrich');
    expect(app.lookedUp).to.deep.equal([]);
  });

  it('asks nothing without a plate and a reason', async () => {
    const client = await clerkOf(app, { roles: ['enforcement'] });
    await client.get(PATH);
    const page = await client.submit(PATH, { plate: 'quatsch!', reason: ' ' });
    expect(page.status).to.equal(422);
    expect(textOf(page.html)).to.include('Bitte geben Sie ein Kennzeichen ein');
    expect(textOf(page.html)).to.include('Bitte geben Sie den Grund');
    expect(app.lookedUp).to.deep.equal([]);
  });
});
