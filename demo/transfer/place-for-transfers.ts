import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** The folder of the hand-overs: kept beside the journals, or one that goes with the demo city. */
export function placeForTransfers(stateDir: string | undefined): {
  path: string;
  close: () => void;
} {
  if (stateDir === undefined) {
    const path = mkdtempSync(join(tmpdir(), 'demo-city-transfers-'));
    return { path, close: () => rmSync(path, { recursive: true, force: true }) };
  }
  const path = resolve(stateDir, 'transfers');
  mkdirSync(path, { recursive: true });
  return { path, close: () => undefined };
}
