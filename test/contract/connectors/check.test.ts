import { expect } from 'chai';
import { checkByCall } from '../../../connectors/check-by-call.ts';
import type { ConnectorProblem } from '../../../connectors/connector.ts';
import { createConnectors, type ConnectorSettings } from '../../../connectors/create-connectors.ts';
import { systemClock } from '../../../core/clock.ts';
import { cityConnectors } from '../../support/city-connectors.ts';
import { startTestCity, type TestCity } from '../../support/demo-city.ts';

const TIMEOUT_MS = 500;

/** What the library does, and what an operator shall learn of it. */
const ROWS: readonly (readonly [mode: string, problem: ConnectorProblem])[] = [
  ['500', { type: 'error', code: '500' }],
  ['503', { type: 'error', code: '503' }],
  ['429', { type: 'error', code: '429' }],
  ['404', { type: 'error', code: '404' }],
  ['422', { type: 'error', code: 'refused-on-command' }],
  ['garbage', { type: 'not-understood' }],
  ['wrong-shape', { type: 'not-understood' }],
  ['huge', { type: 'not-understood' }],
  ['401', { type: 'credentials' }],
  ['403', { type: 'credentials' }],
  ['silent', { type: 'unreachable', code: 'timeout' }],
  ['reset', { type: 'unreachable', code: 'connection-lost' }],
];

describe('the check of a connector', () => {
  let city: TestCity;

  before(async () => {
    city = await startTestCity();
  });
  afterEach(() => city.mend());
  after(() => city.stop());

  const connect = (change: Partial<ConnectorSettings> = {}) =>
    createConnectors({ ...cityConnectors(city), timeoutMs: TIMEOUT_MS, ...change }, systemClock);

  for (const [mode, problem] of ROWS) {
    it(`tells what is wrong: ${mode}`, async () => {
      await city.fault('library', { mode, operation: 'status' });
      const check = await connect().library.check();
      expect(check).to.deep.include({
        configured: true,
        reachable: problem.type !== 'unreachable',
        credentialsAccepted: false,
        problem,
      });
    });
  }

  it('names no problem where there is none', async () => {
    expect(await connect().library.check()).to.not.have.property('problem');
  });

  it('tells an address where nobody is, and settings that are missing', async () => {
    const gone = await startTestCity();
    await gone.stop();
    const url = gone.libraryUrl;
    const nobody = await connect({ library: { url, token: 'x' } }).library.check();
    expect(nobody.problem).to.deep.equal({ type: 'unreachable', code: 'unreachable' });
    const { library: _library, ...others } = cityConnectors(city);
    const none = await createConnectors(others, systemClock).library.check();
    expect(none.problem).to.deep.equal({ type: 'not-configured' });
  });

  it('calls only a refusal of credentials a refusal of credentials: the token of a payment', async () => {
    const problemOf = async (mode: string) => {
      await city.fault('payment', { mode, operation: 'token' });
      return (await connect().payment.check()).problem;
    };
    expect(await problemOf('401')).to.deep.equal({ type: 'credentials' });
    expect(await problemOf('404')).to.deep.equal({ type: 'error', code: '404' });
    expect(await problemOf('garbage')).to.deep.include({ type: 'not-understood' });
    expect(await problemOf('503')).to.deep.equal({ type: 'error', code: '503' });
  });

  it('never throws', async () => {
    const check = await checkByCall('own', () => Promise.reject(new TypeError('secret')));
    expect(check.problem).to.deep.equal({ type: 'unexpected' });
    expect(check.detail).to.not.include('secret');
  });
});
