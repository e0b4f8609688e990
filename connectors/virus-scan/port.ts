import type { ConnectorCheck } from '../connector.ts';

/** Looks for malware. Reads only: may be repeated. */
export interface VirusScanPort {
  check(): Promise<ConnectorCheck>;
  /** `rejected` / `too-large` when the scanner takes no file of this size. */
  scan(content: Uint8Array): Promise<VirusScanResult>;
}

export type VirusScanResult =
  | { readonly result: 'clean' }
  /** With the scanner's name for what it found. */
  | { readonly result: 'infected'; readonly signature: string };
