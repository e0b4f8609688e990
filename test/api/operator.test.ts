import { expect } from 'chai';
import type { ConnectorProblem } from '../../connectors/connector.ts';
import { startTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { makeClient, textOf } from '../support/app-client.ts';
import type { Client } from '../support/app-client.ts';
import { putItems, putPayment, putTask, submitted } from '../support/app-steps.ts';
import { clerkOf } from '../support/desk-steps.ts';

function keysOf(html: string): number[] {
  return [...html.matchAll(/\/betrieb\/aufgabe\/8\.(\d+)"/g)].map(([, key]) => Number(key));
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

describe("the operator's page", () => {
  let app: TestApp;
  beforeEach(async () => {
    app = await startTestApp();
  });
  afterEach(() => app.stop());

  async function operator(): Promise<Client> {
    const client = makeClient(app.address);
    const path = `/betrieb/zugang/${app.operatorAccess.makeToken()}`;
    await client.get(path);
    expect((await client.submit(path, {})).location).to.equal('/betrieb');
    return client;
  }

  it('opens by its link, once; looking at the link uses nothing up', async () => {
    const token = app.operatorAccess.makeToken();
    const path = `/betrieb/zugang/${token}`;
    const first = makeClient(app.address);
    for (let i = 0; i < 3; i += 1) expect((await first.get(path)).status).to.equal(200);
    await first.submit(path, {});
    expect((await first.get('/betrieb')).status).to.equal(200);
    const second = makeClient(app.address);
    await second.get(path);
    const used = await second.submit(path, {});
    expect(used.status).to.equal(403);
    expect((await second.get('/betrieb')).status).to.equal(403);
  });

  it('does not open by a link that is too old, and closes after eight hours', async () => {
    const path = `/betrieb/zugang/${app.operatorAccess.makeToken()}`;
    app.clock.advance(61 * 60_000);
    const late = makeClient(app.address);
    await late.get(path);
    expect((await late.submit(path, {})).status).to.equal(403);
    const client = await operator();
    for (let i = 0; i < 5; i += 1) {
      app.clock.advance(100 * 60_000);
      await client.get('/betrieb');
    }
    expect((await client.get('/betrieb')).status).to.equal(403);
  });

  it('shows the health of engine, commands and every connector, broken ones too', async () => {
    app.engineHealth = 'away';
    const page = await (await operator()).get('/betrieb');
    expect(page.status).to.equal(200);
    expect(textOf(page.html))
      .to.include('Prozess-Engine gestört')
      .and.include('Zahlungsdienst in Ordnung')
      .and.include('Kasse gestört');
  });

  it('says what is wrong with a connector, and that credentials are refused only when they are', async () => {
    const client = await operator();
    const says = async (problem: ConnectorProblem): Promise<string> => {
      app.connectorProblem = problem;
      return textOf((await client.get('/betrieb')).html);
    };
    expect(await says({ type: 'error', code: '503' }))
      .to.include('Zahlungsdienst gestört antwortet mit einem Fehler (503)')
      .and.not.include('Zugangsdaten');
    expect(await says({ type: 'not-understood' })).to.include('nicht so, wie es abgemacht ist');
    expect(await says({ type: 'credentials' })).to.include('lehnt unsere Zugangsdaten');
    expect(await says({ type: 'unreachable', code: 'timeout' })).to.include('keine Antwort in der');
    expect(await says({ type: 'unreachable', code: 'EX' })).to.include('gestört nicht erreichbar');
    expect(await says({ type: 'not-configured' })).to.include('Zahlungsdienst nicht eingerichtet');
    expect(await says({ type: 'settings', code: 'no-root' })).to.include('(no-root)');
  });

  it('shows what waits for an outside system, since when and why', async () => {
    const sinceMs = Date.UTC(2026, 10, 1, 9);
    const reason = 'answer of the library: body: wrong';
    app.waitingWork.push({ topic: 'library-account', jobs: 1, sinceMs, reason });
    app.waitingWork.push({ topic: 'notify', jobs: 2, sinceMs, reason: 'mail server: 421' });
    expect(textOf((await (await operator()).get('/betrieb')).html))
      .to.include('Arbeitsschritt „library-account“ wartet 1 Vorgang wartet seit 1. November 2026')
      .and.include(`Es geht von selbst weiter. ${reason}`)
      .and.include('2 Vorgänge warten');
  });

  it('speaks one language: German texts for German readers, English ones for English', async () => {
    const client = await operator();
    app.connectorProblem = { type: 'error', code: '503' };
    const english = textOf((await client.get('/betrieb?sprache=en')).html);
    expect(english).to.include('Payment service failing answers with an error (503)');
    expect(english).to.not.match(/Zahlungsdienst|Kasse|gestört/);
  });

  it('lists incidents and tries them again', async () => {
    const { file } = await submitted(app);
    const task = putTask(app, file);
    const incident = {
      key: '9.3',
      elementId: 'book',
      elementInstanceKey: '9',
      processId: task.processId,
      rootInstanceKey: '1',
      caseId: file.id,
      code: 'job-failed',
      message: 'library: 500',
      createdAtMs: 0,
    };
    const process = app.readModel.processes.get(file.id);
    if (!process) throw new Error('no process');
    app.readModel.processes.set(file.id, { ...process, openIncidents: [incident] });
    const client = await operator();
    const page = await client.get('/betrieb');
    expect(textOf(page.html))
      .to.include(file.number)
      .and.include('Der Schritt kann so nicht weitergehen. job-failed: library: 500');
    const retried = await client.submit('/betrieb/stoerung/9.3', {});
    expect(textOf((await client.follow(retried)).html)).to.include('noch einmal versucht');
    expect(app.resolved).to.deep.equal(['9.3']);
    await client.get('/betrieb');
    const token = /name="_csrf" value="([^"]+)"/.exec(client.lastPage()?.html ?? '')?.[1] ?? '';
    expect((await client.post('/betrieb/stoerung/1.1', { _csrf: token })).status).to.equal(404);
  });

  describe('payments that do not fit', () => {
    const wrong = { status: 'in-doubt', flag: 'amount-mismatch', receivedCents: 2000 } as const;

    it('are listed with what was asked for and what came', async () => {
      const { file } = await submitted(app);
      await putPayment(app, file, wrong);
      const page = await (await operator()).get('/betrieb');
      expect(textOf(page.html))
        .to.include('Zahlungen, die jemand klären muss')
        .and.include(`${file.number} 17,50 € 20,00 € Der gemeldete Betrag ist ein anderer KZ-1`)
        .and.include('Annehmen, Überzahltes zurück')
        .and.include('Ganz zurückzahlen');
    });

    it('leave one answer to where the case stands: the applicant, the clerk and the operator read it', async () => {
      const { client, file } = await submitted(app);
      putTask(app, file);
      await putPayment(app, file, wrong);
      const [clerk, keeper] = [await clerkOf(app), await operator()];
      const pages = [
        await client.get(`/vorgang/${file.number}`),
        await clerk.get(`/mitarbeit/vorgang/${file.number}`),
        await keeper.get(`/betrieb/vorgang/${file.id}`),
      ];
      for (const { html } of pages) {
        expect(textOf(html))
          .to.include('Ihre Zahlung wird geprüft')
          .and.include('Die Stadt')
          .and.not.include('Die Person Eingegangen');
      }
    });

    it('are decided with a reason, once', async () => {
      const { file } = await submitted(app);
      const { id } = await putPayment(app, file, wrong);
      const client = await operator();
      const listed = await client.get('/betrieb');
      const token = /name="_csrf" value="([^"]+)"/.exec(listed.html)?.[1] ?? '';
      const bare = await client.submit(`/betrieb/zahlung/${id}`, { decision: 'accept' });
      expect(textOf((await client.follow(bare)).html)).to.include('Es wurde nichts entschieden');
      const accepted = { decision: 'accept', reason: 'Aufgerundet' };
      const done = await client.submit(`/betrieb/zahlung/${id}`, accepted);
      const after = textOf((await client.follow(done)).html);
      expect(after).to.include('Die Zahlung ist angenommen').and.not.include('Aufgerundet');
      const again = { _csrf: token, decision: 'refund', reason: 'Versehen' };
      const second = await client.post(`/betrieb/zahlung/${id}`, again);
      expect(second.location).to.equal('/betrieb?hinweis=offen');
      expect(await app.payments.find(id)).to.include({
        status: 'paid',
        refund: 'due',
        refundCents: 250,
        flagDecision: 'accept',
      });
    });

    it('cannot be accepted below the fee, nor made of those that fit', async () => {
      const { file } = await submitted(app);
      const { id } = await putPayment(app, file, { ...wrong, receivedCents: 1000 });
      const { id: other } = await putPayment(app, file, { attempt: 2 });
      const client = await operator();
      const page = await client.get('/betrieb');
      expect(textOf(page.html)).to.not.include('Annehmen');
      const token = /name="_csrf" value="([^"]+)"/.exec(page.html)?.[1] ?? '';
      const forged = { _csrf: token, decision: 'accept', reason: 'x' };
      await client.post(`/betrieb/zahlung/${id}`, forged);
      expect(await app.payments.find(id)).to.include({ status: 'in-doubt' });
      const nothing = await client.post(`/betrieb/zahlung/${other}`, forged);
      expect(nothing.status).to.equal(404);
    });
  });

  it('completes a task of the city, and none of the applicant', async () => {
    const { file } = await submitted(app);
    const staff = { candidateGroups: ['stadtbibliothek'], formReference: 'forms/buchung-von-hand' };
    putTask(app, file, { key: '8.1', ...staff });
    putTask(app, file, { key: '8.2' });
    const client = await operator();
    const page = await client.get('/betrieb');
    expect(page.html).to.include('/betrieb/aufgabe/8.1').and.not.include('/betrieb/aufgabe/8.2');
    const form = await client.get('/betrieb/aufgabe/8.1');
    expect(textOf(form.html)).to.include('2000000014');
    expect((await client.submit('/betrieb/aufgabe/8.1', {})).status).to.equal(422);
    const done = await client.submit('/betrieb/aufgabe/8.1', { handBooking: 'booked' });
    expect(done.location).to.equal('/betrieb?hinweis=erledigt');
    expect(app.cases.commands.at(-1)).to.deep.include({
      type: 'completeTask',
      taskKey: '8.1',
      variables: { identification: 'card', handBooking: 'booked' },
    });
    expect((await client.get('/betrieb/aufgabe/8.2')).status).to.equal(404);
  });

  it('says that somebody has completed a task already, and takes nothing of the second answer', async () => {
    const { file } = await submitted(app);
    const staff = { candidateGroups: ['stadtbibliothek'], formReference: 'forms/buchung-von-hand' };
    const task = putTask(app, file, { key: '8.1', ...staff });
    const [first, second] = [await operator(), await operator()];
    await first.get('/betrieb/aufgabe/8.1');
    await second.get('/betrieb/aufgabe/8.1');
    await first.submit('/betrieb/aufgabe/8.1', { handBooking: 'booked' });
    const late = await second.submit('/betrieb/aufgabe/8.1', { handBooking: 'refund' });
    expect(textOf((await second.follow(late)).html))
      .to.include('hat schon jemand erledigt')
      .and.not.include('Die Aufgabe ist erledigt.');
    expect(app.cases.commands.filter(({ type }) => type === 'completeTask')).to.have.lengthOf(1);
    app.readModel.tasks.set('8.1', { ...task, state: 'completed' });
    const gone = await second.get('/betrieb/aufgabe/8.1');
    expect(textOf((await second.follow(gone)).html)).to.include('hat schon jemand erledigt');
  });

  it('shows tasks of every unit, of those as well that no procedure names any more', async () => {
    const { file } = await submitted(app);
    putTask(app, file, { key: '8.1', candidateGroups: ['amt-von-frueher'] });
    const page = await (await operator()).get('/betrieb');
    expect(page.html).to.include('/betrieb/aufgabe/8.1');
    expect(textOf(page.html)).to.include('für amt-von-frueher');
  });

  it('says where a list is cut, and leads on to the rest and back', async () => {
    const { file } = await submitted(app);
    const task = putTask(app, file, { key: '8.1', candidateGroups: ['stadtbibliothek'] });
    for (let count = 2; count <= 150; count += 1) {
      app.readModel.tasks.set(`8.${count}`, { ...task, key: `8.${count}` });
    }
    const client = await operator();
    const first = await client.get('/betrieb');
    expect(textOf(first.html)).to.include('Hier stehen die ersten 100. Weitere anzeigen');
    expect(keysOf(first.html)).to.deep.equal(range(1, 100));
    const html = first.html.replaceAll('&#x3D;', '=');
    const more = /href="(\/betrieb\?aufgaben=[^"#]+)/.exec(html)?.[1] ?? '';
    const second = await client.get(more);
    expect(keysOf(second.html)).to.deep.equal(range(101, 150));
    expect(textOf(second.html)).to.include('Zum Anfang der Liste').and.not.include('Hier stehen');
    const nonsense = await client.get('/betrieb?aufgaben=%27;drop&stoerungen=1&auftraege=x');
    expect(keysOf(nonsense.html)).to.deep.equal(range(1, 100));
  });

  it('leads from a task to its case: what it waits for, without what was answered', async () => {
    const { file } = await submitted(app);
    const task = putTask(app, file, {
      key: '8.1',
      elementId: 'bookByHand',
      candidateGroups: ['stadtbibliothek'],
      formReference: 'forms/buchung-von-hand',
    });
    const client = await operator();
    const href = `/betrieb/vorgang/${file.id}`;
    expect((await client.get('/betrieb')).html).to.include(`href="${href}"`);
    expect((await client.get(`/betrieb/aufgabe/${task.key}`)).html).to.include(`href="${href}"`);
    const page = await client.get(href);
    expect(textOf(page.html))
      .to.include(file.number)
      .and.include('Von Hand buchen')
      .and.include('Zahlung im Bibliothekssystem buchen')
      .and.include('Wer ist dran Die Stadt')
      .and.not.include('2000000014');
    const unknown = '/betrieb/vorgang/00000000-0000-4000-8000-00000000ffff';
    expect((await client.get(unknown)).status).to.equal(404);
    expect((await makeClient(app.address).get(href)).status).to.equal(403);
  });

  it('asks nobody for what was answered, although the engine has still to take it', async () => {
    const { file } = await submitted(app);
    const task = putTask(app, file);
    const client = await operator();
    const href = `/betrieb/vorgang/${file.id}`;
    expect(textOf((await client.get(href)).html)).to.include('Wer ist dran Die Person');
    const taskAnswers = { [task.key]: { by: 'applicant', atMs: 0, answers: {} } };
    app.cases.files.set(file.id, { ...file, facts: { ...file.facts, taskAnswers } });
    expect(textOf((await client.get(href)).html))
      .to.include('Wir haben Ihre Antwort erhalten')
      .and.include('Wer ist dran Die Stadt');
  });

  it('shows for a task all that was chosen, asked later and paid', async () => {
    const { file } = await submitted(app);
    putItems(app, file);
    const staff = { candidateGroups: ['stadtbibliothek'], formReference: 'forms/buchung-von-hand' };
    putTask(app, file, { key: '8.1', ...staff });
    const current = app.cases.files.get(file.id) ?? file;
    const chosen = { chosenItems: ['P-1'], choiceConfirmed: true };
    const answers = { ...current.answers, ...chosen };
    const theirs = { form: 'forms/posten', isApplicants: true, by: 'applicant' };
    const kept = { ...theirs, element: 'chooseItems', atMs: 0, answers: chosen, before: {} };
    const facts = { ...current.facts, taskAnswers: { '7.1': kept } };
    app.cases.files.set(file.id, { ...current, answers, facts });
    await putPayment(app, file, { status: 'refused', reference: 'KZ-0' });
    const paidAtMs = Date.UTC(2026, 10, 2, 13, 5);
    const paid = { status: 'paid', amountCents: 250, attempt: 2, paidAtMs } as const;
    await putPayment(app, file, paid);
    const form = await (await operator()).get('/betrieb/aufgabe/8.1');
    expect(textOf(form.html))
      .to.include('2000000014')
      .and.include('Säumnisgebühr: Momo, 2,50 € (P-1)')
      .and.include('Betrag 2,50 € Kassenzeichen KZ-1 Bezahlt am 2. November 2026, 14:05 Uhr')
      .and.include('Stand bezahlt Transaktion transaction-1')
      .and.not.include('KZ-0');
  });

  it('gives probes a short answer without secrets', async () => {
    const client = makeClient(app.address);
    const fine = await client.get('/gesundheit');
    expect([fine.status, JSON.parse(fine.html)]).to.deep.equal([
      200,
      { status: 'ok', store: 'ok', engine: 'ok' },
    ]);
    app.engineHealth = 'away';
    const degraded = await client.get('/gesundheit');
    expect([degraded.status, JSON.parse(degraded.html).status]).to.deep.equal([200, 'degraded']);
    app.storeAway = true;
    expect((await client.get('/gesundheit')).status).to.equal(503);
  });
});
