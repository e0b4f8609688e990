import { join, resolve } from 'node:path';
import type { Engine } from './engine.ts';

export interface Folders {
  /** Holds a folder for each version of the program; shared by all runs. */
  readonly programs: string;
  /** Holds data, log and record of one engine. */
  readonly run: string;
}

export function foldersOf(
  { name }: Pick<Engine, 'name'>,
  dataDir: string,
  runFolder = join(dataDir, 'engines', name, 'run'),
): Folders {
  return { programs: resolve(dataDir, 'engines', name, 'program'), run: resolve(runFolder) };
}
