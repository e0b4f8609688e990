import { expect } from 'chai';
import type { CaseFile } from '../../core/cases/case-file.ts';
import type { IssuedDocument } from '../../core/issued/issued-document.ts';
import type { JsonObject } from '../../core/json.ts';
import { startTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { textOf } from '../support/app-client.ts';
import { submitted } from '../support/app-steps.ts';
import { withDeskTask } from '../support/desk-procedure.ts';
import { clerkOf, putDeskTask } from '../support/desk-steps.ts';

describe('what the desk knows of a case', () => {
  let app: TestApp;
  beforeEach(async () => {
    app = await startTestApp({}, withDeskTask);
  });
  afterEach(() => app.stop());

  const kern = { familyName: 'Kern', givenNames: 'Lea', birthDate: '1995-05-25' };

  /** Task page and case page of a case with these facts. */
  async function pagesOf(change: (file: CaseFile) => Partial<CaseFile>) {
    const { file, task } = await putDeskTask(app);
    const current = app.cases.files.get(file.id) ?? file;
    app.cases.files.set(file.id, { ...current, ...change(current) });
    const clerk = await clerkOf(app);
    const paths = [`/mitarbeit/aufgabe/${task.key}`, `/mitarbeit/vorgang/${file.number}`];
    const pages = await Promise.all(paths.map((path) => clerk.get(path)));
    return pages.map(({ html }) => ({ html, text: textOf(html) }));
  }

  const withFacts = (facts: JsonObject) => pagesOf(() => ({ facts }));

  it('says that nobody signed in', async () => {
    for (const { text } of await withFacts({})) {
      expect(text).to.include('Anmeldung Vertrauensniveau Ohne Anmeldung, als Gast');
    }
  });

  it('shows the level and the proven names beside what was typed, and that they differ', async () => {
    const identity = { level: 4, attributeLevels: { birthDate: 2 }, ...kern };
    const typed = { ...kern, familyName: 'Wolf' };
    const differing = await pagesOf(({ answers }) => ({
      answers: { ...answers, ...typed },
      facts: { identity },
    }));
    for (const { text } of differing) {
      expect(text)
        .to.include('Stufe 4: hoch')
        .and.include('Familienname: Kern')
        .and.include('Geburtsdatum: 25. Mai 1995 (Stufe 2: normal)')
        .and.include('Im Antrag steht eine andere Person');
    }
    for (const { text } of await withFacts({ identity })) {
      expect(text).to.include('Familienname: Kern').and.not.include('eine andere Person');
    }
    for (const { text } of await withFacts({ identity: { level: 1, attributeLevels: {} } })) {
      expect(text).to.include('Stufe 1: nur registriert').and.include('Kein Name nachgewiesen');
    }
  });

  it('tells the kind of the residence and since when, also of the only record', async () => {
    const home = { street: 'Amselweg', houseNumber: '1', postalCode: '12345', city: 'Musterstadt' };
    const residence = { kind: 'secondary', movedInOn: '2020-01-01', ...home };
    const record = { ...kern, blocked: false, residences: [residence] };
    const found = { outcome: 'unique', checkedAtMs: 0, records: [record], residence };
    for (const { text } of await withFacts({ registerMatch: found })) {
      expect(text)
        .to.include('Nebenwohnung')
        .and.include('Amselweg 1')
        .and.include('Eingezogen am 1. Januar 2020');
    }
  });

  function issue(id: string, caseId: string, more: Partial<IssuedDocument> = {}): void {
    app.issued.set(id, {
      id,
      kind: 'permit',
      code: `code-${id}`,
      caseId,
      validFrom: '2026-01-01',
      validUntil: '2099-12-31',
      shown: { plate: `MST-${id.toUpperCase()} 1` },
      state: 'valid',
      issuedAtMs: 0,
      ...more,
    });
  }

  it('shows what the case has issued, as the register has it today', async () => {
    const pages = await pagesOf(({ id }) => {
      issue('own', id, { state: 'revoked' });
      return {};
    });
    for (const { html, text } of pages) {
      expect(text)
        .to.include('MST-OWN 1 Laufzeit 1. Januar 2026 bis 31. Dezember 2099')
        .and.include('Stand Der Ausweis wurde für ungültig erklärt');
      expect(html).not.to.include('code-own');
    }
  });

  it('names plate, term and case of the document that stands in the way, and the earlier one', async () => {
    const { file: other } = await submitted(app);
    issue('way', other.id);
    issue('old', other.id, { state: 'lapsed' });
    const facts = { conflictingDocument: { id: 'way' }, earlierDocument: { id: 'old' } };
    for (const { html, text } of await withFacts(facts)) {
      expect(text)
        .to.match(/Ausweis, der entgegensteht .*MST-WAY 1 .*Stand Der Ausweis gilt/)
        .and.match(/Früherer Ausweis .*MST-OLD 1 .*Stand Der Ausweis ist erloschen/);
      expect(html).to.include(`href="/mitarbeit/vorgang/${other.number}"`);
    }
    const same = { conflictingDocument: { id: 'way' }, earlierDocument: { id: 'way' } };
    for (const { text } of await withFacts(same)) {
      expect(text).to.include('entgegensteht').and.not.include('Früherer Ausweis');
    }
  });

  it('leads nowhere where there is nothing for this clerk to open', async () => {
    issue('way', 'a-case-of-another-unit');
    for (const { html, text } of await withFacts({ conflictingDocument: { id: 'way' } })) {
      expect(text).to.include('MST-WAY 1');
      expect(html).not.to.match(/entgegensteht[\s\S]*href="\/mitarbeit\/vorgang\//);
    }
    for (const { text } of await withFacts({ conflictingDocument: { id: 'gone' } })) {
      expect(text).not.to.include('entgegensteht');
    }
  });
});
