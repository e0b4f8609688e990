import { expect } from 'chai';
import { makeOidc } from '../../../connectors/identity/oidc.ts';
import type { IdentityPort, TrustLevel } from '../../../connectors/identity/port.ts';
import { attributeLevel } from '../../../core/access/trust-level.ts';
import { manualClock } from '../../../core/clock.ts';
import { demoCredentials } from '../../../demo/credentials.ts';
import { startTestCity } from '../../support/demo-city.ts';
import type { TestCity } from '../../support/demo-city.ts';
import { makeSignInBrowser } from '../../support/sign-in-browser.ts';
import { expectFailure, failureOf, httpFaults, timeoutMsUnder } from './failures.ts';

const PORTAL = 'http://127.0.0.1:3999';
const RETURN = {
  person: `${PORTAL}/anmelden/zurueck`,
  staff: `${PORTAL}/mitarbeit/anmelden/zurueck`,
};
type Audience = keyof typeof RETURN;

describe('identity by OpenID Connect against the provider of the demo city', function () {
  this.timeout(60_000);
  let city: TestCity;
  const clock = manualClock(Date.now());

  before(async () => {
    city = await startTestCity({ portalUrl: PORTAL });
  });
  after(() => city.stop());
  afterEach(() => city.mend());

  function connect(audience: Audience = 'person', more: object = {}): IdentityPort {
    const { personId, personSecret, staffId, staffSecret } = demoCredentials.identity;
    const client =
      audience === 'staff'
        ? { clientId: staffId, clientSecret: staffSecret }
        : { clientId: personId, clientSecret: personSecret };
    const settings = { issuer: city.identityUrl, audience, timeoutMs: 15_000 };
    return makeOidc({ ...settings, ...client, ...more }, clock);
  }

  async function begin(port: IdentityPort, audience: Audience, minimumLevel: TrustLevel = 1) {
    return port.begin({ returnUrl: RETURN[audience], minimumLevel, locale: 'de' });
  }

  async function person(id: string, level: number, minimumLevel: TrustLevel = 1) {
    const port = connect();
    const { redirectUrl, pending } = await begin(port, 'person', minimumLevel);
    const back = await makeSignInBrowser().choose(redirectUrl, `person-${id}`, level);
    const signedIn = await port.finish(back, pending);
    if (signedIn.kind !== 'person') throw new Error('no person');
    return signedIn.person;
  }

  it('a person with name, birth date, address, and the level of each attribute', async () => {
    const erika = await person('erika', 4, 3);
    expect(erika).to.deep.equal({
      subject: 'MST-erika',
      level: 4,
      familyName: 'Lindner',
      givenNames: 'Erika Sophie',
      birthDate: '1985-04-12',
      email: 'lindner@example.org',
      address: {
        street: 'Lindenstraße 4',
        postalCode: '12345',
        city: 'Musterstadt',
        country: 'DE',
      },
      attributeLevels: { email: 1 },
    });
    const maria = await person('maria', 3);
    expect(attributeLevel(maria, 'address')).to.equal(1);
    expect(attributeLevel(maria, 'familyName')).to.equal(3);
  });

  it('a changed name, missing attributes, somebody who acts for an organisation', async () => {
    expect(await person('lea', 4)).to.include({ familyName: 'Wolf', birthName: 'Kern' });
    expect(await person('nuno', 4)).not.to.have.any.keys('address', 'email');
    expect(await person('kim', 1)).to.deep.equal({
      subject: 'MST-kim',
      level: 1,
      email: 'kim@example.org',
      attributeLevels: {},
    });
    expect((await person('ayse-firma', 3)).organisation).to.deep.equal({
      name: 'Probst Gebäudetechnik GmbH',
      registerNumber: 'HRB 4711',
    });
  });

  it('staff with roles and units; no role is no staff', async () => {
    const port = connect('staff');
    const first = await begin(port, 'staff');
    const back = await makeSignInBrowser().choose(first.redirectUrl, 'staff-thiel', 3);
    expect(await port.finish(back, first.pending)).to.deep.include({
      kind: 'staff',
      staff: {
        subject: 'staff-thiel',
        name: 'Markus Thiel',
        roles: ['clerk', 'supervisor'],
        units: ['strassenverkehr'],
      },
    });
    const second = await begin(port, 'staff');
    const without = await makeSignInBrowser().choose(second.redirectUrl, 'staff-neu', 3);
    expectFailure(await failureOf(port.finish(without, second.pending)), {
      kind: 'rejected',
      reason: 'no-role',
    });
  });

  it('asks again in the same browser for a higher level, and not for one that was proven', async () => {
    const port = connect();
    const browser = makeSignInBrowser();
    const low = await begin(port, 'person', 1);
    await port.finish(await browser.choose(low.redirectUrl, 'person-erika', 1), low.pending);
    const again = await begin(port, 'person', 1);
    expect(await browser.go(again.redirectUrl)).to.match(/\/zurueck\?code=/);
    const higher = await begin(port, 'person', 4);
    const back = await browser.choose(higher.redirectUrl, 'person-erika', 4);
    const signedIn = await port.finish(back, higher.pending);
    expect(signedIn.kind === 'person' && signedIn.person.level).to.equal(4);
    const staff = await begin(connect('staff'), 'staff');
    expect(await browser.go(staff.redirectUrl)).to.match(/\/interaktion\//);
  });

  it('says when the person refuses, or proves too little', async () => {
    const port = connect();
    const refused = await begin(port, 'person');
    const no = await makeSignInBrowser().deny(refused.redirectUrl);
    expectFailure(await failureOf(port.finish(no, refused.pending)), {
      kind: 'rejected',
      reason: 'sign-in-denied',
    });
    const much = await begin(port, 'person', 4);
    const little = await makeSignInBrowser().choose(much.redirectUrl, 'person-jonas', 3);
    expectFailure(await failureOf(port.finish(little, much.pending)), {
      kind: 'rejected',
      reason: 'level-too-low',
    });
  });

  it('refuses what is replayed, forged, of another sign-in or doubled', async () => {
    const port = connect();
    const { redirectUrl, pending } = await begin(port, 'person');
    const back = await makeSignInBrowser().choose(redirectUrl, 'person-erika', 3);
    const other = (await begin(port, 'person')).pending;
    const forged = new URL(back);
    forged.searchParams.set('code', 'made-up');
    const foreign = new URL(back);
    foreign.searchParams.set('iss', 'https://elsewhere.example');
    const invalid: [string, string, typeof pending][] = [
      ['another sign-in', back, other],
      ['another state taken over', back, { ...other, state: pending.state }],
      ['forged code', forged.href, pending],
      ['another provider', foreign.href, pending],
      ['doubled', `${back}&state=x`, pending],
      ['nothing', RETURN.person, pending],
      ['no address', 'nonsense', pending],
    ];
    for (const [name, url, kept] of invalid) {
      const failure = await failureOf(port.finish(url, kept));
      expect([failure.kind, failure.reason], name).to.deep.equal(['rejected', 'sign-in-invalid']);
    }
  });

  it('takes a code once, and for its own nonce only', async () => {
    const port = connect();
    const { redirectUrl, pending } = await begin(port, 'person');
    const browser = makeSignInBrowser();
    const back = await browser.choose(redirectUrl, 'person-erika', 3);
    await port.finish(back, pending);
    const replayed = await failureOf(port.finish(back, pending));
    expectFailure(replayed, { kind: 'rejected', reason: 'sign-in-invalid' });
    const next = await begin(port, 'person');
    const answer = await browser.go(next.redirectUrl);
    const wrongNonce = await failureOf(
      port.finish(answer, { ...next.pending, nonce: 'x'.repeat(43) }),
    );
    expectFailure(wrongNonce, { kind: 'rejected', reason: 'sign-in-invalid' });
  });

  for (const { fault, reading } of httpFaults) {
    it(`classifies ${fault.mode} while it looks for the provider`, async () => {
      const port = connect('person', { timeoutMs: timeoutMsUnder(fault.mode) });
      await city.fault('identity', { ...fault, operation: 'discovery' });
      expectFailure(await failureOf(begin(port, 'person')), reading);
    });

    for (const operation of ['token', 'jwks', 'userinfo']) {
      it(`classifies ${fault.mode} of ${operation}`, async () => {
        const patient = connect();
        const { redirectUrl, pending } = await begin(patient, 'person');
        const back = await makeSignInBrowser().choose(redirectUrl, 'person-erika', 3);
        const port = connect('person', { timeoutMs: timeoutMsUnder(fault.mode) });
        await begin(port, 'person');
        await city.fault('identity', { ...fault, operation });
        expectFailure(await failureOf(port.finish(back, pending)), reading);
      });
    }
  }

  it('a code whose tokens got lost is used up: a new sign-in is the way on', async () => {
    const port = connect();
    const { redirectUrl, pending } = await begin(port, 'person');
    const back = await makeSignInBrowser().choose(redirectUrl, 'person-erika', 3);
    await city.fault('identity', { mode: 'reset', at: 'after', operation: 'token', nextCalls: 1 });
    expectFailure(await failureOf(port.finish(back, pending)), {
      kind: 'transient',
      reason: 'connection-lost',
    });
    expectFailure(await failureOf(port.finish(back, pending)), {
      kind: 'rejected',
      reason: 'sign-in-invalid',
    });
  });

  it('keeps what it knows of the provider, and asks anew after an hour', async () => {
    const port = connect();
    const asked = async () => (await city.effects()).calls.identity['discovery'] ?? 0;
    const before = await asked();
    await begin(port, 'person');
    await begin(port, 'person');
    expect(await asked()).to.equal(before + 1);
    clock.advance(3_600_001);
    await begin(port, 'person');
    expect(await asked()).to.equal(before + 2);
    clock.advance(3_600_001);
    await city.fault('identity', { mode: '503' });
    await begin(port, 'person');
  });

  it('leads to the sign-out of the provider', async () => {
    const url = await connect().endSessionUrl('the.id.token', `${PORTAL}/abgemeldet`);
    expect(url).to.include(city.identityUrl).and.include('id_token_hint=the.id.token');
  });

  it('checks itself: good credentials, wrong ones, nobody there, an unsafe address', async () => {
    expect(await connect().check()).to.include({ reachable: true, credentialsAccepted: true });
    const wrong = await connect('person', { clientSecret: 'wrong' }).check();
    expect(wrong).to.include({ reachable: true, credentialsAccepted: false });
    const nobody = await connect('person', { issuer: 'http://127.0.0.1:9' }).check();
    expect(nobody).to.include({ reachable: false, credentialsAccepted: false });
    const port = connect('person', { issuer: 'http://login.example' });
    expectFailure(await failureOf(begin(port, 'person')), {
      kind: 'misconfigured',
      reason: 'unsafe-address',
    });
  });
});
