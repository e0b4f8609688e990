import { systems, type System } from '../faults/fault-plan.ts';

export interface CallCounter {
  called(system: System, operation: string): void;
  /** Calls per system and operation since the start. */
  calls(): Record<string, Record<string, number>>;
}

export function makeCallCounter(): CallCounter {
  const counts: Record<string, Record<string, number>> = Object.fromEntries(
    systems.map((system) => [system, {}]),
  );
  return {
    called(system, operation) {
      const ofSystem = (counts[system] ??= {});
      ofSystem[operation] = (ofSystem[operation] ?? 0) + 1;
    },
    calls: () => structuredClone(counts),
  };
}

/** How often each key occurs. */
export function tally(keys: Iterable<string>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}
