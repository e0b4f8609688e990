/**
 * A process of its own that starts the embedded database of the folder in its argument, says what
 * came of it in one line of JSON, and stops the database when its standard input ends.
 */
import { startPostgres } from '../../store/postgres/start-postgres.ts';

const [dataDir = '', port] = process.argv.slice(2);
const silent = { info: () => undefined, warn: () => undefined };

try {
  const server = await startPostgres({
    dataDir,
    ...(port === undefined ? {} : { port: Number(port) }),
    log: silent,
  });
  const { url, pid, adopted } = server;
  console.log(JSON.stringify({ url, pid, port: server.port, adopted }));
  process.stdin.once('end', () => void server.stop()).resume();
} catch (error) {
  const { code, message } = error as { code?: string; message: string };
  console.log(JSON.stringify({ code, message }));
}
