import { expect } from 'chai';
import express from 'express';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { errorPages } from '../../api/middleware/errors.ts';
import { silentLog } from '../support/store.ts';

/** What a query was given stands in the errors of the database driver. */
const failure = Object.assign(new Error('no space left'), { parameters: ['a secret'] });

describe('an error after the answer has begun', () => {
  let server: Server;
  let printed: unknown[];
  const print = console.error;

  beforeEach(async () => {
    printed = [];
    console.error = (...values: unknown[]) => void printed.push(...values);
    const app = express();
    app.get('/begun', (_request, response, next) => {
      response.write('half a');
      next(failure);
    });
    app.get('/ended', (_request, response, next) => {
      response.send('whole');
      next(failure);
    });
    app.use(errorPages({ render: () => '' }, {} as never, silentLog));
    server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => {
    console.error = print;
    server.close();
  });

  const get = (path: string) =>
    fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`);

  it('cuts the answer off, so that nobody takes it for the whole', async () => {
    const broken = await get('/begun')
      .then((response) => response.text())
      .catch((error: unknown) => error);
    expect(broken).to.be.instanceOf(Error);
    expect(printed).to.deep.equal([]);
  });

  it('leaves a whole answer as it is, and prints nothing beside the log', async () => {
    expect(await (await get('/ended')).text()).to.equal('whole');
    expect(printed).to.deep.equal([]);
  });
});
