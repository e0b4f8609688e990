import { expect } from 'chai';
import { reachDatabase } from '../../store/reach-database.ts';
import { createTestDatabase } from '../support/database.ts';

describe('reaching a configured database', function () {
  this.timeout(60_000);

  const refusal = async (url: string) =>
    reachDatabase(url).then(
      () => undefined,
      (error: Error & { code: string }) => error,
    );

  it('is content with one that answers', async () => {
    const database = await createTestDatabase();
    try {
      expect(await refusal(database.url)).to.equal(undefined);
    } finally {
      await database.drop();
    }
  });

  it('says in one line that nothing answers there, and keeps the password to itself', async () => {
    const error = await refusal('postgres://clerk:s3cr3t@127.0.0.1:1/cases');
    expect(error?.code).to.equal('database-unreachable');
    expect(error?.message).to.contain('127.0.0.1:1/cases').and.contain('ECONNREFUSED');
    expect(error?.message).to.not.contain('s3cr3t').and.not.contain('\n');
  });

  it('says that the server has no such database', async () => {
    const database = await createTestDatabase();
    try {
      const url = new URL(database.url);
      url.pathname = '/no_such_database';
      const error = await refusal(url.href);
      expect(error?.code).to.equal('database-unreachable');
      expect(error?.message).to.contain('no_such_database').and.contain('does not exist');
    } finally {
      await database.drop();
    }
  });
});
