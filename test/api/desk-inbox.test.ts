import { expect } from 'chai';
import { START_MS, startTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { textOf } from '../support/app-client.ts';
import { submitted } from '../support/app-steps.ts';
import { withDeskTask } from '../support/desk-procedure.ts';
import { clerkOf, putDeskTask } from '../support/desk-steps.ts';
import { linkIn } from '../support/read-page.ts';

const DAY_MS = 86_400_000;
const INBOX = '/mitarbeit/aufgaben';

describe('the inbox of staff', () => {
  let app: TestApp;
  beforeEach(async () => {
    app = await startTestApp({}, withDeskTask);
  });
  afterEach(() => app.stop());

  it('lists the open tasks of somebody’s units, with reasons, dates and who has them', async () => {
    await clerkOf(app, { subject: 'staff-lang', name: 'Ida Lang' });
    const mine = await putDeskTask(app, { dueAtMs: START_MS - DAY_MS, assignee: 'staff-roth' });
    const theirs = await putDeskTask(app, { dueAtMs: START_MS + DAY_MS, assignee: 'staff-lang' });
    app.readModel.rootVariables.set(mine.file.id, {
      numberTries: ['two-keepers', 'zone-unclear'],
      secret: 'x',
    });
    const text = textOf((await (await clerkOf(app)).get(INBOX)).html);
    expect(text).to.include('Zahlung im Bibliothekssystem buchen');
    expect(text).to.include('Das Fahrzeug hat zwei Halter und 1 weitere');
    expect(text).to.include('Überfällig seit 1. November 2026').and.include('Von Ihnen übernommen');
    expect(text).to.include('Ida Lang bearbeitet diese Aufgabe');
    expect(text.indexOf(mine.file.number)).to.be.lessThan(text.indexOf(theirs.file.number));
  });

  it('stands in the header of whoever works there, and only there', async () => {
    const headerOf = async (roles: string[]): Promise<string> => {
      const { html } = await (await clerkOf(app, { roles })).get('/');
      return html.slice(0, html.indexOf('</header>'));
    };
    expect(linkIn(await headerOf(['clerk']), INBOX)).to.equal(true);
    expect(linkIn(await headerOf(['clerk']), '/ausweis/kennzeichen')).to.equal(false);
    expect(linkIn(await headerOf(['enforcement']), '/ausweis/kennzeichen')).to.equal(true);
    expect(linkIn(await headerOf(['enforcement']), INBOX)).to.equal(false);
    expect(linkIn(await headerOf(['operator']), '/betrieb')).to.equal(true);
  });

  it('is empty for other units, and says why', async () => {
    await putDeskTask(app);
    const other = await clerkOf(app, { units: ['strassenverkehr'] });
    const page = await other.get(INBOX);
    expect(textOf(page.html)).to.include('(strassenverkehr) ist gerade nichts zu tun');
    expect(page.html).not.to.include('/mitarbeit/aufgabe/');
    const library = await clerkOf(app);
    const nothing = await library.get(`/mitarbeit`);
    expect(textOf(nothing.html)).to.include('Stadtbibliothek').and.not.include('stadtbibliothek');
    const nowhere = await clerkOf(app, { units: [] });
    expect(textOf((await nowhere.get(INBOX)).html)).to.include('keine Stelle zugeordnet');
  });

  it('is narrowed by the address alone', async () => {
    const old = await putDeskTask(app, { dueAtMs: START_MS - DAY_MS });
    const late = await putDeskTask(app, {
      dueAtMs: START_MS + 30 * DAY_MS,
      assignee: 'staff-roth',
    });
    const client = await clerkOf(app);
    const found = async (query: string): Promise<string[]> => {
      const { html } = await client.get(`${INBOX}?${query}`);
      return [old, late]
        .filter(({ task }) => linkIn(html, `/mitarbeit/aufgabe/${task.key}`))
        .map(({ task }) => task.key);
    };
    expect(await found('frist=ueberfaellig')).to.deep.equal([old.task.key]);
    expect(await found('wer=ich')).to.deep.equal([late.task.key]);
    expect(await found('wer=niemand')).to.deep.equal([old.task.key]);
    expect(await found(`vorgang=${late.file.number.toLowerCase()}`)).to.deep.equal([late.task.key]);
    expect(await found('vorgang=BG-2026-999999')).to.deep.equal([]);
    expect(await found('verfahren=bibliotheksgebuehr')).to.have.length(2);
    expect(await found('verfahren=gibtesnicht')).to.deep.equal([]);
    const [process] = app.procedure.processes.keys();
    expect(await found(`schritt=${process}:bookByHand`)).to.have.length(2);
    expect(await found(`schritt=${process}:chooseItems`)).to.deep.equal([]);
    expect(await found('sortierung=quatsch&frist=<script>&nach=1;drop')).to.have.length(2);
  });

  it('folds what one searches and filters with, unless something of it is set', async () => {
    await putDeskTask(app);
    const client = await clerkOf(app);
    const isOpen = async (query: string): Promise<boolean> => {
      const { html } = await client.get(INBOX + query);
      const [, fold = ''] = /<details[^>]*>([\s\S]*?)<\/details>/.exec(html) ?? [];
      expect(fold).to.include('name="oeffnen"').and.include('name="frist"');
      return /<details[^>]* open>/.test(html);
    };
    expect(await isOpen('')).to.equal(false);
    expect(await isOpen('?alle=1&hinweis=erledigt')).to.equal(false);
    for (const query of ['?frist=woche', '?wer=ich', '?sortierung=neu', '?oeffnen=BG-2026-999999'])
      expect(await isOpen(query), query).to.equal(true);
  });

  it('leads to a case without an open task by its number, but to nobody else’s', async () => {
    const { file } = await submitted(app);
    const client = await clerkOf(app);
    const filtered = await client.get(`${INBOX}?vorgang=${file.number.toLowerCase()}`);
    expect(textOf(filtered.html)).to.include('Zu dieser Auswahl gibt es keine offene Aufgabe');
    expect(linkIn(filtered.html, `/mitarbeit/vorgang/${file.number}`)).to.equal(true);
    const typed = encodeURIComponent(` ${file.number.toLowerCase()} `);
    const opened = await client.get(`${INBOX}?oeffnen=${typed}`);
    expect(opened.status).to.equal(303);
    expect(opened.location).to.equal(`/mitarbeit/vorgang/${file.number}`);
    const other = await clerkOf(app, { units: ['strassenverkehr'] });
    for (const number of [file.number, 'BG-2026-999999', '<script>']) {
      const refused = await other.get(`${INBOX}?oeffnen=${encodeURIComponent(number)}`);
      expect(refused.status, number).to.equal(404);
      expect(textOf(refused.html)).to.include('Diesen Vorgang gibt es nicht');
      const { html } = await other.get(`${INBOX}?vorgang=${encodeURIComponent(number)}`);
      expect(html).not.to.include('/mitarbeit/vorgang/');
    }
  });

  it('goes on behind the last task of a page', async () => {
    for (let i = 0; i < 52; i += 1) {
      await putDeskTask(app, { key: `${1000 + i}.1`, createdAtMs: START_MS + i });
    }
    const client = await clerkOf(app);
    const first = await client.get(`${INBOX}?sortierung=alt`);
    expect(first.html.match(/class="aw-task"/g)).to.have.length(50);
    const html = first.html.replaceAll('&amp;', '&').replaceAll('&#x3D;', '=');
    const second = await client.get(/href="([^"]*nach=[^"]*)"/.exec(html)?.[1] ?? '');
    expect(second.html.match(/class="aw-task"/g)).to.have.length(2);
    expect(second.html).to.include('/mitarbeit/aufgabe/1051.1');
    expect(textOf(second.html)).to.include('Zum Anfang der Liste');
  });

  it('does not list what was answered while the engine has not heard of it', async () => {
    const { task } = await putDeskTask(app);
    const other = await putDeskTask(app);
    const client = await clerkOf(app);
    const path = `/mitarbeit/aufgabe/${task.key}`;
    await client.get(path);
    await client.submit(path, { handBooking: 'booked', action: 'next' });
    const page = await client.get(INBOX);
    expect(page.html).to.include(other.task.key).and.not.include(path);
  });

  describe('and the release of many cases at once', () => {
    const box = (html: string, key: string): string =>
      new RegExp(`name="auswahl" value="(${key.replace('.', '\\.')}:\\d+)"`).exec(html)?.[1] ?? '';
    const kind = (): string => `${[...app.procedure.processes.keys()][0]}:bookByHand`;

    it('gives the one answer of the model to all that were chosen', async () => {
      const cases = [await putDeskTask(app), await putDeskTask(app)];
      const client = await clerkOf(app);
      const page = await client.get(INBOX);
      expect(textOf(page.html)).to.include('Als gebucht freigeben');
      const auswahl = cases.map(({ task }) => box(page.html, task.key));
      const done = await client.submit('/mitarbeit/freigaben', { art: kind(), auswahl });
      expect(textOf(done.html)).to.include('Erledigt: 2').and.not.include('Nicht erledigt');
      for (const { file, task } of cases) {
        const facts = app.cases.files.get(file.id)?.facts;
        expect(facts?.['staffAnswers']).to.deep.equal({ handBooking: 'booked' });
        expect(app.cases.commands).to.deep.include({
          key: `complete:${task.key}`,
          type: 'completeTask',
          taskKey: task.key,
          variables: { identification: 'card', handBooking: 'booked' },
        });
      }
      const again = await client.post('/mitarbeit/freigaben', {
        _csrf: /name="_csrf" value="([^"]+)"/.exec(page.html)?.[1] ?? '',
        art: kind(),
        auswahl,
      });
      expect(textOf(again.html)).to.include('Erledigt: 0').and.include('schon jemand erledigt');
    });

    it('leaves alone what has changed meanwhile, is held, is gone or foreign, and says so', async () => {
      const changed = await putDeskTask(app);
      const held = await putDeskTask(app);
      const fine = await putDeskTask(app);
      const foreign = await putDeskTask(app, { candidateGroups: ['kasse'] });
      const client = await clerkOf(app);
      const page = await client.get(INBOX);
      const auswahl = [changed, held, fine].map(({ task }) => box(page.html, task.key));
      await app.cases.change(changed.file.id, 'applicant', () => ({
        audit: [{ event: 'dms-filed' }],
      }));
      app.readModel.tasks.set(held.task.key, { ...held.task, assignee: 'staff-lang' });
      const done = await client.submit('/mitarbeit/freigaben', {
        art: kind(),
        auswahl: [...auswahl, `${foreign.task.key}:1`, '99.9:1', 'quatsch'],
      });
      const text = textOf(done.html);
      expect(text).to.include('Erledigt: 1');
      expect(text).to.include(`${changed.file.number} Der Vorgang hat sich geändert`);
      expect(text).to.include(`${held.file.number} Jemand anderes bearbeitet`);
      expect(text).not.to.include(foreign.file.number);
      expect(app.cases.commands.filter(({ type }) => type === 'completeTask')).to.have.length(1);
    });

    it('does nothing without a choice, or for a task that has to be looked at', async () => {
      const { task } = await putDeskTask(app);
      const client = await clerkOf(app);
      const page = await client.get(INBOX);
      const none = await client.submit('/mitarbeit/freigaben', { art: kind() });
      expect(none.status).to.equal(422);
      await client.get(INBOX);
      const other = await client.submit('/mitarbeit/freigaben', {
        art: 'p:other',
        auswahl: box(page.html, task.key),
      });
      expect(textOf(other.html)).to.include('lässt sich so nicht freigeben');
    });

    it('can be prepared for a whole page without a script', async () => {
      await putDeskTask(app);
      const page = await (await clerkOf(app)).get(`${INBOX}?alle=1`);
      expect(page.html).to.match(/name="auswahl" value="[^"]+" checked/);
    });
  });
});
