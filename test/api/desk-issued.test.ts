import { expect } from 'chai';
import { startTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { textOf } from '../support/app-client.ts';
import { putItems, submitted } from '../support/app-steps.ts';
import { clerkOf } from '../support/desk-steps.ts';

describe('the issued documents of a case at the desk', () => {
  let app: TestApp;
  beforeEach(async () => {
    app = await startTestApp();
  });
  afterEach(() => app.stop());

  it('say what they are worth, for how long, and what has happened to them', async () => {
    const { file } = await submitted(app);
    putItems(app, file);
    const atMs = app.clock.now();
    app.issued.set('ONE', {
      id: 'one',
      kind: 'permit',
      code: 'ONE',
      caseId: file.id,
      validFrom: '2099-06-01',
      validUntil: '2100-05-31',
      shown: { plate: 'PB-AB 123' },
      state: 'valid',
      issuedAtMs: atMs,
    });
    app.documentEvents.set('one', [
      { kind: 'issued', atMs },
      { kind: 'noted', reason: 'moved-inside', atMs: atMs + 60_000 },
    ]);
    await app.cases.change(file.id, 'worker:document-register', () => ({
      audit: [{ event: 'document-noted', detail: { documentId: 'one', reason: 'moved-inside' } }],
    }));
    const page = await (await clerkOf(app)).get(`/mitarbeit/vorgang/${file.number}`);
    const text = textOf(page.html);
    expect(text).to.include('Im Register der ausgestellten Dokumente: permit');
    expect(text).to.include('PB-AB 123').and.include('1. Juni 2099 bis 31. Mai 2100');
    expect(text).to.include('Der Ausweis gilt noch nicht');
    expect(text).to.match(/Uhr: Ausweis ausgestellt.*Uhr: Zum Ausweis vermerkt: moved-inside/);
    expect(text.split('Zum Ausweis vermerkt: moved-inside')).to.have.length(3);
  });

  it('are not mentioned where there are none', async () => {
    const { file } = await submitted(app);
    putItems(app, file);
    const page = await (await clerkOf(app)).get(`/mitarbeit/vorgang/${file.number}`);
    expect(textOf(page.html)).not.to.include('Im Register der ausgestellten Dokumente');
  });
});
