import { expect } from 'chai';
import { CaseError } from '../../core/cases/case-error.ts';
import { startTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import type { Client, SentTestFile } from '../support/app-client.ts';
import { makeClient, textOf } from '../support/app-client.ts';
import { putTask, submitted } from '../support/app-steps.ts';
import { withLatePapers } from '../support/late-papers.ts';
import { samplePdf, samplePng } from '../support/sample-files.ts';

const DAY_MS = 86_400_000;
const SHOWN = { shown: 'declaration' };

const pdf = (mark: string, field = 'declaration'): SentTestFile => ({
  field,
  name: `${mark}.pdf`,
  content: samplePdf([`<< /Mark (${mark}) >>`]),
});

describe('a question to the applicant', () => {
  let app: TestApp;
  beforeEach(async () => {
    app = await startTestApp({}, withLatePapers);
  });
  afterEach(() => app.stop());

  /** The case file says what staff asked for, the process stands at the applicant's task. */
  async function asked(wanted: readonly string[], askText = 'Es fehlt etwas.') {
    const { client, file } = await submitted(app);
    const staffAnswers = { asked: [...wanted], askText };
    const answers = { ...file.answers, plateNumber: 'PB-X 1' };
    app.cases.files.set(file.id, { ...file, answers, facts: { staffAnswers } });
    const dueAtMs = app.clock.now() + 14 * DAY_MS;
    putTask(app, file, { formReference: 'forms/nachreichen', dueAtMs });
    return { client, file, path: `/vorgang/${file.number}/aufgabe/7.1` };
  }
  const upload = (client: Client, path: string, ...files: SentTestFile[]) =>
    client.upload(path, { action: `upload:${files[0]?.field ?? ''}` }, files);
  const stored = () => [...app.drafts.rows.values()].flatMap(({ documents }) => documents);
  const completions = () => app.cases.commands.filter(({ type }) => type === 'completeTask');

  it('shows the words of staff as plain text', async () => {
    const { client, path } = await asked(['declaration'], 'Bitte <b>heute</b>\n\n[x](http://x)');
    const page = await client.get(path);
    expect(page.html).to.include('Bitte &lt;b&gt;heute&lt;/b&gt;').and.include('[x](http://x)');
    expect(page.html).not.to.include('href="http://x"');
    expect(textOf(page.html)).to.include('Das schreibt Ihnen die zuständige Stelle');
  });

  it('says to an upload that comes when staff have answered that it is no longer open', async () => {
    const { client, file, path } = await asked(['declaration']);
    await client.get(path);
    putTask(app, file, { state: 'completed', formReference: 'forms/nachreichen' });
    const late = await upload(client, path, pdf('late'));
    expect(late.status).to.equal(404);
    expect(late.html).to.match(/<main[^]*<h1[^>]*>Diese Aufgabe ist nicht mehr offen<\/h1>/);
    expect(stored()).to.deep.equal([]);
  });

  it('opens again exactly what was asked for, with the old answers', async () => {
    const both = await asked(['plateNumber', 'proof']);
    const page = await both.client.get(both.path);
    expect(page.html).to.include('value="PB-X 1"').and.include('Nachweis');
    expect(page.html).not.to.include('Erklärung des Halters');
    const one = await asked(['declaration']);
    const other = await one.client.get(one.path);
    expect(other.html).to.include('Erklärung des Halters').and.not.include('Kennzeichen');
    expect(other.html).to.include('enctype="multipart/form-data"');
  });

  it('takes files at once, shows them, replaces and removes them', async () => {
    const { client, path } = await asked(['declaration', 'proof']);
    await client.get(path);
    const kept = await upload(client, path, pdf('eins'));
    expect(kept.status).to.equal(200);
    const image = { field: 'proof', name: 'bild.png', content: samplePng(10, 10) };
    const shown = await upload(client, path, image);
    const href = new RegExp(`src="(${path}/datei/[^"]+)"`).exec(shown.html)?.[1] ?? '';
    const preview = await client.get(href);
    expect(preview.headers.get('content-type')).to.include('image/png');
    expect(preview.headers.get('cache-control')).to.equal('no-store');
    await client.get(path);
    await upload(client, path, pdf('neu', 'proof'));
    expect(stored().map(({ fileName }) => fileName)).to.have.members(['eins.pdf', 'neu.pdf']);
    const [first] = stored();
    await client.upload(path, { action: `remove-file:${first?.id}` }, []);
    expect(stored().map(({ fileName }) => fileName)).to.deep.equal(['neu.pdf']);
    expect(completions()).to.deep.equal([]);
  });

  it('demands what it asks for, and refuses what is bad, keeping the rest', async () => {
    const { client, path } = await asked(['declaration']);
    await client.get(path);
    const missing = await client.upload(path, { action: 'next', ...SHOWN }, []);
    expect(missing.status).to.equal(422);
    expect(textOf(missing.html)).to.include('Bitte laden Sie eine Datei hoch');
    const bad = { field: 'declaration', name: 'schein.pdf', content: Buffer.from('<html>') };
    const page = await upload(client, path, bad);
    expect(page.status).to.equal(422);
    expect(textOf(page.html)).to.include('schein.pdf');
    app.scan = async () => ({ result: 'infected', signature: 'Eicar' });
    expect((await upload(client, path, pdf('virus'))).status).to.equal(422);
    expect(stored()).to.deep.equal([]);
  });

  it('takes a part of the answers from whoever says that the rest will not come', async () => {
    const { client, file, path } = await asked(['plateNumber', 'declaration', 'proof']);
    expect((await client.get(path)).html).to.include('Ich habe nicht alles');
    const all = { action: 'next', shown: 'plateNumber declaration proof notAll' };
    const refused = await client.upload(path, { ...all, plateNumber: 'PB-X 2' }, [pdf('eins')]);
    expect(refused.status).to.equal(422);
    expect(textOf(refused.html)).to.include('Nachweis: Bitte laden Sie eine Datei hoch');
    const empty = await client.upload(path, { ...all, plateNumber: 'PB-X 2' }, []);
    expect(empty.status, 'silence is no consent').to.equal(422);
    const sent = await client.upload(path, { ...all, plateNumber: '', notAll: 'true' }, []);
    expect(sent.location).to.equal(`/vorgang/${file.number}`);
    const { answers, documents } = app.cases.files.get(file.id) ?? file;
    expect(answers).to.include({ notAll: true, plateNumber: 'PB-X 1' });
    expect(answers).not.to.have.property('proof');
    expect(documents.map(({ fileName }) => fileName)).to.deep.equal(['eins.pdf']);
  });

  it('takes nothing at all from nobody, and calls an answer in full complete', async () => {
    const { client, file, path } = await asked(['plateNumber', 'proof']);
    await client.get(path);
    const all = { action: 'next', shown: 'plateNumber proof notAll', notAll: 'true' };
    const nothing = await client.upload(path, { ...all, plateNumber: '' }, []);
    expect(nothing.status).to.equal(422);
    expect(textOf(nothing.html)).to.include('wenigstens eine der Fragen');
    expect(completions()).to.deep.equal([]);
    await client.upload(path, { ...all, plateNumber: 'PB-X 2' }, [pdf('eins', 'proof')]);
    expect(app.cases.files.get(file.id)?.answers['notAll']).to.equal(false);
  });

  it('asks anew the next time: that something was missing is no answer to another question', async () => {
    const { client, file, path } = await asked(['plateNumber', 'proof']);
    const current = app.cases.files.get(file.id) ?? file;
    app.cases.files.set(file.id, { ...current, answers: { ...current.answers, notAll: true } });
    const { html } = await client.get(path);
    expect(html).to.match(/<input[^>]*name="notAll"/);
    expect(html).not.to.match(/<input[^>]*name="notAll"[^>]*checked/);
  });

  it('tells the process nothing of an earlier question to which this one has no field', async () => {
    const { client, file, path } = await asked(['declaration']);
    const current = app.cases.files.get(file.id) ?? file;
    app.cases.files.set(file.id, { ...current, answers: { ...current.answers, notAll: true } });
    await client.get(path);
    await client.upload(path, { action: 'next', ...SHOWN }, [pdf('eins')]);
    const [command] = completions();
    expect(command && 'variables' in command && command.variables).not.to.have.property('notAll');
  });

  it('does not offer a part where only one thing is asked', async () => {
    const { client, path } = await asked(['declaration']);
    expect((await client.get(path)).html).not.to.include('Ich habe nicht alles');
  });

  it('puts the files into the case together with the answer, and keeps no other', async () => {
    const { client, file, path } = await asked(['declaration']);
    await client.get(path);
    await upload(client, path, pdf('eins'));
    const sent = await client.upload(path, { action: 'next', ...SHOWN }, [pdf('zwei')]);
    expect(sent.location).to.equal(`/vorgang/${file.number}`);
    const after = app.cases.files.get(file.id);
    expect(after?.documents.map(({ name, fileName }) => [name, fileName])).to.deep.equal([
      ['upload-declaration-1', 'eins.pdf'],
      ['upload-declaration-2', 'zwei.pdf'],
    ]);
    expect(after?.answers['declaration']).to.have.length(2);
    expect(after?.answers['plateNumber']).to.equal('PB-X 1');
    expect(completions()).to.have.length(1);
    expect(stored()).to.deep.equal([]);
    const { html } = await client.get('/verfolgen');
    const token = /name="_csrf" value="([^"]+)"/.exec(html)?.[1] ?? '';
    const second = await client.upload(path, { _csrf: token, action: 'next' }, [pdf('drei')]);
    expect(second.location).to.equal(`/vorgang/${file.number}`);
    const more = { _csrf: token, action: 'upload:declaration' };
    const late = await client.upload(path, more, [pdf('drei')]);
    expect(late.status, 'a file alone, which is not kept').to.equal(404);
    expect(stored()).to.deep.equal([]);
    expect(app.cases.files.get(file.id)?.documents).to.have.length(2);
  });

  it('is sent with files and the answer in one go, once by two clicks', async () => {
    const { client, file, path } = await asked(['declaration']);
    await client.get(path);
    const clicks = await Promise.all(
      [1, 2, 3].map(() => client.upload(path, { action: 'next', ...SHOWN }, [pdf('eins')])),
    );
    const places = clicks.map(({ location }) => location);
    expect(places).to.deep.equal(Array(3).fill(`/vorgang/${file.number}`));
    expect(completions()).to.have.length(1);
    expect(app.cases.files.get(file.id)?.documents).to.have.length(1);
  });

  it('says so when another window has changed the files meanwhile, and sends nothing', async () => {
    const { client, path } = await asked(['declaration']);
    await client.get(path);
    await upload(client, path, pdf('eins'));
    const { change } = app.cases;
    app.cases.change = () => Promise.reject(new CaseError('draft-changed', 'gone'));
    const page = await client.upload(path, { action: 'next', ...SHOWN }, []);
    app.cases.change = change;
    expect(page.status).to.equal(409);
    expect(textOf(page.html)).to.include('in einem anderen Fenster geändert');
    expect(completions()).to.deep.equal([]);
  });

  it('keeps nothing that comes after the deadline, and says who helps', async () => {
    const { client, file, path } = await asked(['declaration']);
    await client.get(path);
    const task = app.readModel.tasks.get('7.1');
    if (!task) throw new Error('no task');
    app.readModel.tasks.set('7.1', { ...task, state: 'cancelled' });
    const process = app.readModel.processes.get(file.id);
    if (!process) throw new Error('no process');
    const [root, element] = process.elements;
    if (!root || !element) throw new Error('no elements');
    const timer = { ...element, key: '8', elementId: 'choiceExpired', state: 'completed' } as const;
    const elements = [root, { ...element, state: 'terminated' as const }, timer];
    app.readModel.processes.set(file.id, { ...process, elements, openTasks: [] });
    const page = await client.upload(path, { action: 'next', ...SHOWN }, [pdf('spaet')]);
    expect(page.status).to.equal(410);
    expect(textOf(page.html)).to.include('Die Frist ist abgelaufen').and.include(file.number);
    expect(stored()).to.deep.equal([]);
    expect(completions()).to.deep.equal([]);
  });

  it('takes no file from strangers, and shows them none', async () => {
    const { client, path } = await asked(['declaration']);
    await client.get(path);
    await upload(client, path, pdf('eins'));
    const [document] = stored();
    const stranger = makeClient(app.address);
    const foreign = await submitted(app);
    for (const other of [stranger, foreign.client]) {
      await other.get('/verfolgen');
      const token = /name="_csrf" value="([^"]+)"/.exec(other.lastPage()?.html ?? '')?.[1] ?? '';
      const sent = await other.upload(path, { _csrf: token }, [pdf('fremd')]);
      expect(sent.status).to.equal(404);
      expect((await other.get(`${path}/datei/${document?.id}`)).status).to.equal(404);
    }
    expect(stored()).to.have.length(1);
  });
});
