import { expect } from 'chai';
import { withActions } from '../support/action-procedure.ts';
import { startTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { textOf } from '../support/app-client.ts';
import { putItems, putTask, submitted } from '../support/app-steps.ts';

describe('actions on a case', () => {
  let app: TestApp;
  beforeEach(async () => {
    app = await startTestApp({}, withActions);
  });
  afterEach(() => app.stop());

  /** A case whose process lets the applicant withdraw. */
  async function waiting() {
    const { client, file } = await submitted(app);
    putItems(app, file);
    putTask(app, file);
    return { client, file, path: `/vorgang/${file.number}/aktion/withdraw` };
  }
  const messages = () => app.cases.commands.filter(({ type }) => type === 'publishMessage');

  it('are offered on the status page while the process waits for them', async () => {
    const { client, file, path } = await waiting();
    const page = await client.get(`/vorgang/${file.number}`);
    expect(page.html).to.include(`href="${path}"`).and.include('withdraw label de');
    expect(page.html).not.to.include('/aktion/revoke');
  });

  it('explain, ask, and send the message with the answers', async () => {
    const { client, file, path } = await waiting();
    const asked = await client.get(path);
    expect(textOf(asked.html)).to.include('withdraw explained de').and.include('Warum?');
    const answer = { withdrawReason: 'mistake', withdrawRemark: 'Anna Muster' };
    const sent = await client.submit(path, answer);
    expect(sent.location).to.equal(`${path}?erledigt=1`);
    const done = await client.follow(sent);
    expect(done.status).to.equal(200);
    expect(textOf(done.html)).to.include('withdraw done de').and.include('verarbeiten sie gerade');
    expect(messages()).to.deep.equal([
      {
        key: `action:${file.id}:withdraw:7.0`,
        type: 'publishMessage',
        name: 'application-withdrawn',
        correlationKey: file.id,
        timeToLiveMs: 0,
        // No free text: only what the procedure declares reaches the engine.
        variables: { withdrawReason: 'mistake' },
      },
    ]);
    expect(app.cases.files.get(file.id)?.answers['withdrawRemark']).to.equal('Anna Muster');
    expect(app.cases.events).to.include('action-taken');
  });

  it('say on the status page that it is under way, and offer it no more', async () => {
    const { client, file, path } = await waiting();
    await client.get(path);
    await client.submit(path, { withdrawReason: 'mistake' });
    const status = await client.get(`/vorgang/${file.number}`);
    expect(status.html).not.to.include(`href="${path}"`);
    expect(textOf(status.html)).to.include('„withdraw label de“: Wir haben Ihre Mitteilung');
  });

  it('are taken once, by whichever of two clicks', async () => {
    const { client, path } = await waiting();
    await client.get(path);
    const both = await Promise.all(
      [1, 2].map(() => client.submit(path, { withdrawReason: 'mistake' })),
    );
    for (const page of both) expect(page.status).to.be.oneOf([200, 303]);
    expect(messages()).to.have.length(1);
  });

  it('show what is missing, and send nothing', async () => {
    const { client, path } = await waiting();
    await client.get(path);
    const page = await client.submit(path, { withdrawRemark: 'x' });
    expect(page.status).to.equal(422);
    expect(page.html).to.include('href="#f-withdrawReason');
    expect(messages()).to.deep.equal([]);
  });

  it('say clearly when the case has moved on before the click', async () => {
    const { client, file, path } = await waiting();
    await client.get(path);
    putTask(app, file, { elementId: 'correctNumber' });
    const page = await client.submit(path, { withdrawReason: 'mistake' });
    expect(page.status).to.equal(409);
    expect(textOf(page.html)).to.include('Das geht gerade nicht');
    expect(messages()).to.deep.equal([]);
  });

  it('say clearly when the case has moved on after the click', async () => {
    const { client, file, path } = await waiting();
    await client.get(path);
    await client.submit(path, { withdrawReason: 'mistake' });
    putTask(app, file, { elementId: 'correctNumber', elementInstanceKey: '8' });
    const page = await client.get(`${path}?erledigt=1`);
    expect(page.status).to.equal(409);
    expect(textOf(page.html)).to.include('kam zu spät');
    const status = await client.get(`/vorgang/${file.number}`);
    expect(textOf(status.html)).to.include('„withdraw label de“ kam zu spät');
  });

  it('are unknown when they are of staff or of nobody', async () => {
    const { client, file } = await waiting();
    for (const key of ['revoke', 'unknown', '__proto__']) {
      const page = await client.get(`/vorgang/${file.number}/aktion/${key}`);
      expect(page.status).to.equal(404);
    }
  });
});
