import { expect } from 'chai';
import { taskAnswer } from '../../core/cases/task-answers.ts';
import { startTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { textOf } from '../support/app-client.ts';
import type { Page } from '../support/app-client.ts';
import { putItems, putTask, submitted } from '../support/app-steps.ts';

describe('the pages of a case', () => {
  let app: TestApp;
  beforeEach(async () => {
    app = await startTestApp();
  });
  afterEach(() => app.stop());

  it('say "received" while the engine is away', async () => {
    const { client, file } = await submitted(app);
    const page = await client.get(`/vorgang/${file.number}`);
    expect(textOf(page.html)).to.include('Ihr Anliegen ist eingegangen').and.include('Die Stadt');
    expect(page.html).to.match(/data-refresh="[1-9]/);
    expect(page.headers.get('cache-control')).to.equal('no-store');
  });

  it('show what is asked of the citizen first', async () => {
    const { client, file } = await submitted(app);
    putItems(app, file);
    const task = putTask(app, file);
    const page = await client.get(`/vorgang/${file.number}`);
    expect(page.html).to.include(`href="/vorgang/${file.number}/aufgabe/${task.key}"`);
    expect(page.html.indexOf('Das brauchen wir')).to.be.lessThan(page.html.indexOf('aw-phases'));
  });

  it('say of a case that only waits that nobody has to act, not that it is closed', async () => {
    const { client, file } = await submitted(app);
    putTask(app, file, { candidateGroups: ['stadtbibliothek'] });
    const [id, main] = [...app.procedure.processes][0] ?? [];
    const node = main?.nodes.get('chooseItems');
    if (!id || !main || !node) throw new Error('no chooseItems');
    const waiting = { ...node, properties: { ...node.properties, turn: 'nobody' } };
    const nodes = new Map(main.nodes).set('chooseItems', waiting);
    const processes = new Map(app.procedure.processes).set(id, { ...main, nodes });
    Object.assign(app.procedure, { processes });
    const text = textOf((await client.get(`/vorgang/${file.number}`)).html);
    expect(text).to.include('Niemand, zurzeit ist nichts zu tun').and.not.include('abgeschlossen');
  });

  it('ask with choices from what the systems said', async () => {
    const { client, file } = await submitted(app);
    putItems(app, file);
    putTask(app, file);
    const page = await client.get(`/vorgang/${file.number}/aufgabe/7.1`);
    expect(textOf(page.html)).to.include('Momo').and.include('2,50').and.include('15,00');
  });

  it('write answers and command together, once', async () => {
    const { client, file } = await submitted(app);
    putItems(app, file);
    putTask(app, file);
    const path = `/vorgang/${file.number}/aufgabe/7.1`;
    await client.get(path);
    const answer = { chosenItems: ['P-1', 'P-2'], choiceConfirmed: 'true' };
    const done = await client.submit(path, answer);
    expect(done.location).to.equal(`/vorgang/${file.number}`);
    await client.get('/verfolgen');
    const token = /name="_csrf" value="([^"]+)"/.exec(client.lastPage()?.html ?? '')?.[1] ?? '';
    const second = await client.post(path, { _csrf: token, ...answer, chosenItems: [] });
    expect(second.location).to.equal(`/vorgang/${file.number}`);
    const completions = app.cases.commands.filter(({ type }) => type === 'completeTask');
    expect(completions).to.have.length(1);
    expect(completions[0]).to.include({ key: 'complete:7.1', taskKey: '7.1' });
    expect(app.cases.files.get(file.id)?.answers['chosenItems']).to.deep.equal(['P-1', 'P-2']);
    // The engine has not taken it yet, and nobody is asked twice.
    const status = await client.get(`/vorgang/${file.number}`);
    expect(status.html).not.to.include('/aufgabe/');
    expect(textOf(status.html))
      .to.include('Wir haben Ihre Antwort erhalten')
      .and.include('Die Stadt');
    const closed = await client.get(path);
    expect(closed.status).to.equal(404);
    expect(textOf(closed.html)).to.include('nicht mehr offen');
  });

  const ANSWER = { chosenItems: ['P-1', 'P-2'], choiceConfirmed: 'true' };

  it('lead every one of several clicks to the status', async () => {
    const { client, file } = await submitted(app);
    putItems(app, file);
    putTask(app, file);
    const path = `/vorgang/${file.number}/aufgabe/7.1`;
    await client.get(path);
    const { task: read } = app.readModel;
    // While the last click is on its way, the first is taken, by the engine too.
    let clicks: Page[] = [];
    app.readModel.task = async (key) => {
      app.readModel.task = read;
      clicks = await Promise.all([1, 2].map(() => client.submit(path, ANSWER)));
      putTask(app, file, { state: 'completed' });
      return read(key);
    };
    clicks = [await client.submit(path, ANSWER), ...clicks];
    expect(clicks.map(({ location }) => location)).to.deep.equal(
      Array(3).fill(`/vorgang/${file.number}`),
    );
    const completions = app.cases.commands.filter(({ type }) => type === 'completeTask');
    expect(completions).to.have.length(1);
  });

  it('say to who answers what staff have answered for them that it is no longer open', async () => {
    const { client, file } = await submitted(app);
    putItems(app, file);
    const task = putTask(app, file);
    const path = `/vorgang/${file.number}/aufgabe/7.1`;
    await client.get(path);
    const who = { by: 'staff:1', atMs: 0, isApplicants: true };
    const current = app.cases.files.get(file.id) ?? file;
    const taskAnswers = { [task.key]: taskAnswer(current, task, {}, who) };
    app.cases.files.set(file.id, { ...current, facts: { ...current.facts, taskAnswers } });
    const page = await client.submit(path, ANSWER);
    expect(page.status).to.equal(404);
    expect(textOf(page.html)).to.include('nicht mehr offen');
  });

  it('refuse what was not offered', async () => {
    const { client, file } = await submitted(app);
    putItems(app, file);
    putTask(app, file);
    const path = `/vorgang/${file.number}/aufgabe/7.1`;
    await client.get(path);
    const page = await client.submit(path, { chosenItems: ['P-99'], choiceConfirmed: 'true' });
    expect(page.status).to.equal(422);
    expect(app.cases.commands).to.have.length(1);
  });

  for (const [name, change] of Object.entries({
    'completed task': { state: 'completed' as const },
    'cancelled task': { state: 'cancelled' as const },
    'task of the city': { candidateGroups: ['stadtbibliothek'] },
    'task of another case': { caseId: 'another' },
  })) {
    it(`close a ${name}`, async () => {
      const { client, file } = await submitted(app);
      putTask(app, file, change);
      for (const key of ['7.1', 'unknown', '../../x', 'x'.repeat(200)]) {
        const page = await client.get(`/vorgang/${file.number}/aufgabe/${encodeURIComponent(key)}`);
        expect(page.status).to.equal(404);
        expect(textOf(page.html)).to.include('nicht mehr offen');
      }
      await client.get('/verfolgen');
      const token = /name="_csrf" value="([^"]+)"/.exec(client.lastPage()?.html ?? '')?.[1] ?? '';
      const page = await client.post(`/vorgang/${file.number}/aufgabe/7.1`, { _csrf: token });
      expect(page.status).to.equal(404);
      expect(app.cases.commands).to.have.length(1);
    });
  }

  it('note the first time that a letter of the mailbox is downloaded', async () => {
    const { client, file } = await submitted(app);
    const info = { mediaType: 'application/pdf', sizeBytes: 4, sha256: '', createdAtMs: 0 };
    const documents = ['d1', 'd2'].map((id) => {
      return { ...info, id, name: id, fileName: `${id}.pdf`, forApplicant: true };
    });
    const deliveries = { d1: { documentId: 'd1', providedAtMs: app.clock.now() } };
    app.cases.files.set(file.id, { ...file, documents, facts: { deliveries } });
    app.cases.contents.set('d1', Buffer.from('%PDF')).set('d2', Buffer.from('%PDF'));
    const retrievedAtMs = app.clock.now() + 5_000;
    app.clock.advance(5_000);
    await client.get(`/vorgang/${file.number}/dokument/d1`);
    app.clock.advance(5_000);
    await client.get(`/vorgang/${file.number}/dokument/d1`);
    await client.get(`/vorgang/${file.number}/dokument/d2`);
    expect(app.cases.files.get(file.id)?.facts['deliveries']).to.deep.equal({
      d1: { ...deliveries.d1, retrievedAtMs },
    });
    expect(app.cases.events.filter((event) => event === 'document-retrieved')).to.have.length(1);
  });

  it('give out documents for the applicant only, as attachments that nobody keeps', async () => {
    const { client, file } = await submitted(app);
    const info = { mediaType: 'application/pdf', sizeBytes: 4, sha256: '', createdAtMs: 0 };
    const documents = [
      { ...info, id: 'd1', name: 'receipt', fileName: 'Quittung "Übung".pdf', forApplicant: true },
      { ...info, id: 'd2', name: 'note', fileName: 'Vermerk.pdf', forApplicant: false },
    ];
    app.cases.files.set(file.id, { ...file, documents });
    app.cases.contents.set('d1', Buffer.from('%PDF')).set('d2', Buffer.from('%PDF'));
    const page = await client.get(`/vorgang/${file.number}`);
    expect(page.html).to.include('/dokument/d1').and.not.include('/dokument/d2');
    const download = await client.get(`/vorgang/${file.number}/dokument/d1`);
    expect(download.html).to.equal('%PDF');
    expect(page.headers.get('content-language')).to.equal('de');
    expect(download.headers.has('content-language')).to.equal(false);
    expect(download.headers.get('content-disposition')).to.equal(
      `attachment; filename="Quittung _Ubung_.pdf"; filename*=UTF-8''Quittung%20_%C3%9Cbung_.pdf`,
    );
    expect(download.headers.get('cache-control')).to.equal('no-store');
    expect(download.headers.get('x-content-type-options')).to.equal('nosniff');
    expect(download.headers.get('content-security-policy')).to.include('sandbox');
    for (const id of ['d2', 'd3', '..%2Fd1']) {
      expect((await client.get(`/vorgang/${file.number}/dokument/${id}`)).status).to.equal(404);
    }
  });
});
