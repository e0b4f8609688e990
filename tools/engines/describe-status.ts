import { findRecord, type ProcessTable } from './engine-record.ts';
import type { Engine } from './engine.ts';
import { launcherOf } from './stop-engine.ts';

export interface Status {
  readonly running: boolean;
  readonly text: string;
}

export function describeStatus(
  { title }: Pick<Engine, 'title'>,
  runFolder: string,
  nowMs: number,
  processes?: ProcessTable,
): Status {
  const record = findRecord(runFolder, processes);
  if (record === undefined) {
    const launcher = launcherOf(runFolder);
    const begun = launcher === undefined ? '' : `, but is being prepared by process ${launcher}`;
    return { running: false, text: `${title} is not running${begun}.` };
  }
  const { pid, ready, startedAt, addresses } = record;
  const since = `since ${startedAt} (${duration(nowMs - Date.parse(startedAt))}, process ${pid})`;
  if (!ready) return { running: false, text: `${title} is starting ${since}.` };
  const lines = addresses.map(({ label, url }) => `  ${label.padEnd(9)} ${url}`);
  return { running: true, text: [`${title} is running ${since}.`, ...lines].join('\n') };
}

function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}
