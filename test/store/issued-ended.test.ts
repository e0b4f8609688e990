import { expect } from 'chai';
import type { EndingReach } from '../../core/issued/issued-document.ts';
import { issuedHouse } from '../support/issued-house.ts';
import { submitSomething } from '../support/store.ts';

describe('an issued document that ends', () => {
  const world = issuedHouse();

  it('ends one, once; then another may be issued', async () => {
    const { issued } = world.house.store;
    const wanted = world.request();
    const { id } = await world.issue(wanted);
    const lapsed = await issued.end(
      id,
      { state: 'lapsed', reason: 'moved-away', reach: 'holder', byCaseId: world.caseId },
      'staff:1',
    );
    expect(lapsed).to.deep.include({ state: 'lapsed', endReason: 'moved-away' });
    const again = await issued.end(
      id,
      { state: 'revoked', reason: 'lost', reach: 'renewals', byCaseId: world.caseId },
      'staff:1',
    );
    expect(again).to.deep.equal(lapsed);
    await world.issue(world.request({ holder: wanted.holder, subject: wanted.subject }));
  });

  describe('ends with one what hangs on it', () => {
    const later = { validFrom: '2027-03-02', validUntil: '2028-03-01' };
    const muchLater = { validFrom: '2028-03-02', validUntil: '2029-03-01' };
    const movedAway = () =>
      ({ state: 'lapsed', reason: 'moved', reach: 'holder', byCaseId: world.caseId }) as const;
    const stateOf = async (id: string) => (await world.house.store.issued.find(id))?.state;

    /** Today's, its renewal in a case of its own, and one for another car after both. */
    async function threeTerms() {
      const first = world.request();
      const { holder, subject } = first;
      const renewalCase = (await submitSomething(world.house.store)).file.id;
      const today = await world.issue(first);
      const renewal = await world.issue(
        world.request({ holder, subject, caseId: renewalCase, ...later }),
      );
      const otherCar = await world.issue(world.request({ holder, ...muchLater }));
      return { today, renewal, otherCar, renewalCase, holder };
    }

    async function statesAfter(reach: EndingReach, which: 'today' | 'renewal' | 'otherCar') {
      const all = await threeTerms();
      const ending = { state: 'lapsed', reason: 'over', reach, byCaseId: world.caseId } as const;
      await world.house.store.issued.end(all[which].id, ending, 'staff:1');
      return Promise.all([all.today, all.renewal, all.otherCar].map(({ id }) => stateOf(id)));
    }

    it('whatever the holder has, whatever of this vehicle, or the renewals alone', async () => {
      expect(await statesAfter('holder', 'today')).to.deep.equal(['lapsed', 'lapsed', 'lapsed']);
      expect(await statesAfter('holder', 'otherCar')).to.deep.equal(['lapsed', 'lapsed', 'lapsed']);
      expect(await statesAfter('subject', 'renewal')).to.deep.equal(['lapsed', 'lapsed', 'valid']);
      expect(await statesAfter('renewals', 'today')).to.deep.equal(['lapsed', 'lapsed', 'valid']);
      expect(await statesAfter('renewals', 'renewal')).to.deep.equal(['valid', 'lapsed', 'valid']);
    });

    it('each with the reason, and told in its own case', async () => {
      const { today, renewal, renewalCase } = await threeTerms();
      await world.house.store.issued.end(today.id, movedAway(), 'staff:1');
      expect(await world.house.store.issued.find(renewal.id)).to.deep.include({
        state: 'lapsed',
        endReason: 'moved',
        endedAtMs: world.house.clock.now(),
      });
      const last = (await world.house.store.cases.auditTrail(renewalCase)).at(-1);
      expect(last).to.deep.include({ event: 'document-lapsed', actor: 'staff:1' });
      expect(last?.detail).to.deep.equal({
        documentId: renewal.id,
        reason: 'moved',
        endedWithId: today.id,
      });
      expect(await world.house.store.cases.verifyAuditChain(renewalCase)).to.equal(true);
    });

    it('and its case looks at once, unless it has asked itself', async () => {
      const { today, renewal, renewalCase } = await threeTerms();
      const ending = { state: 'lapsed', reason: 'moved', reach: 'holder' } as const;
      const before = await world.looks(today.caseId);
      await world.house.store.issued.end(
        today.id,
        { ...ending, byCaseId: today.caseId },
        'staff:1',
      );
      await world.house.store.issued.end(
        today.id,
        { ...ending, byCaseId: today.caseId },
        'staff:1',
      );
      expect(await world.looks(renewalCase)).to.deep.equal([`document-changed:${renewal.id}`]);
      expect(await world.looks(today.caseId)).to.deep.equal(before);
    });

    it('and a document that is given back in another case makes its own look', async () => {
      const ownCase = await world.newCase();
      const { id } = await world.issue(world.request({ caseId: ownCase }));
      const ending = { state: 'lapsed', reason: 'returned', reach: 'renewals' } as const;
      await world.house.store.issued.end(id, { ...ending, byCaseId: world.caseId }, 'staff:1');
      expect(await world.looks(ownCase)).to.deep.equal([`document-changed:${id}`]);
    });

    it('not of another holder, of another kind, nor what its term has ended', async () => {
      const { holder, today } = await threeTerms();
      const kept = [
        await world.issue(world.request()),
        await world.issue(world.request({ holder, kind: 'other' })),
        await world.issue(
          world.request({ holder, validFrom: '2020-01-01', validUntil: '2020-12-31' }),
        ),
      ];
      await world.house.store.issued.end(today.id, movedAway(), 'staff:1');
      for (const { id } of kept) expect(await stateOf(id)).to.equal('valid');
    });

    it('also through one that was replaced, but not again when it is asked twice', async () => {
      const { issued } = world.house.store;
      const first = world.request();
      const { holder } = first;
      const old = await world.issue(first);
      const fresh = await world.issue(world.request({ holder, replacesId: old.id }));
      const ending = {
        state: 'lapsed',
        reason: 'moved',
        reach: 'holder',
        byCaseId: world.caseId,
      } as const;
      await issued.end(old.id, ending, 'staff:1');
      expect([await stateOf(old.id), await stateOf(fresh.id)]).to.deep.equal([
        'replaced',
        'lapsed',
      ]);
      const movedBack = await world.issue(world.request({ holder }));
      await issued.end(old.id, ending, 'staff:1');
      await issued.end(fresh.id, ending, 'staff:1');
      expect(await stateOf(movedBack.id)).to.equal('valid');
    });
  });
});
