import { expect } from 'chai';
import { announcement } from '../../../core/law/announcement.ts';

describe('when a decision counts as announced', () => {
  it('by provision (§ 9 OZG): the third day after it, weekends and holidays included', () => {
    const rule = { rule: 'provision', days: 3 } as const;
    // Monday 5 January 2026; Friday before a weekend; before Easter.
    for (const [providedOn, day] of [
      ['2026-01-05', '2026-01-08'],
      ['2026-01-02', '2026-01-05'],
      ['2026-04-01', '2026-04-04'],
      ['2024-02-27', '2024-03-01'],
    ] as const) {
      const told = { inAccount: true, providedOn, noticeSentOn: providedOn };
      expect(announcement(rule, { ...told, today: '2026-12-31' })).to.deep.equal({
        state: 'announced',
        day,
      });
    }
  });

  it('by provision: not before that day', () => {
    const rule = { rule: 'provision', days: 4 } as const;
    const told = { inAccount: true, providedOn: '2026-01-05', noticeSentOn: '2026-01-05' };
    const at = (today: string) => announcement(rule, { ...told, today });
    expect(at('2026-01-08')).to.deep.equal({ state: 'waiting', day: '2026-01-09' });
    expect(at('2026-01-09')).to.deep.equal({ state: 'announced', day: '2026-01-09' });
  });

  it('by notice (Art. 24 BayDiG): counts from the day on which the notice was sent', () => {
    const rule = { rule: 'notice', days: 3 } as const;
    const provided = { inAccount: true, providedOn: '2026-01-05', today: '2026-01-06' };
    const noticed = { ...provided, noticeSentOn: '2026-01-07', today: '2026-12-31' };
    expect(announcement(rule, noticed)).to.deep.equal({
      state: 'announced',
      day: '2026-01-10',
    });
    expect(announcement(rule, provided)).to.deep.equal({ state: 'waiting' });
  });

  it('by retrieval (§ 41 (2a) VwVfG): the day after it', () => {
    const rule = { rule: 'retrieval', days: 10 } as const;
    const noticed = { inAccount: false, providedOn: '2026-01-05', noticeSentOn: '2026-01-05' };
    expect(
      announcement(rule, { ...noticed, retrievedOn: '2026-01-07', today: '2026-01-07' }),
    ).to.deep.equal({ state: 'waiting', day: '2026-01-08' });
    expect(
      announcement(rule, { ...noticed, retrievedOn: '2026-01-07', today: '2026-01-08' }),
    ).to.deep.equal({ state: 'announced', day: '2026-01-08' });
    expect(announcement(rule, { ...noticed, today: '2026-01-15' })).to.deep.equal({
      state: 'waiting',
    });
  });

  it('by retrieval: never, when nobody retrieved it within ten days of the notice', () => {
    const rule = { rule: 'retrieval', days: 10 } as const;
    const told = { inAccount: true, providedOn: '2026-01-05', noticeSentOn: '2026-01-05' };
    const noticed = { ...told, today: '2026-01-16' };
    expect(announcement(rule, noticed)).to.deep.equal({ state: 'failed' });
    const late = { ...noticed, retrievedOn: '2026-01-16' };
    expect(announcement(rule, late)).to.deep.equal({ state: 'failed' });
  });

  describe('without what the rule rests on', () => {
    const providedOn = '2026-01-05';
    const provision = { rule: 'provision', days: 3 } as const;
    const cases = {
      'provision for a guest': [provision, { inAccount: false, noticeSentOn: providedOn }],
      'provision without a notice': [provision, { inAccount: true }],
      'a notice that was not sent': [{ rule: 'notice', days: 3 } as const, { inAccount: true }],
      'retrieval without a notice': [{ rule: 'retrieval', days: 3 } as const, { inAccount: true }],
    } as const;
    for (const [name, [rule, days]] of Object.entries(cases)) {
      it(`${name}: only by retrieval, else by post`, () => {
        const at = (today: string, retrievedOn?: string) =>
          announcement(rule, {
            ...days,
            providedOn,
            today,
            ...(retrievedOn === undefined ? {} : { retrievedOn }),
          });
        expect(at('2026-01-08')).to.deep.equal({ state: 'waiting' });
        expect(at('2026-01-09')).to.deep.equal({ state: 'failed' });
        const read = { state: 'announced', day: '2026-01-07' };
        expect(at('2026-01-07', '2026-01-06')).to.deep.equal(read);
        expect(at('2026-02-01', '2026-01-06')).to.deep.equal(read);
      });
    }

    it('a notice on a later day than the provision does not start the days of § 9 OZG', () => {
      const late = { inAccount: true, providedOn, noticeSentOn: '2026-01-06' };
      expect(announcement(provision, { ...late, today: '2026-01-09' })).to.deep.equal({
        state: 'waiting',
      });
      expect(announcement(provision, { ...late, today: '2026-01-10' })).to.deep.equal({
        state: 'failed',
      });
    });
  });

  it('is nothing where the procedure announces nothing', () => {
    expect(announcement({ rule: 'none' }, { inAccount: true, today: '2026-01-01' })).to.deep.equal({
      state: 'waiting',
    });
  });
});
