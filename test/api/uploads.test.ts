import { expect } from 'chai';
import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { ConnectorError } from '../../connectors/connector.ts';
import { MAX_FILE_BYTES } from '../../core/uploads/upload-limits.ts';
import { startTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import type { Client, Page, SentTestFile } from '../support/app-client.ts';
import { makeClient, textOf } from '../support/app-client.ts';
import { beginApplication, CARD } from '../support/app-steps.ts';
import { EICAR } from '../support/clamd.ts';
import { sampleHeic, sampleJpeg, samplePdf, samplePng, zipBomb } from '../support/sample-files.ts';
import { withUploads } from '../support/upload-procedure.ts';

const pdf = (mark: string, field = 'proofs', name = `${mark}.pdf`): SentTestFile => ({
  field,
  name,
  content: samplePdf([`<< /Mark (${mark}) >>`]),
});
const SHOWN = { shown: 'remark photo proofs' };

describe('uploads in the assistant', () => {
  let app: TestApp;
  beforeEach(async () => {
    app = await startTestApp({}, withUploads);
  });
  afterEach(() => app.stop());

  async function begin(): Promise<{ client: Client; path: string; step: string }> {
    const { client, path } = await beginApplication(app);
    await client.get(`${path}/unterlagen`);
    return { client, path, step: `${path}/unterlagen` };
  }
  const upload = ({ client, step }: { client: Client; step: string }, ...files: SentTestFile[]) =>
    client.upload(step, { action: `upload:${files[0]?.field ?? 'proofs'}` }, files);
  const stored = () => [...app.drafts.rows.values()].flatMap(({ documents }) => documents);
  const names = () => stored().map(({ fileName }) => fileName);

  it('are asked for in a form that can bring them, with what is allowed', async () => {
    const { client } = await begin();
    const html = client.lastPage()?.html ?? '';
    expect(html).to.include('enctype="multipart/form-data"');
    expect(html).to.match(/type="file"[^>]*name="proofs"[^>]*accept="[^"]*\.pdf[^"]*" multiple/);
    expect(html).not.to.match(/name="photo"[^>]*accept="[^"]*pdf/);
    expect(textOf(html)).to.include('Erlaubt: PDF, JPEG, PNG. Je Datei höchstens 10 MB. Bis zu 3');
  });

  it('are kept, listed with name and size, and what was typed stays', async () => {
    const begun = await begin();
    const files = [pdf('eins'), pdf('zwei')];
    const page = await begun.client.upload(
      begun.step,
      { action: 'upload:proofs', remark: 'Grüße' },
      files,
    );
    expect(page.status).to.equal(200);
    expect(textOf(page.html)).to.match(/eins\.pdf .*\(0,[\d]+\s*kB\).*zwei\.pdf/);
    expect(page.html).to.include('value="Grüße"');
    expect(names()).to.deep.equal(['eins.pdf', 'zwei.pdf']);
  });

  it('are kept once, which is said where the same comes under another name', async () => {
    const begun = await begin();
    await upload(begun, pdf('eins'));
    const again = await upload(begun, pdf('eins'));
    expect(again.status, 'the same file once more').to.equal(200);
    const other = await upload(begun, pdf('eins', 'proofs', 'kopie.pdf'));
    expect(other.status).to.equal(422);
    expect(textOf(other.html)).to.include('„kopie.pdf“ hat denselben Inhalt wie „eins.pdf“');
    expect(names()).to.deep.equal(['eins.pdf']);
    const page = await begun.client.upload(begun.step, { action: 'next', ...SHOWN }, []);
    expect(page.status).to.equal(303);
  });

  it('are kept whichever button was pressed, and the step goes on', async () => {
    const { client, path, step } = await begin();
    const page = await client.upload(step, { action: 'next', ...SHOWN }, [pdf('eins')]);
    expect(page.location).to.equal(`${path}/nummer`);
    const back = await client.get(step);
    expect(back.html).to.include('eins.pdf');
  });

  it('are there when somebody resumes by the link', async () => {
    const begun = await begin();
    await upload(begun, pdf('eins'));
    const resumed = await makeClient(app.address).get(begun.step);
    expect(resumed.html).to.include('eins.pdf');
  });

  it('are demanded where the form demands them, by every way of sending', async () => {
    const { client, step } = await begin();
    const multipart = await client.upload(step, { action: 'next', ...SHOWN }, []);
    expect(multipart.status).to.equal(422);
    expect(textOf(multipart.html)).to.include('Nachweise: Bitte laden Sie eine Datei hoch.');
    expect(multipart.html).to.include('href="#f-proofs"');
    const urlencoded = await client.submit(step, { action: 'next', proofs: 'passwd', ...SHOWN });
    expect(urlencoded.status).to.equal(422);
  });

  it('say so when none was chosen', async () => {
    const { client, step } = await begin();
    const nothing = { field: 'proofs', name: '', content: Buffer.alloc(0) };
    const page = await client.upload(step, { action: 'upload:proofs' }, [nothing]);
    expect(page.status).to.equal(422);
    expect(textOf(page.html)).to.include('Bitte wählen Sie zuerst eine Datei aus.');
  });

  describe('are refused, each with its reason, and nothing is kept:', () => {
    const script = '<< /S /JavaScript /JS (1) >>';
    const bad: [string, string, Uint8Array, string][] = [
      ['another type under a false name', 'schein.pdf', Buffer.from('<html>'), 'keine Datei, die'],
      ['a zip bomb', 'viel.zip', zipBomb(), 'Erlaubt: PDF, JPEG, PNG'],
      ['EICAR', 'eicar.pdf', Buffer.from(EICAR), 'keine Datei, die'],
      ['a PDF with scripts', 'aktiv.pdf', samplePdf([script]), 'enthält Programme'],
      ['an encrypted PDF', 'geheim.pdf', samplePdf([], '/Encrypt 9 0 R'), 'Kennwort geschützt'],
      ['a picture of absurd size', 'bild.png', samplePng(60_000, 60_000), 'zu viele Bildpunkte'],
      ['a photo in HEIC', 'IMG_1.HEIC', sampleHeic(), 'Format HEIC'],
      ['an empty file', 'leer.pdf', Buffer.alloc(0), '„leer.pdf“ ist leer'],
      ['a large file', 'gross.pdf', Buffer.alloc(MAX_FILE_BYTES + 1), 'höchstens 10 MB'],
    ];
    for (const [what, name, content, words] of bad) {
      it(what, async () => {
        const page = await upload(await begin(), { field: 'proofs', name, content });
        expect(page.status).to.equal(422);
        expect(textOf(page.html)).to.include(words).and.include(name);
        expect(stored()).to.deep.equal([]);
      });
    }
  });

  it('have no path and nothing invisible in their names', async () => {
    const begun = await begin();
    await upload(begun, pdf('a', 'proofs', '../../etc/schein\u202Efdp.pdf'));
    await upload(begun, pdf('b', 'proofs', 'C:\\Windows\\con.pdf'));
    expect(names()).to.deep.equal(['scheinfdp.pdf', '_con.pdf']);
  });

  it('keep the good one of two, and say what is wrong with the other', async () => {
    const wrong = { field: 'proofs', name: 'text.txt', content: Buffer.from('text') };
    const page = await upload(await begin(), pdf('gut'), wrong);
    expect(page.status).to.equal(422);
    expect(textOf(page.html)).to.include('„text.txt“ ist keine Datei').and.include('gut.pdf');
    expect(names()).to.deep.equal(['gut.pdf']);
  });

  it('are kept once when they are sent twice, one after the other and at once', async () => {
    const begun = await begin();
    await upload(begun, pdf('eins'));
    await upload(begun, pdf('eins'));
    await Promise.all([upload(begun, pdf('zwei')), upload(begun, pdf('zwei'))]);
    expect(names()).to.deep.equal(['eins.pdf', 'zwei.pdf']);
  });

  it('are no more than the form takes', async () => {
    const begun = await begin();
    const page = await upload(begun, ...['a', 'b', 'c', 'd'].map((mark) => pdf(mark)));
    expect(page.status).to.equal(422);
    expect(textOf(page.html)).to.include('Hier passen höchstens 3 Dateien.');
    expect(names()).to.have.lengthOf(3);
    expect(page.html).not.to.match(/type="file"[^>]*name="proofs"/);
  });

  it('are removed and replaced', async () => {
    const begun = await begin();
    const { client, step } = begun;
    await upload(begun, pdf('eins'), pdf('zwei'));
    const [first, second] = stored();
    const replaced = await client.upload(step, { action: 'upload:proofs' }, [
      pdf('neu', `proofs.replace.${first?.id}`),
    ]);
    expect(replaced.status).to.equal(200);
    expect(names()).to.deep.equal(['neu.pdf', 'zwei.pdf']);
    const removed = await client.submit(step, { action: `remove-file:${second?.id}` });
    expect(removed.status).to.equal(200);
    expect(removed.html).not.to.include('zwei.pdf');
    expect(names()).to.deep.equal(['neu.pdf']);
    // The second half of a double click.
    const again = await client.submit(step, { action: `remove-file:${second?.id}` });
    expect(again.status).to.equal(200);
  });

  it('take the place of the one where one fits', async () => {
    const begun = await begin();
    await upload(begun, { field: 'photo', name: 'eins.png', content: samplePng(3, 3) });
    await upload(begun, { field: 'photo', name: 'zwei.jpg', content: sampleJpeg() });
    expect(names()).to.deep.equal(['zwei.jpg']);
  });

  it('do not let a stale window overwrite answers unseen', async () => {
    const { client, step } = await begin();
    const version = /name="version" value="(\d+)"/.exec(client.lastPage()?.html ?? '')?.[1] ?? '';
    const other = makeClient(app.address, client.cookies);
    await other.get(step);
    await other.submit(step, { action: 'later', remark: 'andere', shown: 'remark' });
    const page = await client.upload(step, { action: 'upload:proofs', version }, [pdf('eins')]);
    expect(page.html).to.include(`name="version" value="${version}"`);
    const saved = await client.submit(step, { action: 'next', remark: 'meine', ...SHOWN });
    expect(saved.status).to.equal(409);
    expect(names()).to.deep.equal(['eins.pdf']);
  });

  describe('shown', () => {
    async function withPhoto() {
      const begun = await begin();
      await upload(begun, { field: 'photo', name: 'Föto.png', content: samplePng() }, pdf('eins'));
      const [photo, proof] = stored();
      const at = (id: string | undefined) => `${begun.path}/datei/${id}`;
      return { ...begun, photo: at(photo?.id), proof: at(proof?.id) };
    }

    it('in the browser, where nothing of it runs in our origin; kept by nobody on the way', async () => {
      const { client, photo, proof } = await withPhoto();
      for (const [address, type, policy] of [
        [photo, 'image/png', "default-src 'none'; sandbox"],
        [proof, 'application/pdf', "default-src 'none'; frame-ancestors 'self'"],
      ] as const) {
        const { status, headers } = await client.get(address);
        expect(status).to.equal(200);
        expect(headers.get('content-disposition')).to.match(/^inline; filename=/);
        expect(headers.get('content-type')).to.equal(type);
        expect(headers.get('cache-control')).to.equal('no-store');
        expect(headers.get('content-security-policy')).to.equal(policy);
        expect(headers.get('x-content-type-options')).to.equal('nosniff');
      }
      const bytes = await fetch(app.address + photo).then((answer) => answer.arrayBuffer());
      expect(hash(new Uint8Array(bytes))).to.equal(hash(samplePng()));
    });

    it('only under the link of their own draft', async () => {
      const { client, photo } = await withPhoto();
      const id = photo.slice(photo.lastIndexOf('/') + 1);
      const { path: foreign } = await beginApplication(app);
      for (const address of [`${foreign}/datei/${id}`, `/antrag/${'x'.repeat(22)}/datei/${id}`]) {
        expect((await client.get(address)).status).to.equal(404);
      }
      const removed = await client.get(photo.replace(id, crypto.randomUUID()));
      expect(removed.status).to.equal(404);
    });

    it('no more when they were submitted', async () => {
      const { client, path, photo } = await withPhoto();
      await finish(client, path);
      await client.submit(`${path}/pruefen`, {});
      expect((await client.get(photo)).status).to.equal(404);
    });
  });

  async function finish(client: Client, path: string): Promise<Page> {
    await client.get(`${path}/unterlagen`);
    await client.submit(`${path}/unterlagen`, { action: 'next', ...SHOWN });
    await client.get(`${path}/nummer`);
    const shown = 'identification cardNumber';
    const number = { identification: 'card', cardNumber: CARD };
    await client.submit(`${path}/nummer`, { action: 'next', shown, ...number });
    await client.get(`${path}/kontakt`);
    await client.submit(`${path}/kontakt`, { action: 'next' });
    return client.get(`${path}/pruefen`);
  }

  it('stand among the answers, and go to the case under names of ours', async () => {
    const begun = await begin();
    const { client, path } = begun;
    await upload(begun, pdf('eins'), pdf('zwei'));
    await client.upload(begun.step, { action: 'upload:extra', remark: 'mehr' }, [
      pdf('verborgen', 'extra'),
    ]);
    const check = await finish(client, path);
    expect(textOf(check.html)).to.match(/Nachweise eins\.pdf \(0,\d.kB\) zwei\.pdf/);
    expect(check.html).not.to.include('verborgen.pdf');
    await client.submit(`${path}/pruefen`, {});
    const file = [...app.cases.files.values()].at(-1);
    expect(file?.documents.map(({ name, fileName }) => [name, fileName])).to.deep.equal([
      ['upload-proofs-1', 'eins.pdf'],
      ['upload-proofs-2', 'zwei.pdf'],
    ]);
    const answer = file?.answers['proofs'];
    expect(answer).to.be.an('array').with.lengthOf(2);
    expect(answer).to.have.nested.property('[1].document', 'upload-proofs-2');
    expect(JSON.stringify(app.cases.commands)).not.to.include('eins.pdf');
  });

  it('that another window changed are shown once more before they are submitted', async () => {
    const begun = await begin();
    const { client, path } = begun;
    await upload(begun, pdf('eins'));
    await finish(client, path);
    const other = makeClient(app.address, client.cookies);
    await other.get(begun.step);
    await other.upload(begun.step, { action: 'upload:proofs' }, [pdf('zwei')]);
    const page = await client.submit(`${path}/pruefen`, {});
    expect(page.status).to.equal(409);
    expect(page.html).to.include('zwei.pdf');
    expect(app.cases.files.size).to.equal(0);
  });

  describe('with a virus scanner', () => {
    it('are refused when it finds something', async () => {
      app.scan = async () => ({ result: 'infected', signature: 'Eicar' });
      const page = await upload(await begin(), pdf('krank'));
      expect(page.status).to.equal(422);
      expect(textOf(page.html)).to.include('hat die Virenprüfung Schadsoftware gefunden');
      expect(stored()).to.deep.equal([]);
      expect(app.logged).to.deep.include({
        signature: 'Eicar',
        message: 'upload refused: malware',
      });
    });

    const failures: [ConnectorError, string][] = [
      [new ConnectorError('transient', 'unreachable', 'away'), 'in einigen Minuten noch einmal'],
      [new ConnectorError('garbage', 'protocol', 'odd'), 'in einigen Minuten noch einmal'],
      [new ConnectorError('rejected', 'too-large', 'no'), 'zu groß für die Virenprüfung'],
    ];
    for (const [failure, words] of failures) {
      it(`are not kept unseen: ${failure.kind}, ${failure.reason}`, async () => {
        app.scan = () => Promise.reject(failure);
        const page = await upload(await begin(), pdf('eins'));
        expect(page.status).to.equal(422);
        expect(textOf(page.html)).to.include(words);
        expect(stored()).to.deep.equal([]);
      });
    }

    it('are kept unscanned where none is configured', async () => {
      const missing = new ConnectorError('misconfigured', 'not-configured', 'none');
      app.scan = () => Promise.reject(missing);
      expect((await upload(await begin(), pdf('eins'))).status).to.equal(200);
      expect(names()).to.deep.equal(['eins.pdf']);
    });
  });

  describe('at the border', () => {
    it('are refused without the token of the session, before a file is read', async () => {
      const { client, step } = await begin();
      for (const token of ['', 'wrong']) {
        const fields = { action: 'upload:proofs', _csrf: token };
        expect((await client.upload(step, fields, [pdf('eins')])).status).to.equal(403);
      }
      const stranger = makeClient(app.address);
      expect((await stranger.upload(step, {}, [pdf('eins')])).status).to.equal(403);
      expect(stored()).to.deep.equal([]);
    });

    it('are refused for a draft that nobody has', async () => {
      const { client } = await begin();
      const foreign = `/antrag/${'x'.repeat(22)}/unterlagen`;
      expect((await client.upload(foreign, {}, [pdf('eins')])).status).to.equal(404);
    });

    it('are refused wherever no form asks for files', async () => {
      const { client, path, step } = await begin();
      await client.get(step);
      for (const address of ['/verfolgen', `${path}/pruefen`, '/abmelden']) {
        expect((await client.upload(address, {}, [pdf('eins')])).status, address).to.equal(415);
      }
    });

    it('are refused for a field that takes none', async () => {
      for (const field of ['remark', 'unknown', '__proto__', 'proofs.x']) {
        const page = await upload(await begin(), pdf('eins', field));
        expect(page.status, field).to.equal(400);
      }
      expect(stored()).to.deep.equal([]);
    });

    it('may be many at once only within limits', async () => {
      const { client, step } = await begin();
      const many = Array.from({ length: 41 }, (_, at) => pdf(`n${at}`));
      expect((await client.upload(step, {}, many)).status).to.equal(413);
      const large = Array.from({ length: 6 }, (_, at) => ({
        field: 'proofs',
        name: `${at}.pdf`,
        content: Buffer.alloc(9_900_000, at),
      }));
      await client.get(step);
      expect((await client.upload(step, {}, large)).status).to.equal(413);
      await client.get(step);
      const text = { remark: 'x'.repeat(300_000) };
      expect((await client.upload(step, text, [])).status).to.equal(413);
      expect(stored()).to.deep.equal([]);
    });

    it('that are malformed or end in the middle change nothing, and the house lives', async () => {
      const { client, step } = await begin();
      for (const type of ['multipart/form-data', 'multipart/form-data; boundary=x']) {
        const page = await client.post(step, { a: 'b' }, { 'content-type': type });
        expect(page.status).to.equal(400);
      }
      await abort(app.address, step, client.cookies);
      expect(stored()).to.deep.equal([]);
      expect((await upload(await begin(), pdf('eins'))).status).to.equal(200);
    });
  });
});

function hash(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** A browser that is closed while it uploads. */
function abort(address: string, path: string, cookies: ReadonlyMap<string, string>): Promise<void> {
  const { port, hostname } = new URL(address);
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const head = [
    `POST ${path} HTTP/1.1`,
    `Host: ${hostname}:${port}`,
    `Cookie: ${cookie}`,
    'Content-Type: multipart/form-data; boundary=b',
    'Content-Length: 100000',
    '',
    '--b\r\nContent-Disposition: form-data; name="proofs"; filename="a.pdf"\r\n\r\n%PDF-',
  ];
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(head.join('\r\n'), () => {
        socket.destroy();
        resolve();
      });
    });
    socket.on('error', reject);
  });
}
