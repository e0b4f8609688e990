import { randomBytes, randomUUID } from 'node:crypto';
import { chmod, link, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { KeyMaterial, Keys } from './keys.ts';
import { parseKeys } from './keys.ts';

/**
 * Keys in a file that only its owner may read, made at the first start. For development and small
 * houses; others hand the keys in by the environment (`parseKeys`).
 */
export async function openKeyStore(file: string): Promise<Keys> {
  if (!(await exists(file))) await createKeyFile(file);
  await demandPrivate(file);
  return parseKeys(await readFile(file, 'utf8'));
}

/** A new master key becomes the current one; the old ones stay until all is wrapped anew. */
export async function rotateMasterKey(file: string): Promise<string> {
  parseKeys(await readFile(file, 'utf8'));
  const material = JSON.parse(await readFile(file, 'utf8')) as KeyMaterial;
  const current = newKeyId();
  const rotated = { ...material, current, master: { ...material.master, [current]: newKey() } };
  const temporary = await writePrivate(file, rotated);
  await rename(temporary, file);
  return current;
}

async function createKeyFile(file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const current = newKeyId();
  const temporary = await writePrivate(file, {
    current,
    master: { [current]: newKey() },
    blindIndex: newKey(),
    tracking: newKey(),
  });
  try {
    // Unlike a rename, a link never replaces the keys that another process made meanwhile.
    await link(temporary, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(temporary, { force: true });
  }
}

async function writePrivate(file: string, material: KeyMaterial): Promise<string> {
  const temporary = `${file}.${randomUUID()}`;
  const handle = await open(temporary, 'wx', 0o600);
  try {
    await handle.writeFile(`${JSON.stringify(material, null, 2)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await chmod(temporary, 0o600);
  return temporary;
}

async function demandPrivate(file: string): Promise<void> {
  if (process.platform === 'win32') return;
  const { mode } = await stat(file);
  if ((mode & 0o077) === 0) return;
  throw new Error(`The key file ${file} can be read by others; run: chmod 600 ${file}`);
}

async function exists(file: string): Promise<boolean> {
  try {
    await stat(file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

function newKey(): string {
  return randomBytes(32).toString('base64');
}

function newKeyId(): string {
  return `k-${randomBytes(6).toString('hex')}`;
}
