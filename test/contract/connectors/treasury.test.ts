import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { makeTreasuryFiles } from '../../../connectors/treasury/file.ts';
import { isIban } from '../../../core/payments/iban.ts';
import { toPain001 } from '../../../connectors/treasury/pain-001.ts';
import type { PostingRecord, TreasuryPort } from '../../../connectors/treasury/port.ts';
import { failureOf } from './failures.ts';

const debtor = { name: 'Stadt Musterstadt, Kasse', iban: 'DE02120300000000202051' };
const payerIban = 'DE89370400440532013000';
const schemaUrl = new URL(
  '../../../connectors/treasury/schemas/pain.001.001.09.xsd',
  import.meta.url,
);

const income: PostingRecord = {
  key: 'a1b2c3',
  kind: 'income',
  caseNumber: 'BIB-2026-000017',
  paymentReference: 'KZ20261234567890',
  amountCents: 350,
  costCentre: '4711',
  bookingKey: 'BIB-SG',
  text: 'Säumnisgebühr der Stadtbibliothek',
  valueDateMs: Date.parse('2026-11-02T23:30:00Z'),
};

const transfer: PostingRecord = {
  ...income,
  key: 'd4e5f6',
  kind: 'refund',
  refundTo: { type: 'transfer', iban: payerIban, holder: 'Jörg Weiß & Söhne <GmbH>' },
};

describe('treasury by files', () => {
  let directory: string;
  let treasury: TreasuryPort;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'treasury-'));
    treasury = makeTreasuryFiles({ directory, debtor });
  });
  afterEach(() => rm(directory, { recursive: true }));

  const files = async (folder: string) => (await readdir(join(directory, folder))).sort();

  it('writes a posting record as a line of JSON', async () => {
    expect(await treasury.post(income)).to.deep.equal({ recordId: 'a1b2c3' });
    const text = await readFile(join(directory, 'postings', 'a1b2c3.jsonl'), 'utf8');
    expect(text.endsWith('\n')).to.equal(true);
    expect(JSON.parse(text)).to.deep.equal({
      version: 1,
      key: 'a1b2c3',
      kind: 'income',
      caseNumber: 'BIB-2026-000017',
      paymentReference: 'KZ20261234567890',
      amountCents: 350,
      currency: 'EUR',
      costCentre: '4711',
      bookingKey: 'BIB-SG',
      text: 'Säumnisgebühr der Stadtbibliothek',
      valueDate: '2026-11-02T23:30:00.000Z',
    });
  });

  it('writes one file however often and however simultaneously it is told to', async () => {
    await Promise.all([1, 2, 3, 4].map(() => treasury.post(income)));
    await treasury.post(income);
    expect(await files('postings')).to.deep.equal(['a1b2c3.jsonl']);
  });

  it('refuses another record under the same key', async () => {
    await treasury.post(income);
    const failure = await failureOf(treasury.post({ ...income, amountCents: 351 }));
    expect(failure).to.include({ kind: 'rejected', reason: 'key-used' });
    const text = await readFile(join(directory, 'postings', 'a1b2c3.jsonl'), 'utf8');
    expect(text).to.include('"amountCents":350');
  });

  it('finds a record by its key, and not what was never written', async () => {
    expect(await treasury.find('a1b2c3')).to.equal(undefined);
    await treasury.post(income);
    expect(await treasury.find('a1b2c3')).to.deep.equal({ recordId: 'a1b2c3' });
    expect(await treasury.find('../postings/a1b2c3')).to.equal(undefined);
  });

  it('gives a refund by the original method to the treasury without a transfer', async () => {
    await treasury.post({ ...income, kind: 'refund', refundTo: { type: 'original-method' } });
    expect(await files('.')).to.deep.equal(['postings']);
  });

  it('finishes a refund of which only the transfer was written before a crash', async () => {
    await treasury.post(transfer);
    await rm(join(directory, 'postings', 'd4e5f6.jsonl'));
    expect(await treasury.find('d4e5f6')).to.equal(undefined);
    await treasury.post(transfer);
    expect(await files('transfers')).to.deep.equal(['d4e5f6.xml']);
    expect(await files('postings')).to.deep.equal(['d4e5f6.jsonl']);
  });

  for (const [what, wrong] of [
    ['a key that climbs out of the folder', { key: '../evil' }],
    ['a hidden key', { key: '.hidden' }],
    ['no amount', { amountCents: 0 }],
    ['half a cent', { amountCents: 0.5 }],
    ['a line break in the text', { text: 'a\nb' }],
    ['an empty cost centre', { costCentre: '' }],
    ['a refund that goes nowhere', { kind: 'refund' }],
    [
      'an IBAN with a wrong digit',
      {
        kind: 'refund',
        refundTo: { type: 'transfer', iban: 'DE89370400440532013001', holder: 'Erika' },
      },
    ],
  ] as [string, Partial<PostingRecord>][]) {
    it(`refuses ${what}, and leaves nothing behind`, async () => {
      const failure = await failureOf(treasury.post({ ...income, ...wrong }));
      expect(failure).to.include({ kind: 'rejected', reason: 'invalid-record' });
      expect(await files('.')).to.deep.equal([]);
    });
  }

  it('without an account of its own gives the transfer to the treasury to make by hand', async () => {
    await makeTreasuryFiles({ directory }).post(transfer);
    expect(await files('.')).to.deep.equal(['postings']);
    const text = await readFile(join(directory, 'postings', 'd4e5f6.jsonl'), 'utf8');
    expect(JSON.parse(text)).to.include({
      refundBy: 'transfer-by-hand',
      refundIban: payerIban,
      refundHolder: 'Jörg Weiß & Söhne <GmbH>',
    });
  });

  it('says when the folder cannot be used', async () => {
    const file = join(directory, 'in-the-way');
    await writeFile(file, '');
    const astray = makeTreasuryFiles({ directory: file });
    expect((await failureOf(astray.post(income))).kind).to.equal('misconfigured');
    expect(await astray.check()).to.deep.include({ configured: true, credentialsAccepted: false });
    expect(await treasury.check()).to.deep.include({ reachable: true, credentialsAccepted: true });
  });
});

describe('pain.001.001.09', () => {
  const order = {
    key: 'd4e5f6',
    createdAtMs: income.valueDateMs,
    debtor,
    creditor: { name: 'Jörg Weiß & Söhne <GmbH>', iban: payerIban },
    amountCents: 350,
    endToEndId: 'KZ20261234567890',
    remittance: 'BIB-2026-000017 Säumnisgebühr',
  };
  let schema: XmlDocument;
  let validator: XsdValidator;

  before(async () => {
    schema = XmlDocument.fromString(await readFile(schemaUrl, 'utf8'));
    validator = XsdValidator.fromDoc(schema);
  });
  after(() => {
    validator.dispose();
    schema.dispose();
  });

  function validate(xml: string): void {
    const document = XmlDocument.fromString(xml);
    try {
      validator.validate(document);
    } finally {
      document.dispose();
    }
  }

  it('is valid, with umlauts spelt out and the amount in euros', () => {
    const xml = toPain001(order);
    validate(xml);
    expect(xml).to.include('<InstdAmt Ccy="EUR">3.50</InstdAmt>');
    expect(xml).to.include('<Nm>Joerg Weiss + Soehne GmbH</Nm>');
    expect(xml).to.include('<EndToEndId>KZ20261234567890</EndToEndId>');
  });

  it('is carried out on the day that it is in Germany', () => {
    expect(toPain001(order)).to.include('<Dt>2026-11-03</Dt>');
  });

  it('names the bank when it is known', () => {
    const xml = toPain001({ ...order, debtor: { ...debtor, bic: 'BYLADEM1001' } });
    validate(xml);
    expect(xml).to.include('<BICFI>BYLADEM1001</BICFI>');
  });

  it('is refused by the schema when an element is out of place', () => {
    expect(() => validate(toPain001(order).replace('<PmtMtd>TRF</PmtMtd>', ''))).to.throw();
  });

  it('is valid whatever stands in names and texts', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.string(), (name, id) => {
        const creditor = { name, iban: payerIban };
        validate(toPain001({ ...order, creditor, remittance: name, endToEndId: id, key: id }));
      }),
      { numRuns: 200 },
    );
  });

  it('gives the same bytes for the same order', () => {
    expect(toPain001(order)).to.equal(toPain001({ ...order }));
  });
});

describe('IBAN', () => {
  it('takes those whose check digits are right', () => {
    for (const iban of [payerIban, debtor.iban, 'GB29NWBK60161331926819', 'NO9386011117947']) {
      expect(isIban(iban), iban).to.equal(true);
    }
  });

  it('refuses every change of a single digit, and a German one of another length', () => {
    for (let at = 2; at < payerIban.length; at += 1) {
      const digit = (Number(payerIban[at]) + 1) % 10;
      expect(isIban(payerIban.slice(0, at) + digit + payerIban.slice(at + 1))).to.equal(false);
    }
    for (const none of ['DE8937040044053201300', 'de89370400440532013000', '', 'DE']) {
      expect(isIban(none), none).to.equal(false);
    }
  });
});
