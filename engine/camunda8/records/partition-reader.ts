import { EngineError } from '../../errors.ts';
import type { EngineMirror } from '../../mirror.ts';
import { NOTHING_CARRIED } from './carried.ts';
import type { Carried } from './carried.ts';
import { findGaps, numberedBy } from './gaps.ts';
import type { Gap, Sequences } from './gaps.ts';
import type { JoinTargets } from './join-targets.ts';
import { readPosition, writePosition } from './position.ts';
import { RecordError } from './record-error.ts';
import type { ZeebeRecord } from './read-record.ts';
import { toChanges } from './to-changes.ts';

/** What was applied of a batch. */
export interface Applied {
  readonly lastAtMs: number;
  readonly position: string;
  readonly gaps: readonly Gap[];
  readonly unread: ReadonlyMap<string, number>;
}

export interface PartitionReader {
  /**
   * Writes what is new among records of the partition; undefined when nothing is. Not to be called
   * again before it has answered.
   *
   * @throws RecordError, and what the mirror throws; then nothing was taken over
   */
  read(records: readonly ZeebeRecord[]): Promise<Applied | undefined>;
}

/** Where the reading stands, as far as it was written. */
interface Standing {
  /** What the mirror has as the position. */
  readonly stored: string | undefined;
  readonly position: bigint;
  readonly carried: Carried;
  readonly sequences: Sequences;
}

/** More than one other process that reads the same partition is a mistake in the setup. */
const MAX_TRIES = 3;

export function makePartitionReader(
  partitionId: number,
  mirror: Pick<EngineMirror, 'position' | 'apply'>,
  targets: JoinTargets,
): PartitionReader {
  const source = `camunda8 partition ${partitionId}`;
  let standing: Standing | undefined;
  /** The outcome of the last write is not known, or somebody else has written. */
  let isDoubtful = true;

  async function whereItStands(): Promise<Standing> {
    if (standing && !isDoubtful) return standing;
    const stored = await mirror.position(source);
    if (!standing || standing.stored !== stored) standing = standingAt(stored);
    isDoubtful = false;
    return standing;
  }

  async function write(
    records: readonly ZeebeRecord[],
    from: Standing,
  ): Promise<Applied | undefined> {
    const last = records.at(-1) as ZeebeRecord;
    const { changes, carried, unread } = toChanges(
      records,
      from.carried,
      await targets.of(records),
    );
    const { gaps, sequences } = findGaps(records, from.sequences);
    const position = writePosition({ position: last.position, waiting: carried.waiting });
    const atMs = last.timestampMs;
    isDoubtful = true;
    if (!(await mirror.apply({ source, after: from.stored, position, atMs, changes }))) {
      return undefined;
    }
    standing = { stored: position, position: last.position, carried, sequences };
    isDoubtful = false;
    return { lastAtMs: atMs, position: String(last.position), gaps, unread };
  }

  return {
    async read(records) {
      checkOrder(records);
      for (let tries = 0; tries < MAX_TRIES; tries += 1) {
        const from = await whereItStands();
        const isFresh = ({ position }: ZeebeRecord) => position > from.position;
        const sequences = numberedBy(
          records.filter((record) => !isFresh(record)),
          from.sequences,
        );
        standing = { ...from, sequences };
        const fresh = records.filter(isFresh);
        if (fresh.length === 0) return undefined;
        const applied = await write(fresh, standing);
        if (applied) return applied;
      }
      throw new EngineError('conflict', `others read ${source} at the same time`);
    },
  };
}

function standingAt(stored: string | undefined): Standing {
  const read = stored === undefined ? undefined : readPosition(stored);
  return {
    stored,
    position: read?.position ?? -1n,
    carried: read ? { ...NOTHING_CARRIED, waiting: read.waiting } : NOTHING_CARRIED,
    sequences: new Map(),
  };
}

function checkOrder(records: readonly ZeebeRecord[]): void {
  records.reduce<bigint>((last, { partitionId, position }) => {
    if (position > last) return position;
    throw new RecordError(`partition ${partitionId}: position ${position} comes after ${last}`);
  }, -1n);
}
