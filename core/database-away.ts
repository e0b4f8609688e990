/**
 * PostgreSQL's classes: connection, credentials, catalog, resources (a full disk too), operator
 * intervention, system; a database that admits nobody, or that can only be read after a failover.
 * Source: PostgreSQL, appendix A, "Error Codes".
 */
const SQL_STATES = /^(08|28|3D|53|57|58)|^(55000|25006)$/;
const NETWORK_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
/** Errors of the driver that carry no code. */
const DRIVER_MESSAGES =
  /^(Connection terminated|timeout expired|timeout exceeded when trying to connect|Query read timeout|Client (was closed|has encountered a connection error)|Cannot use a pool after calling end)/;
const SEQUELIZE_NAMES =
  /^Sequelize(Connection|HostNotFound|HostNotReachable|InvalidConnection|AccessDenied)/;

/**
 * Did a query fail because the database does not answer, or admits nobody? Then the error says
 * nothing about what was asked, and the same may succeed later. Errors of `pg` and of Sequelize,
 * alone or as the cause of another one. For code that speaks with nobody but the database, or
 * whose other partners have errors of their own.
 */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (SEQUELIZE_NAMES.test(error.name)) return true;
  // A socket file that is not there; any other missing file is something else.
  if (code === 'ENOENT') return syscall === 'connect';
  if (code !== undefined && (SQL_STATES.test(code) || NETWORK_CODES.has(code))) return true;
  if (DRIVER_MESSAGES.test(error.message)) return true;
  return [error.cause, (error as { parent?: unknown }).parent].some(
    (inner) => inner !== error && isDatabaseAway(inner),
  );
}
