import { isPortFree } from '../../store/postgres/free-port.ts';
import type { PlannedPort } from './engine.ts';
import { LaunchError } from './launch-error.ts';
import { wrongUsage } from './option-values.ts';
import { findPortHolder } from './port-holder.ts';

/** Throws on the first port that is taken, or planned twice. */
export async function checkPorts(ports: readonly PlannedPort[]): Promise<void> {
  const options = new Map<number, string>();
  for (const { port, option } of ports) {
    const other = options.get(port);
    if (other !== undefined) throw wrongUsage(`--${other} and --${option} both take port ${port}`);
    options.set(port, option);
  }
  for (const planned of ports) {
    if (!(await isPortFree(planned.port))) throw taken(planned);
  }
}

function taken({ port, option }: PlannedPort): LaunchError {
  const holder = findPortHolder(port);
  const who =
    holder === undefined ? 'another program' : `${holder.program} (process ${holder.pid})`;
  return new LaunchError(
    'port-taken',
    `Port ${port} is taken by ${who}. Choose another with --${option}.`,
  );
}
