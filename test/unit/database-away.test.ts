import { expect } from 'chai';
import { isDatabaseAway } from '../../core/database-away.ts';

const error = (message: string, fields: object = {}) => Object.assign(new Error(message), fields);

describe('whether the database is away', () => {
  const away = {
    'starts up': error('the database system is starting up', { code: '57P03' }),
    'ended the session': error('terminating connection due to unexpected exit', { code: '57P01' }),
    'has a full disk': error('could not extend file', { code: '53100' }),
    'refuses connections': error('connect ECONNREFUSED 127.0.0.1:1', { code: 'ECONNREFUSED' }),
    'has no socket file': error('connect ENOENT', { code: 'ENOENT', syscall: 'connect' }),
    'cut the connection': error('Connection terminated unexpectedly'),
    'is behind Sequelize': error('x', { name: 'SequelizeConnectionRefusedError' }),
    'is the parent of an error': error('x', {
      name: 'SequelizeDatabaseError',
      parent: error('x', { code: '57P01' }),
    }),
    'is the cause of an error': new Error('x', { cause: error('x', { code: 'ECONNRESET' }) }),
  };
  for (const [what, one] of Object.entries(away)) {
    it(`is true when it ${what}`, () => expect(isDatabaseAway(one)).to.equal(true));
  }

  const present = {
    'a row that is there already': error('duplicate key', { code: '23505' }),
    'a serialization failure': error('could not serialize', { code: '40001' }),
    'a missing file': error('ENOENT: no such file', { code: 'ENOENT', syscall: 'open' }),
    'a defect that names a client': new TypeError('client is not a function'),
    'no error': 'Connection terminated',
  };
  for (const [what, one] of Object.entries(present)) {
    it(`is false for ${what}`, () => expect(isDatabaseAway(one)).to.equal(false));
  }
});
