import { expect } from 'chai';
import { CaseError } from '../../core/cases/case-error.ts';
import type { TestStore } from '../support/store.ts';
import { newDraft, openTestStore, START_MS } from '../support/store.ts';

describe('drafts', () => {
  let house: TestStore;
  before(async () => {
    house = await openTestStore();
  });
  after(() => house.drop());

  it('are found by the token of their link only', async () => {
    const { drafts } = house.store;
    const { draft, resumeToken } = await newDraft(house.store);
    expect(resumeToken).to.match(/^[\w-]{22}$/);
    expect(await drafts.findByToken(resumeToken)).to.deep.equal(draft);
    expect(draft).to.deep.include({ version: 1, answers: {}, contact: {}, completedSteps: [] });
    for (const wrong of ['', draft.id, resumeToken.slice(1), `${resumeToken}x`, '\0']) {
      expect(await drafts.findByToken(wrong)).to.equal(undefined);
    }
  });

  it('keep what each step saves', async () => {
    const { drafts } = house.store;
    const { draft, resumeToken } = await newDraft(house.store);
    const saved = await drafts.save(draft.id, 1, {
      answers: { umlaut: 'ÄÖÜ 😀', list: [1, null, { a: true }] },
      completedSteps: ['forms/ausweis'],
    });
    expect(saved?.version).to.equal(2);
    await drafts.save(draft.id, 2, {
      contact: { email: 'a@example.org' },
      entries: { kontakt: { email: 'a@' } },
      locale: 'en',
    });
    expect(await drafts.findByToken(resumeToken)).to.deep.equal({
      ...draft,
      answers: { umlaut: 'ÄÖÜ 😀', list: [1, null, { a: true }] },
      completedSteps: ['forms/ausweis'],
      contact: { email: 'a@example.org' },
      entries: { kontakt: { email: 'a@' } },
      locale: 'en',
      version: 3,
    });
  });

  it('are saved by one of two windows; the other one learns of it', async () => {
    const { store } = house;
    const { draft } = await newDraft(store);
    const other = house.another();
    const saves = await Promise.all(
      [store, other].map((each, index) =>
        each.drafts.save(draft.id, 1, { answers: { from: index } }),
      ),
    );
    expect(saves.filter((saved) => saved !== undefined)).to.have.lengthOf(1);
  });

  it('refuse what is too large or cannot be stored, and stay as they were', async () => {
    const { drafts } = house.store;
    const { draft, resumeToken } = await newDraft(house.store);
    for (const [code, text] of [
      ['value-too-large', 'x'.repeat(1_000_001)],
      ['value-not-storable', 'a\0b'],
    ] as const) {
      const failed = await drafts.save(draft.id, 1, { answers: { text } }).catch(String);
      expect(failed).to.contain(new CaseError(code, '').name);
    }
    expect(await drafts.findByToken(resumeToken)).to.deep.equal(draft);
  });

  it('are gone when they expire: for readers at once, from the table when it is swept', async () => {
    const own = await openTestStore();
    try {
      const { draft, resumeToken } = await newDraft(own.store);
      own.clock.advance(30 * 86_400_000);
      expect(await own.store.drafts.findByToken(resumeToken)).to.equal(undefined);
      expect(await own.store.drafts.save(draft.id, 1, { answers: {} })).to.equal(undefined);
      expect(await own.store.drafts.removeExpired(START_MS)).to.equal(0);
      expect(await own.store.drafts.removeExpired(own.clock.now())).to.equal(1);
    } finally {
      await own.drop();
    }
  });
});
