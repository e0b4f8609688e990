import { expect } from 'chai';
import type { CaseFile } from '../../core/cases/case-file.ts';
import type { TaskState } from '../../core/cases/process-state.ts';
import { startTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import type { Client, SentTestFile } from '../support/app-client.ts';
import { makeClient, textOf } from '../support/app-client.ts';
import { putTask, submitted } from '../support/app-steps.ts';
import { clerkOf } from '../support/desk-steps.ts';
import { expire, withLateAnswers } from '../support/late-answers.ts';
import { withLatePapers } from '../support/late-papers.ts';
import { samplePdf } from '../support/sample-files.ts';

const DAY_MS = 86_400_000;
const SHOWN = { action: 'next', shown: 'declaration' };

const pdf = (mark: string): SentTestFile => ({
  field: 'declaration',
  name: `${mark}.pdf`,
  content: samplePdf([`<< /Mark (${mark}) >>`]),
});

interface Asked {
  readonly client: Client;
  readonly file: CaseFile;
  readonly path: string;
  readonly question: TaskState;
}

/** The applicant is asked for a declaration. */
async function asked(app: TestApp): Promise<Asked> {
  const { client, file } = await submitted(app);
  const staffAnswers = { asked: ['declaration'], askText: 'Es fehlt etwas.' };
  app.cases.files.set(file.id, { ...file, facts: { staffAnswers } });
  const dueAtMs = app.clock.now() + 3 * DAY_MS;
  const question = putTask(app, file, { formReference: 'forms/nachreichen', dueAtMs });
  return { client, file, question, path: `/vorgang/${file.number}/aufgabe/${question.key}` };
}

describe('an answer after the deadline', () => {
  let app: TestApp;
  beforeEach(async () => {
    app = await startTestApp({}, withLateAnswers);
  });
  afterEach(() => app.stop());

  async function late() {
    const question = await asked(app);
    await question.client.get(question.path);
    await question.client.upload(question.path, { action: 'upload:declaration' }, [pdf('eins')]);
    const [draft] = [...app.drafts.rows.values()].filter(({ taskKey }) => taskKey);
    const dueAtMs = question.question.dueAtMs ?? 0;
    expect(draft?.expiresAtMs, 'what waits for it').to.be.above(dueAtMs + 30 * DAY_MS);
    const decision = expire(app, question.file, question.question);
    return { ...question, decision };
  }
  const messages = () => app.cases.commands.filter(({ type }) => type === 'publishMessage');
  const fileOf = ({ id }: CaseFile) => app.cases.files.get(id);
  const stored = () => [...app.drafts.rows.values()].flatMap(({ documents }) => documents);

  it('is still asked for, with what was uploaded before', async () => {
    const { client, path } = await late();
    const page = await client.get(path);
    expect(page.status).to.equal(200);
    expect(textOf(page.html)).to.include('Die Frist ist abgelaufen').and.include('eins.pdf');
    expect(textOf(page.html)).to.include('solange nicht entschieden ist');
    expect(textOf(page.html)).not.to.include('nicht gespeichert');
    const upload = new RegExp(`href="(${path}/datei/[^"]+)"`).exec(page.html)?.[1] ?? '';
    expect((await client.get(upload)).status).to.equal(200);
  });

  it('is linked by status page and mailbox as long as it may come', async () => {
    const { client, file, path } = await late();
    for (const place of ['', '/postfach']) {
      const page = await client.get(`/vorgang/${file.number}${place}`);
      expect(page.html, place).to.include(`href="${path}"`);
      expect(textOf(page.html), place).to.include('Die Frist ist abgelaufen');
    }
    expect((await client.get(`/vorgang/${file.number}/postfach`)).html).to.include(
      'Es fehlt etwas.',
    );
    await client.get(path);
    await client.upload(path, SHOWN, []);
    const after = await client.get(`/vorgang/${file.number}`);
    expect(after.html).not.to.include(`href="${path}"`);
  });

  it('comes into the case with its files and the message, once by several clicks', async () => {
    const { client, file, path } = await late();
    await client.get(path);
    const clicks = await Promise.all(
      [1, 2, 3].map(() => client.upload(path, SHOWN, [pdf('zwei')])),
    );
    for (const { location } of clicks) expect(location).to.equal(`/vorgang/${file.number}`);
    expect(messages()).to.deep.equal([
      {
        key: 'late:7.1',
        type: 'publishMessage',
        name: 'answer-came-late',
        correlationKey: file.id,
        timeToLiveMs: 86_400_000,
        variables: {},
      },
    ]);
    const names = fileOf(file)?.documents.map(({ fileName }) => fileName);
    expect(names).to.deep.equal(['eins.pdf', 'zwei.pdf']);
    expect(fileOf(file)?.answers['declaration']).to.have.length(2);
    expect(stored()).to.deep.equal([]);
    expect(app.cases.events.filter((event) => event === 'task-answered-late')).to.have.length(1);
    expect((await client.get(path)).status).to.equal(404);
  });

  it('demands what it asks for, and sends nothing until it is there', async () => {
    const { client, path } = await late();
    await client.get(path);
    const [document] = stored();
    await client.upload(path, { action: `remove-file:${document?.id}` }, []);
    const page = await client.upload(path, SHOWN, []);
    expect(page.status).to.equal(422);
    expect(messages()).to.deep.equal([]);
  });

  it('tells the clerk who has the decision open that the case has changed', async () => {
    const { client, file, path, decision } = await late();
    const clerk = await clerkOf(app);
    const desk = `/mitarbeit/aufgabe/${decision.key}`;
    expect((await clerk.get(desk)).status).to.equal(200);
    await client.get(path);
    await client.upload(path, SHOWN, []);
    const refused = await clerk.submit(desk, { action: 'next', handBooking: 'booked' });
    expect(refused.status).to.equal(409);
    expect(textOf(refused.html)).to.include('Der Vorgang hat sich geändert');
    // The engine takes the message a moment later.
    app.readModel.tasks.set(decision.key, { ...decision, state: 'cancelled' });
    expect(textOf((await clerk.get(desk)).html)).to.include('Der Vorgang hat sich geändert');
    expect(app.cases.commands.filter(({ type }) => type === 'completeTask')).to.deep.equal([]);
    const seen = await clerk.get(`/mitarbeit/vorgang/${file.number}`);
    expect(textOf(seen.html)).to.include('Nach der Frist beantwortet: Bitte reichen Sie nach');
    expect(textOf(seen.html), 'the period that ended').to.include(
      'Die offenen Posten hatten sich geändert',
    );
  });

  it('is entered by a clerk when it came by post', async () => {
    const { client, file, path, question } = await late();
    const clerk = await clerkOf(app);
    const desk = `/mitarbeit/aufgabe/${question.key}`;
    const seen = await clerk.get(`/mitarbeit/vorgang/${file.number}`);
    expect(seen.html).to.include(`href="${desk}"`);
    const page = await clerk.get(desk);
    expect(textOf(page.html)).to.include('Die Frist ist abgelaufen').and.include('per Post');
    expect(textOf(page.html), 'what the applicant has not sent').not.to.include('eins.pdf');
    const sent = await clerk.upload(desk, SHOWN, [pdf('scan')]);
    expect(sent.location).to.include('hinweis=erledigt');
    expect(messages()).to.have.length(1);
    expect(fileOf(file)?.documents.map(({ fileName }) => fileName)).to.deep.equal(['scan.pdf']);
    expect((await app.cases.auditTrail(file.id)).at(-1)).to.deep.include({
      event: 'task-answered-late',
      actor: 'staff:staff-roth',
    });
    expect((await client.get(path)).status).to.equal(404);
  });

  it('keeps nothing once it was decided, also before the engine knows it', async () => {
    const { client, file, path, decision } = await late();
    await client.get(path);
    const clerk = await clerkOf(app);
    await clerk.get(`/mitarbeit/aufgabe/${decision.key}`);
    const done = { action: 'next', shown: 'handBooking', handBooking: 'booked' };
    const sent = await clerk.submit(`/mitarbeit/aufgabe/${decision.key}`, done);
    expect(sent.location).to.include('hinweis=erledigt');
    const page = await client.upload(path, SHOWN, []);
    expect(page.status).to.equal(410);
    expect(textOf(page.html)).to.include('wurde nicht gespeichert');
    expect(messages()).to.deep.equal([]);
    expect(fileOf(file)?.documents).to.deep.equal([]);
    const status = await client.get(`/vorgang/${file.number}`);
    expect(status.html).not.to.include(`href="${path}"`);
  });

  it('is not that of a question that was asked again meanwhile', async () => {
    const { client, file, path, question } = await late();
    const process = app.readModel.processes.get(file.id);
    const [root] = process?.elements ?? [];
    if (!process || !root) throw new Error('no process');
    const { elementId } = question;
    const again = { ...root, key: '9', elementId, state: 'completed' as const };
    app.readModel.processes.set(file.id, { ...process, elements: [...process.elements, again] });
    expect((await client.get(path)).status).to.equal(410);
  });

  it('is taken from no stranger', async () => {
    const { path } = await late();
    const foreign = await submitted(app);
    for (const other of [makeClient(app.address), foreign.client]) {
      expect((await other.get(path)).status).to.equal(404);
      const token = /name="_csrf" value="([^"]+)"/.exec((await other.get('/verfolgen')).html)?.[1];
      const sent = await other.upload(path, { _csrf: token ?? '', ...SHOWN }, [pdf('fremd')]);
      expect(sent.status).to.equal(404);
    }
    expect(messages()).to.deep.equal([]);
  });
});

describe('an answer after the deadline, where the model knows none', () => {
  let app: TestApp;
  beforeEach(async () => {
    app = await startTestApp({}, withLatePapers);
  });
  afterEach(() => app.stop());

  it('is told so, and whoever only looks does not read that something was lost', async () => {
    const { client, file, path, question } = await asked(app);
    await client.get(path);
    expire(app, file, question);
    const sent = await client.upload(path, SHOWN, [pdf('spaet')]);
    expect(textOf(sent.html)).to.include('wurde nicht gespeichert');
    const seen = await client.get(path);
    expect(seen.status).to.equal(410);
    expect(textOf(seen.html)).to.include('Die Frist ist abgelaufen').and.include(file.number);
    expect(textOf(seen.html)).not.to.include('nicht gespeichert');
  });
});
