import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { StartError } from './start-error.ts';

export interface Listening {
  readonly port: number;
  readonly address: string;
  /** Takes no new requests; those under way have `closeLimitMs` to end, then they are cut. */
  close(): Promise<void>;
}

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  readonly closeLimitMs?: number;
}

/** A caller who never sends the rest of a request must not hold up the stop of the house. */
const CLOSE_LIMIT_MS = 5_000;

/** Serves a request listener, such as an Express application. */
export function listen(
  listener: RequestListener,
  { host, port, closeLimitMs = CLOSE_LIMIT_MS }: ListenOptions,
): Promise<Listening> {
  /** Browsers open connections in advance: nobody waits for an answer on them. */
  const unused = new Set<Socket>();
  let isClosing = false;
  const server = createServer((request, response) => {
    unused.delete(request.socket);
    response.once('close', () => {
      if (isClosing) server.closeIdleConnections();
    });
    listener(request, response);
  });
  server.on('connection', (socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(explain(error, host, port)));
    server.listen({ host, port }, () => {
      const bound = (server.address() as AddressInfo).port;
      resolve({ port: bound, address: `http://${bracketed(host)}:${bound}`, close });
    });
  });

  function close(): Promise<void> {
    isClosing = true;
    return new Promise((resolve) => {
      const limit = setTimeout(() => server.closeAllConnections(), closeLimitMs);
      server.close(() => {
        clearTimeout(limit);
        resolve();
      });
      server.closeIdleConnections();
      for (const socket of unused) socket.destroy();
    });
  }
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): unknown {
  if (error.code === 'EADDRINUSE') {
    return new StartError(
      'port-taken',
      `Port ${port} on ${host} is taken by another program. Choose another with PORT.`,
    );
  }
  if (error.code === 'EACCES') {
    return new StartError(
      'port-forbidden',
      `Port ${port} needs more rights. Choose one with PORT.`,
    );
  }
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
    return new StartError('port-forbidden', `This machine has no address ${host}; see HOST.`);
  }
  return error;
}
