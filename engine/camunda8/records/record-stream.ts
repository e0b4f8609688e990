import type { Log } from '../../../core/log.ts';
import { EngineError } from '../../errors.ts';
import type { EngineMirror } from '../../mirror.ts';
import { fencesIn } from './fences-in.ts';
import type { Gap } from './gaps.ts';
import { makeJoinTargets } from './join-targets.ts';
import { makePartitionReader } from './partition-reader.ts';
import type { Applied, PartitionReader } from './partition-reader.ts';
import type { ZeebeRecord } from './read-record.ts';

export interface RecordStreamOptions {
  readonly mirror: Pick<EngineMirror, 'position' | 'apply' | 'deployments'>;
  readonly log: Log;
  /** One of the adapter's signals has come back: the partition has been read up to it. */
  readonly onFence?: (fence: Fence) => void;
}

export interface Fence {
  readonly partitionId: number;
  readonly name: string;
}

export interface RecordStream {
  /**
   * Writes the records of one request into the mirror; when it has answered they are committed.
   * Records that came before are left out.
   *
   * @throws RecordError when they cannot be understood; EngineError `conflict` while records of the
   * same partition are being written; what the mirror throws. Whatever it throws, the records are to
   * be sent again.
   */
  take(records: readonly ZeebeRecord[]): Promise<void>;
  figures(): StreamFigures;
}

/** Since the start of this process. */
export interface StreamFigures {
  readonly partitions: ReadonlyMap<number, PartitionFigures>;
  /** By kind, how many records were left aside because nobody here knows their kind. */
  readonly unread: ReadonlyMap<string, number>;
}

export interface PartitionFigures {
  /** When Zeebe made the newest record that was written. */
  readonly lastAtMs: number;
  readonly position: string;
  /** Records that never came, and the last hole. */
  readonly missing: number;
  readonly lastGap?: Gap;
}

export function makeRecordStream({ mirror, log, onFence }: RecordStreamOptions): RecordStream {
  const targets = makeJoinTargets(mirror.deployments);
  const readers = new Map<number, PartitionReader>();
  const busy = new Set<number>();
  const partitions = new Map<number, PartitionFigures>();
  const unread = new Map<string, number>();

  function readerOf(partitionId: number): PartitionReader {
    const reader = readers.get(partitionId) ?? makePartitionReader(partitionId, mirror, targets);
    readers.set(partitionId, reader);
    return reader;
  }

  async function takeOf(partitionId: number, records: readonly ZeebeRecord[]): Promise<void> {
    if (busy.has(partitionId)) {
      throw new EngineError('conflict', `records of partition ${partitionId} are being written`);
    }
    busy.add(partitionId);
    try {
      const applied = await readerOf(partitionId).read(records);
      if (applied) note(partitionId, applied);
      // Also those that were written before: whoever waits may have missed it.
      for (const name of fencesIn(records)) onFence?.({ partitionId, name });
    } finally {
      busy.delete(partitionId);
    }
  }

  function note(partitionId: number, { lastAtMs, position, gaps, unread: kinds }: Applied): void {
    const before = partitions.get(partitionId);
    const lastGap = gaps.at(-1) ?? before?.lastGap;
    partitions.set(partitionId, {
      lastAtMs,
      position,
      missing: gaps.reduce((sum, gap) => sum + gap.missing, before?.missing ?? 0),
      ...(lastGap && { lastGap }),
    });
    for (const gap of gaps)
      log.error(
        { partitionId, kind: gap.valueType, missing: gap.missing },
        'records of Zeebe are missing',
      );
    for (const [kind, count] of kinds) {
      if (!unread.has(kind))
        log.warn({ kind }, 'records of Zeebe of an unknown kind are left aside');
      unread.set(kind, (unread.get(kind) ?? 0) + count);
    }
  }

  return {
    async take(records) {
      for (const [id, ofPartition] of byPartition(records)) await takeOf(id, ofPartition);
    },
    figures: () => ({ partitions: new Map(partitions), unread: new Map(unread) }),
  };
}

function byPartition(records: readonly ZeebeRecord[]): Map<number, ZeebeRecord[]> {
  const partitions = new Map<number, ZeebeRecord[]>();
  for (const record of records) {
    const list = partitions.get(record.partitionId) ?? [];
    partitions.set(record.partitionId, list);
    list.push(record);
  }
  return partitions;
}
