import { expect } from 'chai';
import pg from 'pg';
import { MAX_DRAFT_BYTES } from '../../core/uploads/upload-limits.ts';
import type { Draft, NewDraftDocument } from '../../core/cases/case-file.ts';
import type { TestStore } from '../support/store.ts';
import { newDraft, openTestStore, startCommand } from '../support/store.ts';

const SECRET = 'Geheimer Inhalt der Zulassungsbescheinigung';

function upload(content: string, changes: Partial<NewDraftDocument> = {}): NewDraftDocument {
  return {
    component: 'schein',
    fileName: 'Grünthal.pdf',
    mediaType: 'application/pdf',
    content: Buffer.from(content),
    maxFiles: 3,
    ...changes,
  };
}

type Added = Awaited<ReturnType<TestStore['store']['drafts']['addDocument']>>;

function documentsOf(added: Added): Draft['documents'] {
  if (typeof added !== 'object' || !('documents' in added)) throw new Error(JSON.stringify(added));
  return added.documents;
}

describe('uploads of a draft', () => {
  let house: TestStore;
  before(async () => {
    house = await openTestStore();
  });
  after(() => house.drop());

  async function draftWith(...documents: NewDraftDocument[]) {
    const { drafts } = house.store;
    const { draft, resumeToken } = await newDraft(house.store);
    for (const document of documents) await drafts.addDocument(draft.id, document);
    const now = await drafts.findByToken(resumeToken);
    if (!now) throw new Error('the draft is gone');
    return { draft: now, resumeToken };
  }

  const submission = {
    numberPrefix: 'BG',
    answers: {},
    contact: {},
    command: startCommand,
    actor: 'applicant',
  };

  async function rows(table: string): Promise<number> {
    const client = new pg.Client(house.url);
    await client.connect();
    try {
      const { rows: found } = await client.query(`select * from ${table}`);
      expect(JSON.stringify(found)).not.to.match(/Grünthal/);
      const bytes = found.flatMap((row: object) => Object.values(row)).filter(Buffer.isBuffer);
      for (const column of bytes) expect(column.includes(SECRET)).to.equal(false);
      return found.length;
    } finally {
      await client.end();
    }
  }

  it('come back as they were, in their order, from another process too', async () => {
    const large = SECRET.repeat(20_000);
    const { draft, resumeToken } = await draftWith(upload('one'), upload(large));
    const again = await house.another().drafts.findByToken(resumeToken);
    expect(again).to.deep.equal(draft);
    expect(draft.documents.map(({ id: _, ...rest }) => rest)).to.deep.equal(
      [3, large.length].map((sizeBytes) => ({
        component: 'schein',
        fileName: 'Grünthal.pdf',
        mediaType: 'application/pdf',
        sizeBytes,
      })),
    );
    const content = await house.store.drafts.documentContent(
      draft.id,
      draft.documents[1]?.id ?? '',
    );
    expect(Buffer.from(content ?? []).toString()).to.equal(large);
  });

  it('are encrypted, names too', async () => {
    await draftWith(upload(SECRET));
    expect(await rows('draft_document')).to.be.greaterThan(0);
    expect(await rows('draft_chunk')).to.be.greaterThan(0);
  });

  it('raise the version, so that another window learns of them', async () => {
    const { draft } = await draftWith(upload('one'));
    expect(draft.version).to.equal(2);
    expect(await house.store.drafts.save(draft.id, 1, { answers: {} })).to.equal(undefined);
  });

  it('are kept once per field, however often and at once they are sent', async () => {
    const { draft } = await draftWith();
    const send = () => house.store.drafts.addDocument(draft.id, upload('same'));
    const results = await Promise.all([send(), send(), send()]);
    for (const result of results) {
      expect(documentsOf(result)).to.have.lengthOf(1);
    }
    const other = await house.store.drafts.addDocument(
      draft.id,
      upload('same', { component: 'nachweis' }),
    );
    expect(documentsOf(other)).to.have.lengthOf(2);
  });

  it('say under which name a content is there already', async () => {
    const { draft } = await draftWith(upload('same'));
    const again = { ...upload('same'), fileName: 'Kopie.pdf' };
    const result = await house.store.drafts.addDocument(draft.id, again);
    expect(result).to.deep.equal({ sameAs: 'Grünthal.pdf' });
  });

  it('are no more than fit, sent at once too', async () => {
    const { draft } = await draftWith();
    const send = (text: string) => house.store.drafts.addDocument(draft.id, upload(text));
    const results = await Promise.all(['a', 'b', 'c', 'd', 'e'].map(send));
    expect(results.filter((result) => result === 'too-many')).to.have.lengthOf(2);
    const huge = 'x'.repeat(MAX_DRAFT_BYTES);
    const other = upload(huge, { component: 'nachweis' });
    expect(await house.store.drafts.addDocument(draft.id, other)).to.equal('too-much');
  });

  it('are replaced in their place; with room for one, a new one replaces', async () => {
    const { drafts } = house.store;
    const { draft } = await draftWith(upload('one'), upload('two'));
    const replaces = draft.documents[0]?.id ?? '';
    const replaced = await drafts.addDocument(draft.id, upload('three!', { replaces }));
    expect(documentsOf(replaced).map(({ sizeBytes }) => sizeBytes)).to.deep.equal([6, 3]);
    expect(await drafts.documentContent(draft.id, replaces)).to.equal(undefined);
    const single = { component: 'foto', maxFiles: 1 };
    await drafts.addDocument(draft.id, upload('a', single));
    const last = await drafts.addDocument(draft.id, upload('bb', single));
    const photos = documentsOf(last).filter(({ component }) => component === 'foto');
    expect(photos.map(({ sizeBytes }) => sizeBytes)).to.deep.equal([2]);
  });

  it('are removed, and only from their own draft', async () => {
    const { drafts } = house.store;
    const { draft } = await draftWith(upload('one'));
    const { draft: foreign } = await draftWith(upload('two'));
    const id = draft.documents[0]?.id ?? '';
    expect((await drafts.removeDocument(foreign.id, id))?.documents).to.have.lengthOf(1);
    expect(await drafts.documentContent(foreign.id, id)).to.equal(undefined);
    expect((await drafts.removeDocument(draft.id, id))?.documents).to.deep.equal([]);
    expect((await drafts.removeDocument(draft.id, id))?.version).to.equal(3);
    expect((await drafts.removeDocument(draft.id, 'no-uuid'))?.version).to.equal(3);
  });

  it('move to the case with the submission, those that were not wanted go', async () => {
    const { store } = house;
    const { draft } = await draftWith(upload(SECRET), upload('not wanted'));
    const { file, created } = await store.cases.submit(draft.id, {
      ...submission,
      draftVersion: draft.version,
      uploads: [{ draftDocumentId: draft.documents[0]?.id ?? '', name: 'upload-schein-1' }],
    });
    expect(created).to.equal(true);
    expect(file.documents).to.have.lengthOf(1);
    const [moved] = file.documents;
    expect(moved).to.include({
      name: 'upload-schein-1',
      fileName: 'Grünthal.pdf',
      mediaType: 'application/pdf',
      forApplicant: false,
    });
    const content = await store.cases.documentContent(file.id, moved?.id ?? '');
    expect(Buffer.from(content ?? []).toString()).to.equal(SECRET);
    for (const { id } of draft.documents) {
      expect(await store.drafts.documentContent(draft.id, id)).to.equal(undefined);
    }
    expect(await store.drafts.addDocument(draft.id, upload('late'))).to.equal(undefined);
    expect(await store.drafts.removeDocument(draft.id, moved?.id ?? '')).to.equal(undefined);
  });

  it('are submitted as they were seen, or nothing is', async () => {
    const { store } = house;
    const { draft, resumeToken } = await draftWith(upload('one'));
    const uploads = [{ draftDocumentId: draft.documents[0]?.id ?? '', name: 'upload-schein-1' }];
    await store.drafts.removeDocument(draft.id, draft.documents[0]?.id ?? '');
    for (const stale of [{ draftVersion: draft.version }, {}]) {
      const failed = await store.cases
        .submit(draft.id, { ...submission, uploads, ...stale })
        .catch((error: unknown) => error);
      expect(failed).to.have.property('code', 'draft-changed');
    }
    expect(await store.drafts.findByToken(resumeToken)).not.to.have.property('submittedCaseId');
  });

  it('are gone with the draft when it expires', async () => {
    const own = await openTestStore();
    try {
      const { draft } = await newDraft(own.store);
      const kept = await own.store.drafts.addDocument(draft.id, upload(SECRET));
      const id = documentsOf(kept)[0]?.id ?? '';
      own.clock.advance(30 * 86_400_000);
      expect(await own.store.drafts.documentContent(draft.id, id)).to.equal(undefined);
      expect(await own.store.drafts.removeExpired(own.clock.now())).to.equal(1);
      const client = new pg.Client(own.url);
      await client.connect();
      for (const table of ['draft_document', 'draft_chunk']) {
        expect((await client.query(`select 1 from ${table}`)).rows).to.deep.equal([]);
      }
      await client.end();
    } finally {
      await own.drop();
    }
  });
});
