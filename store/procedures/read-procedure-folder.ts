import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BLOCKS_FOLDER, makeBundle } from '../../core/procedures/bundle.ts';
import { isSafePath, MAX_FILES } from '../../core/procedures/check-files.ts';
import { makeProblemList } from '../../core/procedures/problem-list.ts';
import type { Problem, ProblemList } from '../../core/procedures/problem-list.ts';
import type { Bundle } from '../../core/procedures/procedure.ts';

export interface ReadBundles {
  readonly bundles: readonly Bundle[];
  /** What kept files from being read; with an error that folder is not among the bundles. */
  readonly problems: readonly Problem[];
}

/** Larger than the border of the models takes, so that it can say where they are too large. */
const MAX_FILE_BYTES = 2_200_000;
const MAX_DEPTH = 4;

/** Every procedure in `processes/`: its folder and the blocks that it calls. */
export async function readProcedureFolders(processesDir: string): Promise<ReadBundles> {
  const entries = await readdir(processesDir, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isDirectory() && /^[a-z0-9]/.test(entry.name))
    .map((entry) => entry.name)
    .sort();
  const read = await Promise.all(names.map((name) => readProcedureFolder(processesDir, name)));
  return {
    bundles: read.flatMap(({ bundle }) => bundle ?? []),
    problems: read.flatMap(({ problems }) => problems),
  };
}

/** One procedure as a bundle. Paths of the problems are those in `processes/`. */
export async function readProcedureFolder(
  processesDir: string,
  key: string,
): Promise<{ bundle?: Bundle; problems: readonly Problem[] }> {
  const problems = makeProblemList();
  const files = new Map<string, string>();
  await readFolder({ root: join(processesDir, key), prefix: '', shown: key, files, problems });
  for (const block of await calledBlocks(processesDir, files)) {
    const prefix = `${BLOCKS_FOLDER}/${block}`;
    const root = join(processesDir, BLOCKS_FOLDER, block);
    await readFolder({ root, prefix, shown: prefix, files, problems });
  }
  const found = problems.all();
  return found.length > 0 ? { problems: found } : { bundle: makeBundle(key, files), problems: [] };
}

interface Reading {
  readonly root: string;
  /** Of the paths in the bundle. */
  readonly prefix: string;
  /** Of the paths in problems. */
  readonly shown: string;
  readonly files: Map<string, string>;
  readonly problems: ProblemList;
}

async function readFolder(reading: Reading, inner = '', depth = 0): Promise<void> {
  const folder = join(reading.root, inner);
  for (const name of (await readdir(folder)).sort()) {
    // Editors and file managers leave such files behind.
    if (name.startsWith('.') || name.endsWith('~')) continue;
    const path = inner === '' ? name : `${inner}/${name}`;
    const shown = `${reading.shown}/${path}`;
    // `lstat`: a link could lead out of the folder.
    const entry = await lstat(join(reading.root, path));
    if (entry.isDirectory() && depth < MAX_DEPTH) await readFolder(reading, path, depth + 1);
    else if (!entry.isFile() || !isSafePath(path)) {
      reading.problems.add(shown, 'file-path', {}, { path: shown });
    } else if (entry.size > MAX_FILE_BYTES) {
      reading.problems.add(shown, 'file-too-large', {}, { max: Math.floor(MAX_FILE_BYTES / 1024) });
    } else if (reading.files.size >= MAX_FILES) {
      reading.problems.add(reading.shown, 'too-many-files', {}, { max: MAX_FILES });
      return;
    } else await readText(reading, path, shown);
  }
}

async function readText(reading: Reading, path: string, shown: string): Promise<void> {
  const inBundle = reading.prefix === '' ? path : `${reading.prefix}/${path}`;
  try {
    const bytes = await readFile(join(reading.root, path));
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (text.includes('\0')) reading.problems.add(shown, 'file-not-text', { line: 1 });
    else reading.files.set(inBundle, text);
  } catch (error) {
    if (error instanceof TypeError) reading.problems.add(shown, 'file-not-text', { line: 1 });
    else {
      const cause = (error as NodeJS.ErrnoException).code ?? 'unknown';
      reading.problems.add(shown, 'file-unreadable', {}, { cause });
    }
  }
}

/**
 * The blocks whose process a model of the bundle calls, and those that they call. A block's folder
 * is found by the id of its process; only existing folders are looked at, so a name in a model
 * cannot lead anywhere else.
 */
async function calledBlocks(
  processesDir: string,
  files: ReadonlyMap<string, string>,
): Promise<string[]> {
  const blocks = await blockModels(join(processesDir, BLOCKS_FOLDER));
  const called = new Set<string>();
  const models = [files.get('process.bpmn') ?? ''];
  for (let model = models.pop(); model !== undefined; model = models.pop()) {
    for (const [, processId] of model.matchAll(
      /<[\w-]+:calledElement\b[^>]*?\bprocessId="([^"]+)"/g,
    )) {
      const block = blocks.find((one) => one.processId === processId);
      if (!block || called.has(block.name)) continue;
      called.add(block.name);
      models.push(block.model);
    }
  }
  return [...called].sort();
}

interface BlockModel {
  readonly name: string;
  readonly processId: string;
  readonly model: string;
}

async function blockModels(folder: string): Promise<BlockModel[]> {
  const names = await readdir(folder).catch(() => []);
  const read = names.map(async (name): Promise<BlockModel | undefined> => {
    const file = join(folder, name, 'process.bpmn');
    const model = await readFile(file, 'utf8').catch(() => undefined);
    const processId = /<[\w-]+:process\b[^>]*?\bid="([^"]+)"/.exec(model ?? '')?.[1];
    return model === undefined || processId === undefined ? undefined : { name, processId, model };
  });
  return (await Promise.all(read)).flatMap((block) => block ?? []);
}
