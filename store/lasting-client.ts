import pg from 'pg';

/**
 * A connection of which a broken one never ends the process. A server that is killed may say that it is
 * ready and farewell in one breath: then the error comes before those who wait for the connection, by a
 * promise, have begun to listen, and Node ends a process for an error that nobody hears. Who uses the
 * connection is told by the failure of the query.
 */
export class LastingClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}

/** `pg` with such connections, for those who make them themselves. */
export const lastingPg = Object.create(pg, { Client: { value: LastingClient } }) as typeof pg;
