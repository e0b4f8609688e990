import { ConnectorError } from './connector.ts';

const operatorsMatter = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'ENOENT', 'ENAMETOOLONG']);

/** Failures of the disk in the terms of connectors, for what may be repeated without harm. */
export async function onDisk<T>(name: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof ConnectorError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    const kind = operatorsMatter.has(code) ? 'misconfigured' : 'transient';
    throw new ConnectorError(kind, 'disk', `${name}: ${code}`, { cause: error });
  }
}
