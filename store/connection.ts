/** How long a connection may take before the database counts as away. */
const CONNECT_TIMEOUT_MS = 10_000;
/** How long the database may work on one statement; waiting for a lock counts. */
const STATEMENT_TIMEOUT_MS = 30_000;
/** Later than the database's own answer: the network is gone without a word. */
const ANSWER_TIMEOUT_MS = STATEMENT_TIMEOUT_MS + 5_000;

/** Settings for every `pg` client and pool of the house, so that all reach the same database. */
export interface PgSettings {
  readonly connectionString: string;
  readonly application_name: string;
  readonly connectionTimeoutMillis: number;
  readonly keepAlive: boolean;
  readonly statement_timeout: number;
  readonly query_timeout: number;
}

/** Parameters of the address go first: `?statement_timeout=60000`. */
export function pgSettings(databaseUrl: string, purpose: string): PgSettings {
  return {
    connectionString: databaseUrl,
    application_name: `amtsweg ${purpose}`,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    query_timeout: ANSWER_TIMEOUT_MS,
  };
}
