import { readFileSync, readdirSync, readlinkSync } from 'node:fs';

export interface PortHolder {
  readonly pid: number;
  readonly program: string;
}

/** State of a socket that listens, in the tables of Linux. */
const LISTENING = '0A';

/** Who listens on the port, where the system tells: Linux, and processes that we may look into. */
export function findPortHolder(port: number): PortHolder | undefined {
  const sockets = new Set(
    ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) => listeningSockets(table, port)),
  );
  if (sockets.size === 0) return undefined;
  const pid = namesIn('/proc')
    .filter((name) => /^\d+$/.test(name))
    .find((name) => holdsOne(name, sockets));
  return pid === undefined ? undefined : { pid: Number(pid), program: programOf(pid) };
}

function listeningSockets(table: string, port: number): string[] {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return textOf(table)
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local = '', , state]) => local.endsWith(wanted) && state === LISTENING)
    .map((fields) => `socket:[${fields[9]}]`);
}

function holdsOne(pid: string, sockets: ReadonlySet<string>): boolean {
  const folder = `/proc/${pid}/fd`;
  return namesIn(folder).some((name) => {
    try {
      return sockets.has(readlinkSync(`${folder}/${name}`));
    } catch {
      // Closed meanwhile.
      return false;
    }
  });
}

function programOf(pid: string): string {
  return textOf(`/proc/${pid}/comm`).trim();
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
