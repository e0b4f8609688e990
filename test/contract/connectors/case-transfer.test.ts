import {
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rm,
  symlink,
  unlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { makeTransferDirectory } from '../../../connectors/case-transfer/directory.ts';
import type { CaseTransferPort } from '../../../connectors/case-transfer/port.ts';
import { manualClock } from '../../../core/clock.ts';
import { failureOf } from './failures.ts';

const deliveryId = '0123456789abcdef';
const key = { deliveryId, destination: 'fachverfahren' };
const delivery = { ...key, envelope: Buffer.from('<container/>') };
const clock = manualClock(Date.UTC(2026, 2, 2, 8));

describe('case transfer by a directory', () => {
  let directory: string;
  let folder: string;
  let transfer: CaseTransferPort;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'transfer-'));
    folder = join(directory, 'fachverfahren');
    await mkdir(folder);
    transfer = makeTransferDirectory({ directory, maxBytes: 100 }, clock);
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  const receipt = (ending: string, content: unknown) =>
    writeFile(join(folder, `${deliveryId}.${ending}.json`), JSON.stringify(content));
  const accepted = { deliveryId, acceptedAt: '2026-03-02T09:00:00+01:00', reference: 'FV 4711' };
  const refused = { deliveryId, refusedAt: '2026-03-02T08:00:00Z', reason: 'schema-unknown' };
  const at = Date.UTC(2026, 2, 2, 8);

  it('leaves one complete file and nothing else', async () => {
    const { deliveredAtMs } = await transfer.deliver(delivery);
    expect(deliveredAtMs).to.be.greaterThan(0);
    expect(await readdir(folder)).to.deep.equal([`${deliveryId}.xml`]);
    expect(await readFile(join(folder, `${deliveryId}.xml`), 'utf8')).to.equal('<container/>');
  });

  it('takes the same delivery again, also at the same time, and it arrives once', async () => {
    const answers = await Promise.all([1, 2, 3, 4].map(() => transfer.deliver(delivery)));
    expect(await transfer.deliver(delivery)).to.deep.equal(answers[0]);
    expect(await readdir(folder)).to.deep.equal([`${deliveryId}.xml`]);
  });

  it('does not deliver anew what the receiver has taken away with a receipt', async () => {
    await transfer.deliver(delivery);
    await receipt('accepted', accepted);
    await unlink(join(folder, `${deliveryId}.xml`));
    expect(await transfer.deliver(delivery)).to.deep.equal({ deliveredAtMs: at });
    expect(await readdir(folder)).to.deep.equal([`${deliveryId}.accepted.json`]);
  });

  it('refuses other bytes under the same id, and keeps the first', async () => {
    await transfer.deliver(delivery);
    const failure = await failureOf(transfer.deliver({ ...delivery, envelope: Buffer.from('x') }));
    expect(failure).to.include({ kind: 'rejected', reason: 'key-used' });
    expect(await readFile(join(folder, `${deliveryId}.xml`), 'utf8')).to.equal('<container/>');
  });

  it('refuses what is too large, before anything is written', async () => {
    const failure = await failureOf(transfer.deliver({ ...delivery, envelope: Buffer.alloc(101) }));
    expect(failure).to.include({ kind: 'rejected', reason: 'too-large' });
    expect(await readdir(folder)).to.deep.equal([]);
  });

  it('finds nothing, the delivery, and what the receiver said', async () => {
    expect(await transfer.find(key)).to.equal(undefined);
    const { deliveredAtMs } = await transfer.deliver(delivery);
    expect(await transfer.find(key)).to.deep.equal({ state: 'delivered', deliveredAtMs });
    await receipt('accepted', accepted);
    const answer = { state: 'accepted', acceptedAtMs: at, reference: 'FV 4711' };
    expect(await transfer.find(key)).to.deep.equal(answer);
  });

  it('finds a refusal', async () => {
    await transfer.deliver(delivery);
    await receipt('refused', refused);
    const answer = { state: 'refused', refusedAtMs: at, reason: 'schema-unknown' };
    expect(await transfer.find(key)).to.deep.equal(answer);
  });

  const bad: Record<string, () => Promise<void>> = {
    'of another delivery': () => receipt('accepted', { ...accepted, deliveryId: 'other' }),
    'without a time': () => receipt('accepted', { ...accepted, acceptedAt: 'gestern' }),
    'with a reference of two lines': () => receipt('accepted', { ...accepted, reference: 'a\nb' }),
    'with a reason in words': () => receipt('refused', { ...refused, reason: 'Das geht nicht.' }),
    'that says both': async () => {
      await receipt('accepted', accepted);
      await receipt('refused', refused);
    },
    'that is a list': () => receipt('accepted', []),
    'that is torn': () => writeFile(join(folder, `${deliveryId}.accepted.json`), '{"deliveryId":'),
    'that is huge': () => receipt('accepted', { ...accepted, more: 'x'.repeat(70_000) }),
    'that is a folder': async () => void (await mkdir(join(folder, `${deliveryId}.refused.json`))),
    'that leads elsewhere': () =>
      symlink('/etc/hostname', join(folder, `${deliveryId}.accepted.json`)),
  };
  for (const [what, put] of Object.entries(bad)) {
    it(`takes no receipt ${what}`, async () => {
      await transfer.deliver(delivery);
      await put();
      expect(await failureOf(transfer.find(key))).to.include({
        kind: 'garbage',
        reason: 'receipt',
      });
    });
  }

  for (const destination of [
    'unbekannt',
    '../fachverfahren',
    '',
    'fachverfahren/x',
    'Fachverfahren',
  ]) {
    it(`knows no receiver "${destination}"`, async () => {
      const failure = await failureOf(transfer.deliver({ ...delivery, destination }));
      expect(failure).to.include({ kind: 'misconfigured', reason: 'no-receiver' });
      expect(await readdir(directory)).to.deep.equal(['fachverfahren']);
    });
  }

  for (const id of ['../x', 'a.b', '', 'x'.repeat(65)]) {
    it(`refuses the id "${id.slice(0, 10)}"`, async () => {
      const failure = await failureOf(transfer.deliver({ ...delivery, deliveryId: id }));
      expect(failure).to.include({ kind: 'rejected', reason: 'invalid-delivery' });
    });
  }

  it('can tell the operator whether somebody receives', async () => {
    expect(await transfer.check()).to.include({ reachable: true, credentialsAccepted: true });
    await rm(folder, { recursive: true });
    expect(await transfer.check()).to.deep.include({
      configured: true,
      credentialsAccepted: false,
      detail: 'case transfer: no-receiver, there is no folder of a receiver',
    });
    await rm(directory, { recursive: true });
    expect(await transfer.check()).to.deep.include({
      reachable: false,
      detail: 'case transfer: disk, folder of case transfers: ENOENT',
    });
  });
});
