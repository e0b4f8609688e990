import { expect } from 'chai';
import { makeBundle } from '../../core/procedures/bundle.ts';
import type { Bundle } from '../../core/procedures/procedure.ts';
import { withMore } from '../support/altered-bundle.ts';
import { startTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { textOf } from '../support/app-client.ts';
import { putItems, submitted } from '../support/app-steps.ts';
import { clerkOf } from '../support/desk-steps.ts';

function withEventTexts({ key, files }: Bundle): Bundle {
  const changed = new Map(files);
  for (const language of ['de', 'en']) {
    const name = `texts/${language}.json`;
    const texts = { 'issued.title': 'Ausweis', 'issued.event.moved-inside': 'Umzug in der Zone' };
    changed.set(name, withMore(files, name, { ...texts, 'issued.event.lost': 'Verlust' }));
  }
  return makeBundle(key, changed);
}

describe('the issued documents of a case at the desk', () => {
  let app: TestApp;
  beforeEach(async () => {
    app = await startTestApp({}, withEventTexts);
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
      { kind: 'noted', reason: 'without-a-text', atMs: atMs + 60_000 },
      { kind: 'lapsed', reason: 'lost', atMs: atMs + 120_000 },
      { kind: 'replaced', reason: 'replaced', atMs: atMs + 120_000 },
    ]);
    await app.cases.change(file.id, 'worker:document-register', () => ({
      audit: [{ event: 'document-noted', detail: { documentId: 'one', reason: 'moved-inside' } }],
    }));
    const page = await (await clerkOf(app)).get(`/mitarbeit/vorgang/${file.number}`);
    const text = textOf(page.html);
    expect(text).to.include('Im Register der ausgestellten Dokumente: Ausweis');
    expect(text).to.include('PB-AB 123').and.include('1. Juni 2099 bis 31. Mai 2100');
    expect(text).to.include('Der Ausweis gilt noch nicht');
    const told = 'Zum Ausweis vermerkt: Umzug in der Zone';
    expect(text).to.match(new RegExp(`Uhr: Ausweis ausgestellt.*Uhr: ${told}`));
    expect(text.split(told), 'in the register and in the history').to.have.length(3);
    expect(text).to.include('vermerkt: without-a-text').and.include('Ausweis erloschen (Verlust)');
    expect(text).to.include('Ausweis ersetzt').and.not.include('(replaced)');
  });

  it('are not mentioned where there are none', async () => {
    const { file } = await submitted(app);
    putItems(app, file);
    const page = await (await clerkOf(app)).get(`/mitarbeit/vorgang/${file.number}`);
    expect(textOf(page.html)).not.to.include('Im Register der ausgestellten Dokumente');
  });
});
