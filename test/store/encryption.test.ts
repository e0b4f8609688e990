import { expect } from 'chai';
import pg from 'pg';
import { CaseError } from '../../core/cases/case-error.ts';
import type { TestStore } from '../support/store.ts';
import { newDraft, openTestStore, submitSomething, testKeys } from '../support/store.ts';

describe('what the database holds', () => {
  let house: TestStore;
  let client: pg.Client;
  beforeEach(async () => {
    house = await openTestStore();
    client = new pg.Client({ connectionString: house.url });
    await client.connect();
  });
  afterEach(async () => {
    await client.end();
    await house.drop();
  });

  const secrets = [
    'Grünthal',
    'Aenne',
    '2000000018',
    'geheime Anlage',
    'Bescheid für Änne',
    'Entwurf',
  ];

  it('is nothing of a person in clear, in any row of any table', async () => {
    const { store } = house;
    const { draft, resumeToken } = await newDraft(store);
    await store.drafts.save(draft.id, 1, {
      answers: { note: 'Entwurf von Aenne' },
      contact: { email: 'aenne@example.org' },
    });
    const { file, trackingCode } = await submitSomething(store);
    await store.cases.change(file.id, 'applicant', () => ({
      facts: { name: 'Grünthal' },
      documents: [
        {
          name: 'upload',
          fileName: 'Bescheid für Änne Grünthal.txt',
          mediaType: 'text/plain',
          content: Buffer.from('geheime Anlage'),
          forApplicant: true,
        },
      ],
      audit: [{ event: 'dms-filed' }],
    }));
    const rows = await dump(client);
    expect(rows.length).to.be.greaterThan(5);
    for (const secret of [...secrets, resumeToken, trackingCode]) {
      for (const form of [secret, secret.toLowerCase(), Buffer.from(secret).toString('hex')]) {
        const found = rows.filter((row) => row.includes(form));
        expect(found, `${secret} as ${form}`).to.deep.equal([]);
      }
    }
    expect(rows.join().includes(file.number), 'the search itself works').to.equal(true);
  });

  it('opens only where it was written', async () => {
    const { store } = house;
    const [one, two] = [await submitSomething(store), await submitSomething(store)];
    const swaps = [
      `update case_file set answers = (select facts from case_file where id = $1) where id = $1`,
      `update case_file set answers = (select answers from case_file where id = $2) where id = $1`,
      `update case_file set (wrapped_key, answers) =
         (select wrapped_key, answers from case_file where id = $2) where id = $1`,
      `update case_file set answers = set_byte(answers, 40, get_byte(answers, 40) # 1) where id = $1`,
      `update case_file set answers = '\\x00' where id = $1`,
    ];
    for (const swap of swaps) {
      const before = await client.query('select * from case_file where id = $1', [one.file.id]);
      await client.query(swap, swap.includes('$2') ? [one.file.id, two.file.id] : [one.file.id]);
      expect(await codeOf(store.cases.find(one.file.id)), swap).to.equal('ciphertext-damaged');
      const { answers, wrapped_key } = before.rows[0] as { answers: Buffer; wrapped_key: Buffer };
      await client.query('update case_file set answers = $2, wrapped_key = $3 where id = $1', [
        one.file.id,
        answers,
        wrapped_key,
      ]);
    }
    expect((await store.cases.find(one.file.id))?.id).to.equal(one.file.id);
  });

  it('shows when a part of a document is missing or exchanged', async () => {
    const { store } = house;
    const { file } = await submitSomething(store);
    const content = Buffer.alloc(600_000, 7);
    const { documents } = await store.cases.change(file.id, 'system', () => ({
      documents: [
        { name: 'x', fileName: 'x', mediaType: 'text/plain', content, forApplicant: false },
      ],
      audit: [],
    }));
    const read = () => store.cases.documentContent(file.id, documents[0]?.id ?? '');
    await client.query('update document_chunk set position = position + 10 where position < 2');
    await client.query(`update document_chunk set position = 11 - position where position >= 10`);
    expect(await codeOf(read())).to.equal('ciphertext-damaged');
    await client.query('delete from document_chunk where position = 2');
    expect(await codeOf(read())).to.equal('ciphertext-damaged');
  });

  it('is wrapped with a new master key, after which the old one is not needed', async () => {
    const { store } = house;
    const { file } = await submitSomething(store);
    const { draft, resumeToken } = await newDraft(store);
    await store.drafts.save(draft.id, 1, { answers: { a: 1 } });
    const rotated = house.another({ keys: testKeys('k2') });
    expect(await rotated.rewrapKeys()).to.equal(2);
    expect(await rotated.rewrapKeys()).to.equal(0);
    const onlyNew = house.another({
      keys: {
        ...testKeys('k2'),
        masterKey: (id) => {
          if (id !== 'k2') throw new CaseError('key-unknown', id);
          return testKeys('k2').masterKey(id);
        },
      },
    });
    expect(await onlyNew.cases.find(file.id)).to.deep.equal(file);
    expect((await onlyNew.drafts.findByToken(resumeToken))?.answers).to.deep.equal({ a: 1 });
  });

  it('is found by the blind index of an address, however it is written', async () => {
    const { store } = house;
    const { file } = await submitSomething(store);
    const find = (email: string) => store.findCaseIdsByEmail(email);
    expect(await find(' aenne.gruenthal@EXAMPLE.org ')).to.deep.equal([file.id]);
    expect(await find('aenne@example.org')).to.deep.equal([]);
    await store.cases.change(file.id, 'applicant', () => ({
      contact: { email: 'new@example.org' },
      audit: [],
    }));
    expect(await find('aenne.gruenthal@example.org')).to.deep.equal([]);
    expect(await find('new@example.org')).to.deep.equal([file.id]);
  });
});

/** Every row of every table as text; binary columns in hexadecimal. */
async function dump(client: pg.Client): Promise<string[]> {
  const tables = await client.query<{ name: string }>(
    `select quote_ident(tablename) as name from pg_tables where schemaname = 'public'`,
  );
  const rows: string[] = [];
  for (const { name } of tables.rows) {
    const all = await client.query<{ row: string }>(`select t::text as row from ${name} t`);
    rows.push(...all.rows.map(({ row }) => row));
  }
  return rows;
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof CaseError) return error.code;
    throw error;
  }
  return 'no error';
}
