import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { XmlDocument } from 'libxml2-wasm';
import { safeFileNames } from '../../../core/transfer/file-names.ts';
import { makeEnvelope, type EnvelopeContent } from '../../../core/transfer/make-envelope.ts';
import { makePayload } from '../../../core/transfer/make-payload.ts';
import { payloadMappingSchema } from '../../../core/transfer/payload-mapping.ts';
import { validateXml } from '../../support/validate-xml.ts';
import { parkingCase, parkingMapping } from './parking-mapping.ts';

const schema = readFileSync(
  join(import.meta.dirname, '../../../core/transfer/schemas/xfall-container-profile-1.xsd'),
  'utf8',
);
const namespaces = { c: 'urn:amtsweg:xfall-container-profile:1' };

const full: EnvelopeContent = {
  deliveryId: '0123456789abcdef0123456789abcdef',
  createdAtMs: Date.UTC(2026, 2, 2, 8),
  caseNumber: 'BP-2026-000001',
  receivedAtMs: Date.UTC(2026, 2, 1, 8),
  service: {
    key: 'bewohnerparken',
    version: '1.0.0',
    title: 'Bewohnerparkausweis "<neu>" & mehr',
    leikaKey: '99999999999999',
  },
  areaKey: '095640000000',
  sender: 'ordnungsamt',
  receiver: 'fachverfahren',
  trustLevel: 'substantiell',
  payments: [{ transactionId: 't-1', reference: 'KZ1', status: 'PAYED', amountCents: 3005 }],
  payload: { schemaUri: 'https://schema.example.org/s.xsd', xml: payload() },
  documents: [
    {
      id: 'anlage-1',
      purpose: 'anlage',
      fileName: '../../etc/Erklärung.pdf',
      mediaType: 'application/pdf',
      content: Buffer.from([0, 255, 10, 13, 60]),
    },
    {
      id: 'anlage-2',
      purpose: 'bericht',
      fileName: 'bescheid.pdf',
      mediaType: 'application/pdf',
      content: Buffer.alloc(0),
    },
  ],
};

const least: EnvelopeContent = {
  ...full,
  service: { key: 'a', version: '1.0.0', title: 'A' },
  areaKey: undefined,
  trustLevel: 'ohne',
  payments: [],
  documents: [],
};

describe('the envelope of a case transfer', () => {
  it('fits its schema, with everything and with the least', () => {
    validateXml(made(full), schema);
    validateXml(made(least), schema);
  });

  it('is not accepted by the schema when something is missing or too much', () => {
    const xml = made(full);
    for (const [part, by] of [
      [/<absender[^>]*>/, ''],
      [/<fachdaten.*<\/fachdaten>/, ''],
      ['vertrauensniveau="substantiell"', 'vertrauensniveau="viel"'],
      ['id="anlage-2"', 'id="anlage-1"'],
      ['betrag="30.05"', 'betrag="30,05"'],
      ['<anlagen>', '<anlagen/><anlagen>'],
      ['dateiname="bescheid.pdf"', 'dateiname="../bescheid.pdf"'],
    ] as const) {
      const spoiled = xml.replace(part, by);
      expect(spoiled).not.to.equal(xml);
      expect(() => validateXml(spoiled, schema), String(part)).to.throw();
    }
  });

  it('carries the documents, byte for byte, with their hashes', () => {
    const read = valuesOf(made(full), '//c:anlage', ['dateiname', 'laenge', 'sha512']);
    expect(read.map(({ text }) => Buffer.from(text, 'base64'))).to.deep.equal(
      full.documents.map(({ content }) => Buffer.from(content)),
    );
    expect(read.map(({ dateiname, laenge }) => [dateiname, laenge])).to.deep.equal([
      ['Erklärung.pdf', '5'],
      ['bescheid.pdf', '0'],
    ]);
    expect(read.map(({ sha512 }) => sha512)).to.deep.equal(
      full.documents.map(({ content }) => hash(content)),
    );
  });

  it('carries the payload so that its bytes can be cut out and compared', () => {
    const xml = made(full);
    const cut = /<fachdaten [^>]*>(.*)<\/fachdaten>/s.exec(xml)?.[1] ?? '';
    expect(cut).to.equal(full.payload.xml);
    const [data] = valuesOf(xml, '//c:fachdaten', ['sha512', 'schemaUri']);
    expect(data?.sha512).to.equal(hash(cut));
    expect(data?.schemaUri).to.equal('https://schema.example.org/s.xsd');
  });

  it('is not made when it would be too large', () => {
    const size = makeEnvelope(full)?.byteLength ?? 0;
    expect(makeEnvelope(full, size)?.byteLength).to.equal(size);
    expect(makeEnvelope(full, size - 1)).to.equal(undefined);
  });

  it('has no DOCTYPE and is read as it was meant, whatever stands in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (noise) => {
        const title = `Titel ${noise} <!DOCTYPE x> ]]>`;
        const xml = made({ ...full, service: { ...full.service, title } });
        const [service] = valuesOf(xml, '//c:leistung', ['bezeichnung']);
        const written = title.replace(
          /[^\t\n\r -\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu,
          '\uFFFD',
        );
        expect(service?.bezeichnung).to.equal(written);
        expect(xml).not.to.contain('<!');
      }),
    );
    expect(made({ ...full, caseNumber: 'A\u0000\uD800\u0007' })).to.contain(
      '"A\uFFFD\uFFFD\uFFFD"',
    );
  });
});

describe('file names of an envelope', () => {
  const names: readonly [string, string][] = [
    ['Bescheid 2026 (Kopie).pdf', 'Bescheid 2026 (Kopie).pdf'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Temp\\böse.exe', 'böse.exe'],
    ['a\u0000b\u202Egnp.exe', 'a_b_gnp.exe'],
    ['.htaccess', 'htaccess'],
    ['CON.pdf', '_CON.pdf'],
    ['-rf *', 'rf _'],
    ['...', 'Datei'],
    ['', 'Datei'],
    [`${'x'.repeat(300)}.pdf`, `${'x'.repeat(116)}.pdf`],
  ];
  for (const [given, safe] of names) {
    it(`are safe: ${JSON.stringify(given).slice(0, 40)}`, () => {
      expect(safeFileNames([given])).to.deep.equal([safe]);
    });
  }

  it('are different, also for who does not tell large letters from small ones', () => {
    expect(safeFileNames(['a.pdf', 'A.pdf', 'x/a.pdf', 'a-2.pdf'])).to.deep.equal([
      'a.pdf',
      'A-2.pdf',
      'a-3.pdf',
      'a-2-2.pdf',
    ]);
  });

  it('fit the schema whatever they were', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (fileName) => {
        const [document] = full.documents;
        if (!document) throw new Error('no document');
        validateXml(made({ ...full, documents: [{ ...document, fileName }] }), schema);
      }),
    );
  });
});

function made(content: EnvelopeContent): string {
  const bytes = makeEnvelope(content);
  if (!bytes) throw new Error('too large');
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}

function payload(): string {
  const result = makePayload(payloadMappingSchema.parse(parkingMapping), parkingCase);
  if (!result.ok) throw new Error('no payload');
  return result.xml;
}

function valuesOf<Name extends string>(xml: string, path: string, names: readonly Name[]) {
  const document = XmlDocument.fromString(xml);
  try {
    return document.find(path, namespaces).map((node) => ({
      text: node.content,
      ...(Object.fromEntries(names.map((name) => [name, node.get(`@${name}`)?.content])) as Record<
        Name,
        string | undefined
      >),
    }));
  } finally {
    document.dispose();
  }
}

function hash(data: string | Uint8Array): string {
  return createHash('sha512').update(data).digest('hex');
}
