import { expect } from 'chai';
import pg from 'pg';
import { CaseError } from '../../core/cases/case-error.ts';
import type { NewDraftDocument } from '../../core/cases/case-file.ts';
import type { TestStore } from '../support/store.ts';
import { newDraft, openTestStore, startCommand } from '../support/store.ts';

const SECRET = 'Geheimer Inhalt der Haltererklärung';
const ANNA = 'subject-anna';
const DAY_MS = 86_400_000;

function upload(name: string, component = 'declaration'): NewDraftDocument {
  return {
    component,
    fileName: name,
    mediaType: 'application/pdf',
    content: Buffer.from(`${SECRET} ${name}`),
    maxFiles: 3,
  };
}

const submission = {
  numberPrefix: 'BP',
  answers: {},
  contact: {},
  command: startCommand,
  actor: 'applicant',
};

describe('drafts of a person and uploads of a task', () => {
  let house: TestStore;
  before(async () => {
    house = await openTestStore();
  });
  after(() => house.drop());

  const draft = {
    procedureKey: 'bewohnerparken',
    bundleHash: 'hash',
    locale: 'de' as const,
  };
  async function ownedBy(owner: string) {
    const expiresAtMs = house.clock.now() + DAY_MS;
    return house.store.drafts.create({ ...draft, expiresAtMs, owner });
  }
  async function taskDraft(taskKey: string) {
    const expiresAtMs = house.clock.now() + DAY_MS;
    return house.store.drafts.openForTask({ ...draft, taskKey, expiresAtMs });
  }
  async function count(table: string): Promise<number> {
    const client = new pg.Client(house.url);
    await client.connect();
    const { rows } = await client.query(`select * from ${table}`).finally(() => client.end());
    for (const column of rows.flatMap((row: object) => Object.values(row))) {
      if (Buffer.isBuffer(column)) expect(column.includes(SECRET)).to.equal(false);
    }
    expect(JSON.stringify(rows)).not.to.include(ANNA);
    return rows.length;
  }

  it('know whose they are, without holding the account in clear', async () => {
    const { drafts } = house.store;
    const { draft: made, resumeToken } = await ownedBy(ANNA);
    expect(made.ownerMark).to.equal(drafts.ownerMark(ANNA));
    expect((await drafts.findByToken(resumeToken))?.ownerMark).not.to.equal(drafts.ownerMark('b'));
    expect(await count('draft')).to.be.greaterThan(0);
  });

  it('are taken over by one account, and by no second one', async () => {
    const { drafts } = house.store;
    const { draft: guest } = await newDraft(house.store);
    expect(guest.ownerMark).to.equal(undefined);
    const both = await Promise.all(['b', 'c'].map((one) => drafts.takeOver(guest.id, one)));
    expect(both.filter((one) => one !== undefined)).to.have.length(1);
    const owner = both[0] ? 'b' : 'c';
    expect((await drafts.takeOver(guest.id, owner))?.ownerMark).to.equal(drafts.ownerMark(owner));
  });

  it('become cases that the account finds, and nobody else', async () => {
    const { cases } = house.store;
    const first = await ownedBy(ANNA);
    const { file } = await cases.submit(first.draft.id, submission);
    house.clock.advance(1000);
    const second = await ownedBy(ANNA);
    const facts = { identity: { level: 3, familyName: 'Muster' } };
    const later = await cases.submit(second.draft.id, { ...submission, facts });
    expect(later.file.facts).to.deep.equal(facts);
    const numbers = (await cases.ofPerson(ANNA)).map(({ number }) => number);
    expect(numbers).to.deep.equal([later.file.number, file.number]);
    expect(await cases.ofPerson('somebody')).to.deep.equal([]);
    expect((await cases.findForPerson(file.number, ANNA))?.id).to.equal(file.id);
    expect(await cases.findForPerson(file.number, 'somebody')).to.equal(undefined);
    expect(await cases.findForPerson('BP-2026-999999', ANNA)).to.equal(undefined);
  });

  it('hold what is uploaded for a task once, however many windows open it', async () => {
    const opened = await Promise.all([1, 2, 3].map(() => taskDraft('task-1')));
    expect(new Set(opened.map(({ id }) => id)).size).to.equal(1);
    await house.store.drafts.addDocument(opened[0]?.id ?? '', upload('a.pdf'));
    const found = await house.another().drafts.ofTask('task-1');
    expect(found?.documents.map(({ fileName }) => fileName)).to.deep.equal(['a.pdf']);
    expect(await house.store.drafts.ofTask('task-2')).to.equal(undefined);
  });

  it('move into the case with the change, and the rest goes', async () => {
    const { cases, drafts } = house.store;
    const { file } = await cases.submit((await ownedBy('d')).draft.id, submission);
    const task = await taskDraft('task-3');
    await drafts.addDocument(task.id, upload('a.pdf'));
    await drafts.addDocument(task.id, upload('b.pdf', 'other'));
    const [wanted] = (await drafts.ofTask('task-3'))?.documents ?? [];
    const files = [{ draftDocumentId: wanted?.id ?? '', name: 'upload-declaration-1' }];
    const before = await count('draft_document');
    const uploads = { draftId: task.id, files };
    const changed = await cases.change(file.id, 'applicant', () => ({ uploads, audit: [] }));
    expect(changed.documents.map(({ name }) => name)).to.deep.equal(['upload-declaration-1']);
    const [document] = changed.documents;
    const content = await cases.documentContent(file.id, document?.id ?? '');
    expect(Buffer.from(content ?? []).toString()).to.equal(`${SECRET} a.pdf`);
    expect(await count('draft_document')).to.equal(before - 2);
    expect(await drafts.ofTask('task-3')).to.equal(undefined);
  });

  it('stay where they are when anything of the change fails', async () => {
    const { cases, drafts } = house.store;
    const { file } = await cases.submit((await ownedBy('e')).draft.id, submission);
    const task = await taskDraft('task-4');
    await drafts.addDocument(task.id, upload('a.pdf'));
    const files = [{ draftDocumentId: crypto.randomUUID(), name: 'upload-declaration-1' }];
    const uploads = { draftId: task.id, files };
    const answers = { question: 'answered' };
    const failed = await cases
      .change(file.id, 'applicant', () => ({ uploads, answers, audit: [] }))
      .catch((error: unknown) => error);
    expect(failed).to.be.instanceOf(CaseError).and.include({ code: 'draft-changed' });
    expect((await cases.find(file.id))?.answers).to.deep.equal({});
    expect((await drafts.ofTask('task-4'))?.documents).to.have.length(1);
  });

  it('are removed when nobody has answered, and a later try begins afresh', async () => {
    const { drafts } = house.store;
    const task = await taskDraft('task-5');
    await drafts.addDocument(task.id, upload('a.pdf'));
    house.clock.advance(2 * DAY_MS);
    expect(await drafts.ofTask('task-5')).to.equal(undefined);
    const again = await taskDraft('task-5');
    expect(again.id).not.to.equal(task.id);
    expect(again.documents).to.deep.equal([]);
    await drafts.removeExpired(house.clock.now());
    expect((await drafts.ofTask('task-5'))?.id).to.equal(again.id);
  });
});
