import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Listening {
  port: number;
  url: string;
  /** Answers come from here on; before, connections wait. */
  serve(app: RequestListener): void;
  close(): Promise<void>;
}

/** Listens on a port (0: a free one) and closes without waiting for connections left open. */
export async function listen(host: string, port: number): Promise<Listening> {
  const server = createServer();
  await bind(server, host, port);
  const bound = (server.address() as AddressInfo).port;
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${bound}`;
  return {
    port: bound,
    url,
    serve: (app) => void server.on('request', app),
    close: () => closeServer(server),
  };
}

function bind(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
