import { expect } from 'chai';
import { CaseError } from '../../core/cases/case-error.ts';
import type { NewDocument } from '../../core/cases/case-file.ts';
import type { TestStore } from '../support/store.ts';
import { newDraft, openTestStore, startCommand, submitSomething } from '../support/store.ts';

describe('cases in the store', () => {
  let house: TestStore;
  before(async () => {
    house = await openTestStore();
  });
  after(() => house.drop());

  const submission = {
    numberPrefix: 'BG',
    answers: { cardNumber: '2000000018' },
    contact: { email: 'a@example.org' },
    command: startCommand,
    actor: 'applicant',
  };

  it('become numbered, readable cases with a start command', async () => {
    const { store } = house;
    const { file, trackingCode, created } = await submitSomething(store);
    expect(created).to.equal(true);
    expect(file.number).to.match(/^BG-2026-\d{6}$/);
    expect(trackingCode).to.match(/^[0-9A-HJKMNP-TV-Z]{12}$/);
    const found = await store.cases.find(file.id);
    expect(found).to.deep.equal(file);
    expect(found?.answers).to.deep.equal({
      cardNumber: '2000000018',
      note: 'Änne Grünthal-Ölschläger',
    });
    expect(found?.contact).to.deep.equal({ email: 'Aenne.Gruenthal@example.org' });
    const claimed = await store.commands.claimDue(100, 1_000);
    expect(claimed.map(({ command }) => command)).to.deep.include(startCommand(file.id));
  });

  it('exist once, however often and however simultaneously a draft is submitted', async () => {
    const { store } = house;
    const other = house.another();
    const { draft } = await newDraft(store);
    const answers = await Promise.all(
      [store, other, store, other, store].map((each) => each.cases.submit(draft.id, submission)),
    );
    expect(new Set(answers.map(({ file }) => file.id)).size).to.equal(1);
    expect(new Set(answers.map(({ trackingCode }) => trackingCode)).size).to.equal(1);
    expect(answers.filter(({ created }) => created)).to.have.lengthOf(1);
    const again = await store.cases.submit(draft.id, { ...submission, answers: { other: 1 } });
    expect(again.created).to.equal(false);
    expect(again.file.answers).to.deep.equal(submission.answers);
  });

  it('take over the draft, which is empty afterwards', async () => {
    const { store } = house;
    const { draft, resumeToken } = await newDraft(store);
    await store.drafts.save(draft.id, 1, { answers: { secret: 'x' } });
    const { file } = await store.cases.submit(draft.id, submission);
    const emptied = await store.drafts.findByToken(resumeToken);
    expect(emptied?.submittedCaseId).to.equal(file.id);
    expect(emptied?.answers).to.deep.equal({});
    expect(await store.drafts.save(draft.id, 2, { answers: {} })).to.equal(undefined);
  });

  it('open with number and code, as people type them, and with nothing else', async () => {
    const { store } = house;
    const { file, trackingCode } = await submitSomething(store);
    const find = store.cases.findByNumberAndCode;
    expect((await find(file.number, trackingCode))?.id).to.equal(file.id);
    const typed = `${trackingCode.slice(0, 4)}-${trackingCode.slice(4)} `.toLowerCase();
    expect((await find(` ${file.number.toLowerCase()}`, typed))?.id).to.equal(file.id);
    expect(await find(file.number, 'AAAAAAAAAAAA')).to.equal(undefined);
    expect(await find('BG-2026-999999', trackingCode)).to.equal(undefined);
    expect(await find('\0', '')).to.equal(undefined);
    const { trackingCode: foreign } = await submitSomething(store);
    expect(await find(file.number, foreign)).to.equal(undefined);
  });

  it('lose no change when two are made at once', async () => {
    const { store } = house;
    const other = house.another();
    const { file } = await submitSomething(store);
    const count = (each: typeof store) =>
      each.cases.change(file.id, 'system', (current) => ({
        facts: { count: Number(current.facts['count'] ?? 0) + 1 },
        audit: [{ event: 'dms-filed' }],
      }));
    await Promise.all(Array.from({ length: 20 }, (_, index) => count(index % 2 ? store : other)));
    const after = await store.cases.find(file.id);
    expect(after?.facts['count']).to.equal(20);
    expect(after?.version).to.equal(21);
    expect(await store.cases.verifyAuditChain(file.id)).to.equal(true);
  });

  it('keep documents byte by byte, in versions, as whole as they were written', async () => {
    const { store } = house;
    const { file } = await submitSomething(store);
    const content = Buffer.alloc(700_000, 'Gebührenbescheid ');
    const document: NewDocument = {
      name: 'receipt',
      fileName: 'Quittung Grünthal.pdf',
      mediaType: 'application/pdf',
      content,
      forApplicant: true,
    };
    const write = (some: NewDocument) =>
      store.cases.change(file.id, 'system', () => ({ documents: [some], audit: [] }));
    const first = (await write(document)).documents[0];
    const second = (await write({ ...document, content: Buffer.alloc(0) })).documents;
    expect(second).to.have.lengthOf(1);
    expect(second[0]?.sizeBytes).to.equal(0);
    const versions = await store.cases.documentVersions(file.id);
    expect(versions.map(({ sizeBytes }) => sizeBytes)).to.deep.equal([content.length, 0]);
    expect(versions[1]).to.deep.equal(second[0]);
    const read = (id: string | undefined) => store.cases.documentContent(file.id, id ?? '');
    expect(content.equals((await read(first?.id)) ?? Buffer.of())).to.equal(true);
    expect((await read(second[0]?.id))?.byteLength).to.equal(0);
    expect(first?.fileName).to.equal('Quittung Grünthal.pdf');
    const { file: foreign } = await submitSomething(store);
    expect(await store.cases.documentContent(foreign.id, first?.id ?? '')).to.equal(undefined);
  });

  it('are never half written when a part is refused', async () => {
    const { store } = house;
    const { file } = await submitSomething(store);
    const command = { ...startCommand(file.id), key: 'second' };
    const refused: [string, Parameters<typeof store.cases.change>[2]][] = [
      ['value-too-large', () => ({ answers: { text: 'x'.repeat(1_100_000) }, audit: [] })],
      ['value-not-storable', () => ({ commands: [{ ...command, processId: '\0' }], audit: [] })],
      ['value-not-storable', () => ({ facts: { half: '\ud800' }, audit: [] })],
      [
        'document-too-large',
        () => ({
          commands: [command],
          audit: [{ event: 'dms-filed' }],
          documents: [
            {
              name: 'x',
              fileName: 'x',
              mediaType: 'text/plain',
              content: new Uint8Array(25_000_001),
              forApplicant: true,
            },
          ],
        }),
      ],
    ];
    for (const [code, decide] of refused) {
      expect(await codeOf(store.cases.change(file.id, 'system', decide))).to.equal(code);
    }
    const { file: foreign } = await submitSomething(store);
    const taken = store.cases.change(foreign.id, 'system', () => ({
      facts: { changed: true },
      commands: [startCommand(file.id)],
      audit: [{ event: 'dms-filed' }],
    }));
    expect(await codeOf(taken)).to.equal('command-key-taken');
    expect((await store.cases.find(foreign.id))?.facts).to.deep.equal({});
    expect(await store.cases.find(file.id)).to.deep.equal(file);
    expect(await store.cases.auditTrail(file.id)).to.have.lengthOf(1);
  });

  it('say clearly what is not there', async () => {
    const { cases } = house.store;
    const nowhere = '00000000-0000-4000-8000-000000000000';
    expect(await cases.find(nowhere)).to.equal(undefined);
    expect(await cases.find("' or 1=1 --")).to.equal(undefined);
    expect(await cases.documentContent(nowhere, 'x')).to.equal(undefined);
    expect(await codeOf(cases.change('x', 'system', () => undefined))).to.equal('case-not-found');
    expect(await codeOf(cases.submit(nowhere, submission))).to.equal('draft-not-found');
  });

  it('refuse the submission of an expired draft', async () => {
    const own = await openTestStore();
    try {
      const { draft } = await newDraft(own.store);
      own.clock.advance(31 * 86_400_000);
      expect(await codeOf(own.store.cases.submit(draft.id, submission))).to.equal('draft-expired');
    } finally {
      await own.drop();
    }
  });
});

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof CaseError) return error.code;
    throw error;
  }
  return 'no error';
}
