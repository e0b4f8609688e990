import { join } from 'node:path';
import type { RunAs } from './run-as.ts';

/** Where the cluster lies, who runs the server, and from which binaries. */
export interface Place {
  /** Holds `cluster/`, `password`, `port`, `server.log`. */
  readonly home: string;
  readonly runAs: RunAs;
  readonly nativeFolder: string;
}

export function clusterFolder(home: string): string {
  return join(home, 'cluster');
}

export function passwordFile(home: string): string {
  return join(home, 'password');
}

export function portFile(home: string): string {
  return join(home, 'port');
}

export function serverLogFile(home: string): string {
  return join(home, 'server.log');
}
