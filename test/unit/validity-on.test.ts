import { expect } from 'chai';
import type { IssuedDocument } from '../../core/issued/issued-document.ts';
import { validityOn } from '../../core/issued/issued-document.ts';

const permit: IssuedDocument = {
  id: 'p',
  kind: 'permit',
  code: 'ABCDEFGHJKMN',
  caseId: 'c',
  validFrom: '2026-03-01',
  validUntil: '2027-02-28',
  shown: {},
  state: 'valid',
  issuedAtMs: 0,
};

describe('what an issued document is worth', () => {
  it('depends on the day, first and last one included', () => {
    const days = ['2026-02-28', '2026-03-01', '2027-02-28', '2027-03-01'];
    expect(days.map((day) => validityOn(permit, day))).to.deep.equal([
      'not-yet-valid',
      'valid',
      'valid',
      'expired',
    ]);
  });

  it('is nothing from the moment on in which it ended, whatever the day', () => {
    for (const state of ['replaced', 'lapsed', 'revoked'] as const) {
      expect(validityOn({ ...permit, state }, '2026-06-01')).to.equal(state);
      expect(validityOn({ ...permit, state }, '2028-06-01')).to.equal(state);
    }
  });
});
