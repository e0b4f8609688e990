import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { createConnectors, type Connectors } from '../../../connectors/create-connectors.ts';
import { systemClock } from '../../../core/clock.ts';
import { demoAccounts } from '../../../demo/library/accounts.ts';
import { checkDigit, hasValidCheckDigit } from '../../../demo/library/check-digit.ts';
import type { DemoCityAddresses } from '../../../demo/start-demo-city.ts';
import { cityConnectors } from '../../support/city-connectors.ts';
import { startTestCity } from '../../support/demo-city.ts';

const program = fileURLToPath(new URL('../../../demo/main.ts', import.meta.url));

interface Running {
  process: ChildProcess;
  addresses: DemoCityAddresses;
}

describe('the demo city as a process', () => {
  let stateDir: string;
  const started: ChildProcess[] = [];

  before(async () => (stateDir = await mkdtemp(join(tmpdir(), 'demo-city-'))));
  after(async () => {
    for (const child of started) child.kill('SIGKILL');
    await rm(stateDir, { recursive: true });
  });

  async function start(env: Record<string, string> = {}): Promise<Running> {
    const child = spawn(process.execPath, ['--import', 'tsx', program], {
      env: { PATH: process.env['PATH'], DEMO_STATE_DIR: stateDir, ...env },
      stdio: ['pipe', 'pipe', 'inherit', 'ipc'],
    });
    started.push(child);
    const lines = createInterface(child.stdout ?? Readable.from([]));
    const line: unknown[] = await once(lines, 'line');
    return { process: child, addresses: JSON.parse(String(line[0])) as DemoCityAddresses };
  }

  async function exitCode(child: ChildProcess): Promise<number | null> {
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    return child.exitCode;
  }

  it('prints its addresses, takes calls with the given credentials, ends on SIGTERM', async () => {
    const city = await start({ DEMO_LIBRARY_TOKEN: 'another-token' });
    expect(city.addresses).to.have.nested.property('accounts[0].number', '2000000014');
    const right = await connect(city.addresses, 'another-token').library.check();
    expect(right.credentialsAccepted).to.equal(true);
    const wrong = await connect(city.addresses).library.check();
    expect(wrong).to.include({ reachable: true, credentialsAccepted: false });
    city.process.kill('SIGTERM');
    expect(await exitCode(city.process)).to.equal(0);
  });

  it('ends when its parent is gone', async () => {
    const city = await start();
    city.process.disconnect();
    expect(await exitCode(city.process)).to.equal(0);
  });

  it('says in one line what is wrong with its environment', async () => {
    const child = spawn(process.execPath, ['--import', 'tsx', program], {
      env: { PATH: process.env['PATH'], DEMO_CITY_PORT: 'many', DEMO_PUBLIC_URL: 'here' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    started.push(child);
    const complaint = await readAll(child);
    expect(complaint.trim().split('\n')).to.have.length(1);
    expect(complaint).to.include('DEMO_CITY_PORT').and.include('DEMO_PUBLIC_URL');
    expect(await exitCode(child)).to.equal(1);
  });

  it('forgets neither payments nor bookings nor mails nor files when it is killed', async () => {
    const first = await start();
    const { payment, library, mail, dms } = connect(first.addresses);
    const { procedureId } = await dms.openProcedure(procedurePlace);
    const filed = await dms.file(procedureId, letter);
    const made = await payment.create(request('before-the-crash'));
    await library.book(booking);
    await mail.send({ messageKey: 'k1', to: 'a@b.example', subject: 'x', text: 'y' });
    first.process.kill('SIGKILL');
    await exitCode(first.process);
    await appendFile(join(stateDir, 'payments.jsonl'), '{"key":"torn","rec');

    const second = await start();
    const again = connect(second.addresses);
    const read = await again.payment.read(made.transactionId);
    expect(read).to.include({ status: 'open', reference: made.reference });
    // The ports are others now; the payment page is where it can be reached.
    expect(read.redirectUrl?.startsWith(second.addresses.paymentsUrl)).to.equal(true);
    expect((await fetch(String(read.redirectUrl))).status).to.equal(200);
    const failure: unknown = await again.payment.create(request('before-the-crash')).catch(own);
    expect(failure).to.include({ reason: 'payment-exists' });
    expect(await again.dms.openProcedure(procedurePlace)).to.include({ procedureId });
    expect(await again.dms.file(procedureId, letter)).to.deep.equal(filed);
    const page = await fetch(`${second.addresses.cityUrl}/akten/${filed.documentId}/0`);
    expect(await page.text()).to.equal('<script>alert(1)</script>');
    expect(page.headers.get('Content-Disposition')).to.match(/^attachment/);
    expect(page.headers.get('Content-Type')).to.equal('application/octet-stream');
    expect(await again.library.findBooking(booking.bookingId)).to.include({ bookingId: 'b1' });
    const mails = await fetch(`${second.addresses.mailboxUrl}/api/mails?recipient=a@b.example`);
    expect(((await mails.json()) as { mails: unknown[] }).mails).to.have.length(1);
    const kept = await readFile(join(stateDir, 'payments.jsonl'), 'utf8');
    expect(kept).to.not.include('torn');
    second.process.kill('SIGTERM');
    await exitCode(second.process);
  });
});

describe('the demo city', () => {
  it('gives every demo account a card number with the right check digit', () => {
    for (const { cardNumber } of demoAccounts) {
      if (cardNumber) expect(hasValidCheckDigit(cardNumber), cardNumber).to.equal(true);
    }
    // By hand, from the right, every second digit doubled: 5+8+9+3+5+2+9+9+5 = 55, 5 are missing.
    expect(checkDigit('799273987')).to.equal('5');
    expect(hasValidCheckDigit('7992739875')).to.equal(true);
    expect(hasValidCheckDigit('7992739871')).to.equal(false);
  });

  it('lets nobody throw switches from a page elsewhere', async () => {
    const city = await startTestCity();
    try {
      const answer = await fetch(`${city.controlUrl}/control/payment`, {
        method: 'POST',
        headers: { Origin: 'http://elsewhere.example', 'Content-Type': 'text/plain' },
        body: '{"mode":"500"}',
      });
      expect(answer.status).to.equal(403);
      const state = (await (await fetch(`${city.controlUrl}/control`)).json()) as object;
      expect(state).to.have.nested.property('payment.mode', 'ok');
    } finally {
      await city.stop();
    }
  });

  it('keeps the html of a mail in a sandbox, and escapes its text', async () => {
    const city = await startTestCity();
    try {
      const { mail } = connect(city);
      const evil = '<script>alert(1)</script>';
      await mail.send({
        messageKey: 'k',
        to: 'a@b.example',
        subject: evil,
        text: evil,
        html: evil,
      });
      const page = await (await fetch(`${city.mailboxUrl}/1`)).text();
      expect(page).to.not.include('<script>');
      expect(page).to.include('sandbox="allow-popups"');
      const part = await fetch(`${city.mailboxUrl}/1/html`);
      expect(part.headers.get('Content-Security-Policy'))
        .to.match(/^sandbox allow-popups;/)
        .and.include("default-src 'none'");
    } finally {
      await city.stop();
    }
  });

  it('frees its ports when another of them is taken', async () => {
    const city = await startTestCity();
    const cityPort = Number(new URL(city.cityUrl).port);
    const failure: unknown = await startTestCity({ cityPort }).catch(own);
    expect(failure).to.include({ code: 'EADDRINUSE' });
    await city.stop();
    const after = await startTestCity({ cityPort });
    await after.stop();
  });
});

describe('connectors without settings', () => {
  it('say so, and refuse every call as misconfigured', async () => {
    const connectors = createConnectors({}, systemClock);
    const { payment, mail, library, populationRegister, vehicleRegister, treasury } = connectors;
    const { caseTransfer } = connectors;
    const key = { deliveryId: 'd', destination: 'r' };
    for (const connector of Object.values(connectors)) {
      expect(await connector.check()).to.include({ configured: false, reachable: false });
    }
    const calls = [
      payment.create(request('r')),
      payment.read('t'),
      mail.send({ messageKey: 'k', to: 'a@b.example', subject: '', text: '' }),
      library.account({ cardNumber: '1' }),
      library.book(booking),
      library.findBooking('b'),
      treasury.find('k'),
      caseTransfer.deliver({ ...key, envelope: Buffer.alloc(0) }),
      caseTransfer.find(key),
      connectors.virusScan.scan(Buffer.alloc(0)),
      connectors.dms.openProcedure({
        planEntry: 'p',
        fileName: 'f',
        procedureName: 'v',
        subject: '',
      }),
      connectors.dms.close('v', '2026-11-02'),
      populationRegister.findPersons({ familyName: 'Berg', birthDate: '1988-08-08' }),
      vehicleRegister.findVehicle('MST-A 1'),
    ];
    for (const call of calls) {
      expect(await call.catch(own)).to.include({ kind: 'misconfigured', reason: 'not-configured' });
    }
  });
});

const booking = {
  bookingId: 'b1',
  account: { cardNumber: demoAccounts[0]?.cardNumber ?? '' },
  itemNumbers: ['P-001'],
  amountCents: 350,
  paymentReference: 'KZ1',
};

const procedurePlace = {
  planEntry: '32.51.03',
  fileName: 'Bewohnerparken',
  procedureName: 'BP-2026-1',
  subject: '<b>Bewohnerparken</b>',
};

const letter = {
  key: 'filing1',
  name: 'upload',
  fileName: 'page.html',
  mediaType: 'text/html',
  content: Buffer.from('<script>alert(1)</script>'),
  direction: 'incoming',
} as const;

function request(requestId: string) {
  return {
    requestId,
    requestedAtMs: Date.parse('2026-11-02T09:00:00Z'),
    purpose: 'BIB-2026-1',
    description: 'Gebühr',
    returnUrl: 'http://127.0.0.1:3000/',
    items: [{ id: '1', reference: 'P', description: 'P', amountCents: 350, bookingData: {} }],
  };
}

function connect(city: DemoCityAddresses, token = 'demo-library-token'): Connectors {
  const library = { url: city.libraryUrl, token };
  return createConnectors({ ...cityConnectors(city), library }, systemClock);
}

function own(error: unknown): unknown {
  return error;
}

async function readAll(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const chunk of child.stderr ?? []) text += String(chunk);
  return text;
}
