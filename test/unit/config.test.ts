import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, readConfig } from '../../core/config.ts';
import { variables } from '../../core/config/variables.ts';
import { describeConfiguration } from '../../tools/launch/describe-configuration.ts';

const production = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://portal.stadt.example',
  MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
  SESSION_SECRET: 'x'.repeat(32),
};

const payment = {
  PAYMENT_URL: 'https://pay.example/api/',
  PAYMENT_ORIGINATOR_ID: 'online-dienst',
  PAYMENT_ENDPOINT_ID: '09564000',
  PAYMENT_CLIENT_ID: 'client',
  PAYMENT_CLIENT_SECRET: 'secret-of-the-client',
};

describe('the configuration', () => {
  describe('by default', () => {
    const config = readConfig({});

    it('is a local trial with the demo city and the embedded database', () => {
      expect(config).to.deep.include({
        environment: 'development',
        dataDir: '.data',
        databaseUrl: undefined,
        engine: 'embedded',
        demo: true,
        operatorLink: true,
        payment: undefined,
      });
      expect(config.http).to.deep.equal({
        host: '127.0.0.1',
        port: 3000,
        publicUrl: undefined,
        trustedProxies: 0,
      });
    });

    it('cannot be changed', () => {
      expect(Object.isFrozen(config)).to.equal(true);
      expect(Object.isFrozen(config.http)).to.equal(true);
    });

    it('takes an empty variable for an absent one', () => {
      expect(readConfig({ PORT: '', DATABASE_URL: ' ' })).to.deep.equal(config);
    });
  });

  it('names all wrong values in one error', () => {
    const error = catchError({ PORT: 'abc', ENGINE: 'camunda8', LOG_LEVEL: 'loud', DEMO: 'maybe' });
    expect(error.code).to.equal('config-invalid');
    expect(error.problems.map(({ variable }) => variable)).to.deep.equal([
      'PORT',
      'ENGINE',
      'LOG_LEVEL',
      'DEMO',
    ]);
    expect(error.message)
      .to.include('PORT must be a whole number from 0 to 65535 (is "abc")')
      .and.to.include('ENGINE camunda8 comes later')
      .and.not.to.include('\n');
  });

  const wrong: [name: string, value: string][] = [
    ['NODE_ENV', 'staging'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '3e3'],
    ['PUBLIC_URL', 'portal.example'],
    ['PUBLIC_URL', 'javascript:alert(1)'],
    ['DATABASE_URL', 'mysql://localhost/x'],
    ['MASTER_KEY', Buffer.alloc(31).toString('base64')],
    ['MASTER_KEY', 'not base64 at all!'],
    ['SESSION_SECRET', 'short'],
    ['SMTP_URL', 'http://mail.example'],
    ['MAIL_FROM', 'no address'],
    ['MAIL_FROM', 'a@b.example\r\nBcc: c@d.example'],
    ['TREASURY_ACCOUNT_IBAN', 'DE02120300000000202052'],
    ['TREASURY_ACCOUNT_BIC', 'BYLADE'],
    ['ENGINE', 'camunda7'],
    ['ENGINE', 'other'],
  ];
  for (const [name, value] of wrong) {
    it(`refuses ${name}=${JSON.stringify(value)}`, () => {
      expect(catchError({ [name]: value }).problems.map(({ variable }) => variable)).to.deep.equal([
        name,
      ]);
    });
  }

  it('never shows a secret', () => {
    const secrets = Object.entries(variables).filter(([, variable]) => variable.secret);
    const env = Object.fromEntries(secrets.map(([name]) => [name, 'geheim']));
    expect(catchError(env).message).not.to.include('geheim');
  });

  describe('groups', () => {
    it('reads a complete payment service and finds its token address', () => {
      expect(readConfig(payment).payment).to.deep.equal({
        url: 'https://pay.example/api',
        originatorId: 'online-dienst',
        endpointId: '09564000',
        tokenUrl: 'https://pay.example/api/auth/token',
        clientId: 'client',
        clientSecret: 'secret-of-the-client',
      });
    });

    it('reads the account of the treasury, with or without BIC', () => {
      const account = {
        TREASURY_ACCOUNT_NAME: 'Stadt Musterstadt, Kasse',
        TREASURY_ACCOUNT_IBAN: 'DE02 1203 0000 0000 2020 51',
      };
      const read = { name: 'Stadt Musterstadt, Kasse', iban: 'DE02120300000000202051' };
      expect(readConfig(account).treasuryAccount).to.deep.equal(read);
      const withBic = { ...account, TREASURY_ACCOUNT_BIC: 'BYLADEM1001' };
      expect(readConfig(withBic).treasuryAccount).to.deep.equal({ ...read, bic: 'BYLADEM1001' });
      expect(readConfig({}).treasuryAccount).to.equal(undefined);
      const { TREASURY_ACCOUNT_IBAN: _none, ...half } = account;
      expect(catchError(half).problems.map(({ variable }) => variable)).to.deep.equal([
        'TREASURY_ACCOUNT_IBAN',
      ]);
    });

    it('names what is missing of a payment service', () => {
      const error = catchError({ PAYMENT_URL: payment.PAYMENT_URL, PAYMENT_CLIENT_ID: 'client' });
      expect(error.problems.map(({ variable }) => variable)).to.deep.equal([
        'PAYMENT_ORIGINATOR_ID',
        'PAYMENT_ENDPOINT_ID',
        'PAYMENT_CLIENT_SECRET',
      ]);
    });

    it('wants both of the library or neither', () => {
      expect(catchError({ LIBRARY_TOKEN: 'token' }).problems).to.have.lengthOf(1);
    });

    it('reads a document management system, whose root may be left out', () => {
      const dms = {
        DMS_URL: 'https://dms.example/browser/',
        DMS_USER: 'portal',
        DMS_PASSWORD: 'secret-of-the-user',
        DMS_REPOSITORY: 'stadt',
      };
      expect(readConfig(dms).dms).to.deep.equal({
        url: 'https://dms.example/browser',
        user: 'portal',
        password: 'secret-of-the-user',
        repositoryId: 'stadt',
        root: '/',
      });
      expect(readConfig({ ...dms, DMS_ROOT: '/Akten/Plan' }).dms?.root).to.equal('/Akten/Plan');
      for (const root of ['Akten', '/Akten/', '//', '/a//b']) {
        expect(catchError({ ...dms, DMS_ROOT: root }).problems, root).to.have.lengthOf(1);
      }
      expect(catchError({ DMS_ROOT: '/' }).problems).to.have.lengthOf(4);
    });
  });

  describe('in production', () => {
    it('runs without the demo city and prints no link for operators', () => {
      expect(readConfig(production)).to.deep.include({ demo: false, operatorLink: false });
    });

    it('demands its address and keys of its own', () => {
      expect(catchError({ NODE_ENV: 'production' }).problems).to.deep.equal(
        ['PUBLIC_URL', 'MASTER_KEY', 'SESSION_SECRET'].map((variable) => ({
          variable,
          message: 'is missing: production demands it',
        })),
      );
    });

    const refused: Record<string, Record<string, string>> = {
      'the demo city': { DEMO: 'true' },
      'a demo key': { ...payment, PAYMENT_CLIENT_SECRET: 'demo-client-secret' },
      'an address without encryption': { PUBLIC_URL: 'http://portal.stadt.example' },
      'mail without a sender': { SMTP_URL: 'smtps://mail.example' },
    };
    for (const [what, env] of Object.entries(refused)) {
      it(`refuses ${what}`, () => {
        expect(catchError({ ...production, ...env }).problems).to.have.lengthOf(1);
      });
    }
  });

  it('is described in docs/configuration.md as it is', async () => {
    const file = join(import.meta.dirname, '../../docs/configuration.md');
    expect(readFileSync(file, 'utf8')).to.equal(await describeConfiguration());
  });
});

function catchError(env: Record<string, string>): ConfigError {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('The configuration was taken.');
}
