import { expect } from 'chai';
import { makeCmisBrowser } from '../../../connectors/dms/cmis-browser.ts';
import type { CmisSettings } from '../../../connectors/dms/cmis-call.ts';
import type { DmsDocument, DmsPort, ProcedurePlace } from '../../../connectors/dms/port.ts';
import { demoCredentials } from '../../../demo/credentials.ts';
import { listen } from '../../../demo/http-server.ts';
import type { DemoCityOptions } from '../../../demo/start-demo-city.ts';
import { startTestCity, type TestCity } from '../../support/demo-city.ts';
import { expectFailure, failureOf, httpFaults, timeoutMsUnder } from './failures.ts';

const now = new Date('2026-11-02T09:00:00Z');

const place: ProcedurePlace = {
  planEntry: '32.51.03',
  fileName: 'Bewohnerparken 2026',
  procedureName: 'BP-2026-000123',
  subject: 'Bewohnerparkausweis',
};
const procedurePath = '/Aktenplan/32.51.03/Bewohnerparken 2026/BP-2026-000123';

function letter(changes: Partial<DmsDocument> = {}): DmsDocument {
  return {
    key: 'filing1',
    name: 'bescheid',
    fileName: 'Bescheid für "Größe".pdf',
    mediaType: 'application/pdf',
    content: Uint8Array.from({ length: 2000 }, (_, index) => index % 256),
    direction: 'outgoing',
    ...changes,
  };
}

const other = letter({ key: 'filing2', content: Buffer.from('%PDF other') });
/** The first content once more: a filing of its own. */
const again = letter({ key: 'filing3' });

describe('a DMS by CMIS, browser binding', () => {
  let city: TestCity;
  let dms: DmsPort;

  const settings = (changes: Partial<CmisSettings> = {}): CmisSettings => ({
    url: city.dmsUrl,
    user: demoCredentials.dms.user,
    password: demoCredentials.dms.password,
    repositoryId: city.dmsRepositoryId,
    root: city.dmsRoot,
    timeoutMs: 5000,
    ...changes,
  });
  const start = async (options: DemoCityOptions = {}) => {
    city = await startTestCity({ now: () => now, ...options });
    dms = makeCmisBrowser(settings());
  };
  const under = (mode: string) => makeCmisBrowser(settings({ timeoutMs: timeoutMsUnder(mode) }));
  const filed = async () => (await city.effects()).filed;

  beforeEach(() => start());
  afterEach(() => city.stop());

  describe('openProcedure', () => {
    it('makes file and procedure once, however often it is asked', async () => {
      const first = await dms.openProcedure(place);
      expect(first.reference).to.equal('32.51.03/Bewohnerparken 2026/BP-2026-000123');
      expect(await dms.openProcedure(place)).to.deep.equal(first);
      expect(await under('ok').openProcedure(place)).to.deep.equal(first);
      expect((await city.effects()).calls.dms).to.include({ createFolder: 2 });
    });

    it('opens one for several callers at once', async () => {
      const all = await Promise.all([1, 2, 3, 4].map(() => under('ok').openProcedure(place)));
      expect(new Set(all.map(({ procedureId }) => procedureId)).size).to.equal(1);
    });

    it('puts cases of one file beside each other', async () => {
      const one = await dms.openProcedure(place);
      const two = await dms.openProcedure({ ...place, procedureName: 'BP-2026-000124' });
      expect(two.procedureId).to.not.equal(one.procedureId);
      expect((await city.effects()).calls.dms).to.include({ createFolder: 3 });
    });

    it('does not invent a plan entry', async () => {
      const failure = await failureOf(dms.openProcedure({ ...place, planEntry: '99.99.99' }));
      expectFailure(failure, { kind: 'rejected', reason: 'no-plan-entry' });
    });

    it('tells a missing root from a missing entry', async () => {
      const astray = makeCmisBrowser(settings({ root: '/Nirgends' }));
      const failure = await failureOf(astray.openProcedure(place));
      expectFailure(failure, { kind: 'misconfigured', reason: 'no-root' });
    });

    for (const fileName of [
      '../../Aktenplan',
      'a/b',
      'a\\b',
      '.',
      '',
      'x'.repeat(400),
      'ö\u0000',
    ]) {
      it(`makes a name that stays in its folder of ${JSON.stringify(fileName).slice(0, 20)}`, async () => {
        const { reference, procedureId } = await dms.openProcedure({ ...place, fileName });
        const names = reference.split('/');
        expect(names).to.have.length(3);
        expect(names[1])
          .to.match(/^[^/\\\p{C}]{1,100}(-[0-9a-f]{8})?$/u)
          .and.not.match(/^\./);
        expect((await dms.openProcedure({ ...place, fileName })).procedureId).to.equal(procedureId);
      });
    }

    it('keeps names apart that differ only in what cannot stand in a name', async () => {
      const all = await Promise.all(
        ['a/b', 'a:b', 'a_b'].map((fileName) => dms.openProcedure({ ...place, fileName })),
      );
      expect(new Set(all.map(({ reference }) => reference)).size).to.equal(3);
    });
  });

  describe('file', () => {
    let procedureId: string;
    beforeEach(async () => ({ procedureId } = await dms.openProcedure(place)));

    it('files a document byte by byte under the name that people gave it', async () => {
      const { documentId, version } = await dms.file(procedureId, letter());
      expect(version).to.equal('1.0');
      const answer = await fetch(`${city.cityUrl}/akten/${documentId}/0`);
      expect(new Uint8Array(await answer.arrayBuffer())).to.deep.equal(letter().content);
      const disposition = answer.headers.get('Content-Disposition');
      expect(disposition).to.include('attachment').and.include(encodeURIComponent('Größe'));
    });

    it('takes the same content as the same version, and the name of the file is no content', async () => {
      const first = await dms.file(procedureId, letter());
      expect(await dms.file(procedureId, letter())).to.deep.equal(first);
      expect(await dms.file(procedureId, letter({ fileName: 'x.pdf' }))).to.deep.equal(first);
      expect(await filed()).to.deep.equal({ [`${procedurePath}/bescheid`]: 1 });
    });

    it('makes other content the next version of the same document', async () => {
      const first = await dms.file(procedureId, letter());
      const second = await dms.file(procedureId, other);
      expect(second).to.deep.equal({ documentId: first.documentId, version: '2.0' });
      expect(await dms.file(procedureId, other)).to.deep.equal(second);
      expect((await dms.file(procedureId, again)).version).to.equal('3.0');
      expect(await filed()).to.deep.equal({ [`${procedurePath}/bescheid`]: 3 });
    });

    it('does not put old content on top of new when a call comes late', async () => {
      const first = await dms.file(procedureId, letter());
      const second = await dms.file(procedureId, other);
      expect(await dms.file(procedureId, letter())).to.deep.equal(first);
      expect(await dms.file(procedureId, other)).to.deep.equal(second);
      expect((await city.effects()).calls.dms).to.include({ cancelCheckOut: 1, checkIn: 1 });
      expect(await filed()).to.deep.equal({ [`${procedurePath}/bescheid`]: 2 });
    });

    it('keeps to what was filed under a key, whatever it would be now', async () => {
      const first = await dms.file(procedureId, letter());
      const changed = letter({ content: Buffer.from('%PDF written anew') });
      expect(await dms.file(procedureId, changed)).to.deep.equal(first);
      await dms.file(procedureId, other);
      expect(await dms.file(procedureId, changed)).to.deep.equal(first);
    });

    it('files once for several callers at once', async () => {
      const all = await Promise.all([1, 2, 3].map(() => under('ok').file(procedureId, letter())));
      expect(new Set(all.map((one) => JSON.stringify(one))).size).to.equal(1);
      expect(await filed()).to.deep.equal({ [`${procedurePath}/bescheid`]: 1 });
    });

    it('makes one next version for several callers at once; who comes between tries again', async () => {
      await dms.file(procedureId, letter());
      const callers = [1, 2, 3].map(() => under('ok').file(procedureId, other));
      for (const outcome of await Promise.allSettled(callers)) {
        if (outcome.status === 'fulfilled') expect(outcome.value.version).to.equal('2.0');
        else expectFailure(await failureOf(Promise.reject(outcome.reason)), conflict);
      }
      expect((await dms.file(procedureId, other)).version).to.equal('2.0');
      expect(await filed()).to.deep.equal({ [`${procedurePath}/bescheid`]: 2 });
    });

    it('goes on with what an earlier try has checked out', async () => {
      await dms.file(procedureId, letter());
      await city.fault('dms', { mode: '503', operation: 'checkIn', nextCalls: 1 });
      expect((await failureOf(dms.file(procedureId, other))).kind).to.equal('transient');
      expect((await dms.file(procedureId, other)).version).to.equal('2.0');
      expect((await city.effects()).calls.dms).to.include({ checkOut: 1, checkIn: 2 });
    });

    it('does not take a document from somebody who works on it', async () => {
      const { documentId } = await dms.file(procedureId, letter());
      await city.checkOut(documentId);
      expectFailure(await failureOf(dms.file(procedureId, other)), {
        kind: 'transient',
        reason: 'checked-out',
      });
    });

    it('refuses what belongs nowhere', async () => {
      const failure = await failureOf(dms.file('no-such-folder', letter()));
      expectFailure(failure, { kind: 'rejected', reason: 'unknown-procedure' });
    });

    it('takes an empty file, and one of ten megabytes', async () => {
      const empty = letter({ name: 'leer', content: new Uint8Array() });
      const large = letter({ name: 'gross', content: new Uint8Array(10 * 1024 * 1024).fill(7) });
      for (const document of [empty, large]) {
        const first = await dms.file(procedureId, document);
        expect(await dms.file(procedureId, document)).to.deep.equal(first);
      }
    });
  });

  describe('close', () => {
    let procedureId: string;
    beforeEach(async () => {
      ({ procedureId } = await dms.openProcedure(place));
      await dms.file(procedureId, letter());
    });
    const closed = { kind: 'rejected', reason: 'closed' };

    it('takes nothing more, neither a document nor a version', async () => {
      await dms.close(procedureId, '2026-12-01');
      expectFailure(await failureOf(dms.file(procedureId, other)), closed);
      expectFailure(await failureOf(dms.file(procedureId, letter({ name: 'neu' }))), closed);
      expectFailure(await failureOf(dms.openProcedure(place)), closed);
    });

    it('still answers for what was filed before', async () => {
      const before = await dms.file(procedureId, letter());
      await dms.close(procedureId, '2026-12-01');
      expect(await dms.file(procedureId, letter())).to.deep.equal(before);
    });

    it('closes once, whoever asks', async () => {
      await Promise.all([1, 2, 3].map(() => under('ok').close(procedureId, '2026-12-01')));
      await dms.close(procedureId, '2027-01-01');
      expect(await filed()).to.have.property(`${procedurePath}/z.d.A`, 1);
    });

    it('is not closed by a document that happens to be called so', async () => {
      await dms.file(procedureId, letter({ name: 'Z.D.A' }));
      expect((await dms.file(procedureId, other)).version).to.equal('2.0');
    });
  });

  describe('in a repository without versions', () => {
    beforeEach(async () => {
      await city.stop();
      await start({ dms: { versionable: false } });
    });

    it('overwrites, and knows the content again', async () => {
      const { procedureId } = await dms.openProcedure(place);
      const first = await dms.file(procedureId, letter());
      expect(first.version).to.equal('unversioned');
      expect(await dms.file(procedureId, other)).to.deep.equal(first);
      expect(await dms.file(procedureId, other)).to.deep.equal(first);
      expect((await city.effects()).calls.dms).to.include({ setContent: 1, update: 1 });
      const answer = await fetch(`${city.cityUrl}/akten/${first.documentId}/0`);
      expect(await answer.text()).to.equal('%PDF other');
    });

    it('mends what was interrupted between content and its mark', async () => {
      const { procedureId } = await dms.openProcedure(place);
      await dms.file(procedureId, letter());
      await city.fault('dms', { mode: 'reset', operation: 'update', nextCalls: 1 });
      expect((await failureOf(dms.file(procedureId, other))).kind).to.equal('in-doubt');
      await dms.file(procedureId, other);
      await dms.file(procedureId, other);
      expect((await city.effects()).calls.dms).to.include({ setContent: 2, update: 2 });
    });
  });

  describe('when the DMS fails', () => {
    for (const { fault, reading, acting } of httpFaults) {
      it(`takes ${fault.mode} at reading for ${reading.kind}`, async () => {
        await city.fault('dms', fault);
        expectFailure(await failureOf(under(fault.mode).openProcedure(place)), reading);
      });

      it(`takes ${fault.mode} at filing for ${acting.kind}, and calls once`, async () => {
        const { procedureId } = await dms.openProcedure(place);
        await city.fault('dms', { ...fault, operation: 'createDocument' });
        const call = under(fault.mode).file(procedureId, letter());
        expectFailure(await failureOf(call), acting);
        expect((await city.effects()).calls.dms).to.include({ createDocument: 1 });
      });
    }

    for (const mode of ['silent', 'reset', '500', 'garbage']) {
      it(`does nothing twice when answers are lost (${mode})`, async () => {
        const lost = { mode, at: 'after', nextCalls: 1 } as const;
        const repeated = async <T>(operation: string, call: (port: DmsPort) => Promise<T>) => {
          await city.fault('dms', { ...lost, operation });
          const { kind } = await failureOf(call(under(mode)));
          expect(kind).to.equal(mode === 'garbage' ? 'garbage' : 'in-doubt');
          return call(dms);
        };
        const { procedureId } = await repeated('createFolder', (port) => port.openProcedure(place));
        const first = await repeated('createDocument', (port) => port.file(procedureId, letter()));
        expect(first.version).to.equal('1.0');
        const next = await repeated('checkOut', (port) => port.file(procedureId, other));
        expect(next.version).to.equal('2.0');
        const last = await repeated('checkIn', (port) => port.file(procedureId, again));
        expect(last.version).to.equal('3.0');
        await repeated('createDocument', (port) => port.close(procedureId, '2026-12-01'));
        expect(await filed()).to.deep.equal({
          [`${procedurePath}/bescheid`]: 3,
          [`${procedurePath}/z.d.A`]: 1,
        });
      });
    }

    it('asks again what the repository is after it was away', async () => {
      await city.fault('dms', { mode: '503', nextCalls: 1 });
      expect((await failureOf(dms.openProcedure(place))).kind).to.equal('transient');
      expect((await dms.openProcedure(place)).reference).to.include(place.procedureName);
    });
  });

  describe('check', () => {
    it('is content when the repository lets us in', async () => {
      expect(await dms.check()).to.deep.include({ reachable: true, credentialsAccepted: true });
    });

    it('tells a wrong password from a DMS that is away', async () => {
      const wrong = await makeCmisBrowser(settings({ password: 'wrong' })).check();
      expect(wrong).to.deep.include({ reachable: true, credentialsAccepted: false });
      expect(JSON.stringify(wrong)).to.not.include('"wrong"').and.not.include(settings().user);
      await city.stop();
      expect(await dms.check()).to.deep.include({ reachable: false });
    });

    it('names a repository or a root that is not there', async () => {
      const detail = async (changes: Partial<CmisSettings>) =>
        (await makeCmisBrowser(settings(changes)).check()).detail;
      expect(await detail({ repositoryId: 'other' })).to.include('no-repository');
      expect(await detail({ root: '/Nirgends' })).to.include('no-root');
      expect(await detail({ url: city.mailboxUrl })).to.include('protocol');
    });

    it('refuses a repository that would not know its contents again', async () => {
      const plain = await startPlainRepository({
        'cmis:description': { updatability: 'readonly' },
      });
      const { detail } = await makeCmisBrowser(settings({ url: plain.url })).check();
      expect(detail).to.include('no-descriptions');
      await plain.close();
    });

    it('gives its password to nobody whom the service names', async () => {
      const elsewhere = city.dmsUrl.replace('127.0.0.1', 'localhost');
      const { detail } = await makeCmisBrowser(settings({ url: elsewhere })).check();
      expect(detail).to.include('foreign-address');
    });
  });
});

/** A service whose documents have these properties and no others. */
async function startPlainRepository(propertyDefinitions: object) {
  const { close, serve, url } = await listen('127.0.0.1', 0);
  const repositoryId = 'musterstadt';
  const info = { repositoryId, repositoryUrl: `${url}/repository`, rootFolderUrl: `${url}/root` };
  serve((request, response) => {
    const isType = request.url?.includes('typeDefinition');
    const type = { versionable: true, propertyDefinitions };
    response.end(JSON.stringify(isType ? type : { [repositoryId]: info }));
  });
  return { url, close };
}

const conflict = { kind: 'transient', reason: 'conflict' };
