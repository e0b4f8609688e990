import { expect } from 'chai';
import { startTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { makeClient, textOf } from '../support/app-client.ts';
import { putPayment, putTask, submitted } from '../support/app-steps.ts';
import { withDeskTask } from '../support/desk-procedure.ts';
import { clerkOf, putDeskTask } from '../support/desk-steps.ts';
import { samplePdf } from '../support/sample-files.ts';

describe('a task at the desk', () => {
  let app: TestApp;
  beforeEach(async () => {
    app = await startTestApp({}, withDeskTask);
  });
  afterEach(() => app.stop());

  const BOOKED = 'Die Zahlung steht jetzt im Bibliothekssystem';
  const REFUND = 'Sie lässt sich nicht buchen und soll zurückgezahlt werden';
  const IDA = { subject: 'staff-lang', name: 'Ida Lang' };

  it('shows its form beside answers, payments and what registers say, but no barred address', async () => {
    const { file, task } = await putDeskTask(app);
    await putPayment(app, file, { status: 'paid', paidAtMs: app.clock.now() });
    const registerMatch = {
      outcome: 'blocked',
      checkedAtMs: app.clock.now(),
      records: [{ familyName: 'Stern', givenNames: 'Mia', birthDate: '1990-01-01', blocked: true }],
      residence: { kind: 'main', movedInOn: '2020-01-01', street: 'Geheimweg', houseNumber: '1' },
    };
    const vehicle = { state: 'registered', keeperMatch: 'own', checkedAtMs: 0, plate: 'PB-AB 123' };
    const current = app.cases.files.get(file.id) ?? file;
    app.cases.files.set(file.id, { ...current, facts: { registerMatch, vehicle } });
    app.readModel.rootVariables.set(file.id, { numberTries: ['two-keepers', 'no-text'] });
    const page = await (await clerkOf(app)).get(`/mitarbeit/aufgabe/${task.key}`);
    const text = textOf(page.html);
    expect(page.status).to.equal(200);
    expect(text).to.include('Was haben Sie getan?').and.include('2000000014').and.include('KZ-1');
    expect(text).to.include('Mia Stern').and.include('Auskunftssperre').and.include('PB-AB 123');
    expect(text).to.include('Das Fahrzeug hat zwei Halter no-text');
    expect(page.html).not.to.include('Geheimweg');
  });

  it('tells persons of the same name apart by number and address, and shows residences that contradict', async () => {
    const { file, task } = await putDeskTask(app);
    const home = (street: string, more: object) => ({
      street,
      houseNumber: '1',
      postalCode: '12345',
      city: 'Musterstadt',
      movedInOn: '2020-01-01',
      ...more,
    });
    const anna = { familyName: 'Schmidt', givenNames: 'Anna', birthDate: '1972-02-29' };
    const registerMatch = {
      outcome: 'ambiguous',
      checkedAtMs: app.clock.now(),
      records: [
        {
          ...anna,
          recordId: 'R-1',
          blocked: false,
          residences: [home('Amselweg', { kind: 'main' })],
        },
        {
          ...anna,
          recordId: 'R-2',
          blocked: false,
          residences: [home('Birkenweg', { kind: 'only', movedOutOn: '2025-03-31' })],
        },
        {
          ...anna,
          recordId: 'R-3',
          blocked: true,
          residences: [home('Geheimweg', { kind: 'only' })],
        },
      ],
    };
    const current = app.cases.files.get(file.id) ?? file;
    app.cases.files.set(file.id, { ...current, facts: { registerMatch } });
    const text = textOf((await (await clerkOf(app)).get(`/mitarbeit/aufgabe/${task.key}`)).html);
    expect(text)
      .to.include('Registernummer R-1')
      .and.include('Hauptwohnung: Amselweg 1, 12345 Musterstadt')
      .and.include(
        'Birkenweg 1, 12345 Musterstadt, eingezogen am 1. Januar 2020, ausgezogen am 31. März 2025',
      )
      .and.include('Registernummer R-3')
      .and.not.include('Geheimweg');
  });

  it('is claimed, held against others, and put back', async () => {
    const { file, task } = await putDeskTask(app);
    const path = `/mitarbeit/aufgabe/${task.key}`;
    const [ida, sabine] = [await clerkOf(app, IDA), await clerkOf(app)];
    await Promise.all([ida.get(path), sabine.get(path)]);
    expect((await ida.submit(`${path}/uebernehmen`, {})).location).to.equal(path);
    const second = await sabine.submit(`${path}/uebernehmen`, {});
    expect(second.status).to.equal(409);
    expect(textOf(second.html)).to.include('Ida Lang bearbeitet diese Aufgabe');
    const { html } = await sabine.get('/mitarbeit/aufgaben');
    const token = /name="_csrf" value="([^"]+)"/.exec(html)?.[1] ?? '';
    const fields = { _csrf: token, handBooking: 'booked' };
    expect((await sabine.post(path, fields)).status).to.equal(409);
    expect((await sabine.post(`${path}/zuruecklegen`, fields)).status).to.equal(409);
    expect(app.cases.commands.filter(({ type }) => type === 'completeTask')).to.deep.equal([]);
    await ida.get(path);
    const back = await ida.submit(`${path}/zuruecklegen`, {});
    expect(back.location).to.equal('/mitarbeit/aufgaben?hinweis=zurueckgelegt');
    await sabine.get(path);
    expect((await sabine.submit(`${path}/uebernehmen`, {})).status).to.equal(303);
    const trail = await app.cases.auditTrail(file.id);
    expect(trail.map(({ event, actor }) => `${event} ${actor}`)).to.deep.equal([
      'task-claimed staff:staff-lang',
      'task-unclaimed staff:staff-lang',
      'task-claimed staff:staff-roth',
    ]);
  });

  it('can be freed by a supervisor', async () => {
    const { task } = await putDeskTask(app, { assignee: 'staff-lang' });
    const path = `/mitarbeit/aufgabe/${task.key}`;
    const boss = await clerkOf(app, { roles: ['supervisor'], subject: 'staff-chef' });
    expect(textOf((await boss.get(path)).html)).to.include('Aufgabe für andere freigeben');
    expect((await boss.submit(`${path}/zuruecklegen`, {})).status).to.equal(303);
    expect(app.readModel.tasks.get(task.key)?.assignee).to.equal(undefined);
  });

  it('keeps what staff answers apart from the applicant, and says who was first', async () => {
    const { file, task } = await putDeskTask(app);
    const path = `/mitarbeit/aufgabe/${task.key}`;
    const [ida, sabine] = [await clerkOf(app, IDA), await clerkOf(app)];
    await Promise.all([ida.get(path), sabine.get(path)]);
    expect((await ida.submit(path, { action: 'next' })).status).to.equal(422);
    await ida.get(path);
    const answers = { action: 'next', handBooking: 'booked' };
    expect((await ida.submit(path, answers)).location).to.include('hinweis=erledigt');
    const after = app.cases.files.get(file.id);
    expect(after?.answers).not.to.have.property('handBooking');
    expect(after?.facts['staffAnswers']).to.deep.equal({ handBooking: 'booked' });
    expect(after?.facts['taskAnswers']).to.deep.equal({
      [task.key]: {
        element: 'bookByHand',
        form: 'forms/buchung-von-hand',
        isApplicants: false,
        by: 'staff:staff-lang',
        atMs: app.clock.now(),
        answers: { handBooking: 'booked' },
        before: {},
      },
    });
    const late = await sabine.submit(path, { ...answers, handBooking: 'refund' });
    expect(late.status).to.equal(409);
    expect(textOf(late.html)).to.include('Ida Lang').and.include('nicht übernommen');
    expect((await sabine.get(path)).status).to.equal(410);
    expect(app.cases.commands.filter(({ type }) => type === 'completeTask')).to.have.length(1);
  });

  it('stands in the case as it was answered: its own form, in words, with who and when', async () => {
    const { file, task } = await putDeskTask(app);
    const path = `/mitarbeit/aufgabe/${task.key}`;
    const client = await clerkOf(app, IDA);
    await client.get(path);
    await client.submit(path, { action: 'next', handBooking: 'booked' });
    const second = putTask(app, file, { ...task, key: '98.1' });
    app.clock.advance(60_000);
    const next = `/mitarbeit/aufgabe/${second.key}`;
    await client.get(next);
    await client.submit(next, { action: 'next', handBooking: 'refund' });
    const text = textOf((await client.get(`/mitarbeit/vorgang/${file.number}`)).html);
    const title = 'Sachbearbeitung: Zahlung im Bibliothekssystem buchen';
    const [, first = '', last = ''] = text.split(title);
    expect(first).to.include('Ida Lang, ').and.include('10:00 Uhr').and.include(BOOKED);
    expect(last).to.include('10:01 Uhr').and.include(REFUND);
    expect(text).to.include(`Erledigt: Zahlung im Bibliothekssystem buchen – ${REFUND}`);
    expect(text).not.to.include('Noch einmal ausstellen');
  });

  it('shows the letter that an answer leads to, and decides nothing by it', async () => {
    const { file, task } = await putDeskTask(app);
    const path = `/mitarbeit/aufgabe/${task.key}`;
    const client = await clerkOf(app);
    await client.get(path);
    const shown = await client.submit(path, { action: 'preview', handBooking: 'refund' });
    expect(shown.status).to.equal(200);
    expect(textOf(shown.html)).to.include('Ablehnung').and.include('Rechtsbehelf: Klage');
    expect(textOf(shown.html)).to.include(file.number).and.include('refund');
    expect(shown.html).to.match(/value="refund" checked/);
    await client.get(path);
    const none = await client.submit(path, { action: 'preview', handBooking: 'booked' });
    expect(textOf(none.html)).to.include('Zu dieser Entscheidung gibt es kein Schreiben');
    const answersNow = { ...file.answers, identification: 'notice' };
    app.cases.files.set(file.id, { ...file, answers: answersNow });
    await client.get(path);
    const other = await client.submit(path, { action: 'preview', handBooking: 'refund' });
    expect(textOf(other.html)).to.include('Zu dieser Entscheidung gibt es kein Schreiben');
    expect(app.cases.commands.filter(({ type }) => type === 'completeTask')).to.deep.equal([]);
  });

  it('lets a clerk enter an answer that came by post, with papers', async () => {
    const { client: citizen, file } = await submitted(app);
    const staffAnswers = {
      asked: ['plateNumber', 'declaration'],
      askText: 'Bitte <b>nachreichen</b>',
    };
    const answers = { ...file.answers, plateNumber: 'PB-X 1' };
    app.cases.files.set(file.id, { ...file, answers, facts: { staffAnswers } });
    const task = putTask(app, file, { formReference: 'forms/nachreichen' });
    const path = `/mitarbeit/aufgabe/${task.key}`;
    const client = await clerkOf(app);
    const page = await client.get(path);
    expect(textOf(page.html)).to.include('Antwort eintragen (per Post)');
    expect(page.html).to.include('Bitte &lt;b&gt;nachreichen').and.include('value="PB-X 1"');
    const pdf = { field: 'declaration', name: 'scan.pdf', content: samplePdf(['<< /A (b) >>']) };
    const kept = await client.upload(path, { action: 'upload:declaration' }, [pdf]);
    expect(textOf(kept.html)).to.include('scan.pdf');
    const mine = await citizen.get(`/vorgang/${file.number}/aufgabe/${task.key}`);
    expect(mine.html).not.to.include('scan.pdf');
    await client.get(path);
    const shown = 'plateNumber declaration';
    const sent = await client.upload(path, { action: 'next', shown, plateNumber: 'PB-X 22' }, []);
    expect(sent.location).to.include('hinweis=erledigt');
    const after = app.cases.files.get(file.id);
    expect(after?.answers['plateNumber']).to.equal('PB-X 22');
    expect(after?.documents.map(({ fileName }) => fileName)).to.deep.equal(['scan.pdf']);
    expect((await app.cases.auditTrail(file.id)).at(-1)).to.deep.include({
      event: 'task-completed-for',
      actor: 'staff:staff-roth',
    });
    const seen = await client.get(`/mitarbeit/vorgang/${file.number}`);
    expect(textOf(seen.html)).to.include('Beim Eingang: PB-X 1').and.include('PB-X 22');
    expect(textOf(seen.html)).to.include('Für die antragstellende Person eingetragen');
  });

  it('names in the history what the process did by itself, and whether a mail could go out', async () => {
    const { file } = await putDeskTask(app);
    const process = app.readModel.processes.get(file.id);
    const [root] = process?.elements ?? [];
    if (!process || !root) throw new Error('no process');
    const reminded = { processId: 'collectFee', elementId: 'sendReminder', state: 'completed' };
    const elements = [...process.elements, { ...root, key: '30', ...reminded } as typeof root];
    app.readModel.processes.set(file.id, { ...process, elements });
    const client = await clerkOf(app);
    const history = async () =>
      textOf((await client.get(`/mitarbeit/vorgang/${file.number}`)).html);
    expect(await history())
      .to.include('An die Zahlung erinnert')
      .and.not.include('ohne E-Mail');
    app.cases.files.set(file.id, { ...file, contact: {} });
    expect(await history()).to.include('An die Zahlung erinnert (ohne E-Mail');
  });

  it('shows the case to units that have a part in it, with documents and history', async () => {
    const { file, task } = await putDeskTask(app);
    const path = `/mitarbeit/vorgang/${file.number}`;
    const client = await clerkOf(app);
    const page = await client.get(path);
    expect(page.status).to.equal(200);
    expect(page.html).to.include(`href="/mitarbeit/aufgabe/${task.key}"`);
    expect(textOf(page.html)).to.include('Das liest die antragstellende Person');
    expect(textOf(page.html)).to.include('buchen Stadtbibliothek');
    expect(textOf(page.html)).to.include('Von Hand buchen läuft seit');
    expect(page.html).to.match(/<rect class="aw-diagram__node aw-diagram--active"/);
    expect(page.html).to.match(/<text class="aw-diagram__text"[^>]*>Von Hand<\/text>/);
    const image = { id: 'd1', name: 'photo', fileName: 'foto.png', mediaType: 'image/png' };
    const html = { id: 'd2', name: 'page', fileName: 'seite.html', mediaType: 'text/html' };
    const rest = { sizeBytes: 3, sha256: '', createdAtMs: 0, forApplicant: false };
    const pdf = { id: 'd4', name: 'proof', fileName: 'nachweis.pdf', mediaType: 'application/pdf' };
    const documents = [image, html, pdf].map((one) => ({ ...one, ...rest }));
    app.cases.files.set(file.id, { ...file, documents });
    for (const { id } of documents) app.cases.contents.set(id, Buffer.from('abc'));
    const shown = await client.get(`${path}/dokument/d1`);
    expect(shown.headers.get('content-disposition')).to.include('inline');
    const framed = await client.get(`${path}/dokument/d4`);
    expect(framed.headers.get('content-disposition')).to.include('inline');
    expect(framed.headers.get('x-frame-options')).to.equal('SAMEORIGIN');
    expect((await client.get(path)).html).to.match(
      new RegExp(`<iframe src="${path}/dokument/d4" title="nachweis.pdf" loading="lazy">`),
    );
    const stored = await client.get(`${path}/dokument/d2`);
    expect(stored.headers.get('content-disposition')).to.include('attachment');
    expect(stored.headers.get('cache-control')).to.equal('no-store');
    expect((await client.get(`${path}/dokument/d3`)).status).to.equal(404);
  });

  it('and its case are unknown to other units, other roles, persons and strangers', async () => {
    const { file, task } = await putDeskTask(app);
    const paths = [
      `/mitarbeit/aufgabe/${task.key}`,
      `/mitarbeit/vorgang/${file.number}`,
      `/mitarbeit/vorgang/${file.number}/dokument/x`,
    ];
    const other = await clerkOf(app, { units: ['strassenverkehr'] });
    const role = await clerkOf(app, { roles: ['enforcement'] });
    for (const path of paths) {
      expect((await other.get(path)).status, path).to.equal(404);
      expect((await role.get(path)).status, path).to.equal(403);
      expect((await makeClient(app.address).get(path)).status, path).to.equal(303);
    }
    const colleague = await putDeskTask(app, { candidateGroups: ['kasse'] });
    const client = await clerkOf(app);
    expect((await client.get(`/mitarbeit/aufgabe/${colleague.task.key}`)).status).to.equal(404);
  });
});
