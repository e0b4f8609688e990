import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * Writes a file that appears complete or not at all, and never over another one. True: it was
 * written, or stood there already with the same bytes. False: there is another under this name.
 */
export async function writeOnce(
  path: string,
  data: string | Uint8Array,
  mode = 0o600,
): Promise<boolean> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  const draft = join(folder, `.${randomUUID()}.draft`);
  try {
    await writeDurably(draft, data, mode);
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return (await readFile(path)).equals(Buffer.from(data));
  } finally {
    await unlink(draft).catch(() => undefined);
  }
  await syncFolder(folder);
  return true;
}

async function writeDurably(path: string, data: string | Uint8Array, mode: number): Promise<void> {
  const file = await open(path, 'wx', mode);
  try {
    await file.writeFile(data);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The name of the file must outlive a crash too; Windows cannot sync folders and needs not. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  if (!handle) return;
  try {
    await handle.sync().catch(() => undefined);
  } finally {
    await handle.close();
  }
}
