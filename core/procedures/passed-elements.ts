import type { ElementState, ProcessState } from '../cases/process-state.ts';
import { firstProperty, isAside, nodeOf, scopeChain } from './element-chain.ts';
import type { Procedure } from './procedure.ts';

/** Text keys (`statusDone`) of what is done, in the order in which it was. */
export function passedTexts(
  procedure: Procedure,
  process: ProcessState,
): { key: string; atMs: number }[] {
  return completed(process)
    .flatMap((element) => {
      const key = nodeOf(procedure, element)?.properties['statusDone'];
      return key === undefined ? [] : [{ key, atMs: element.endedAtMs ?? element.startedAtMs }];
    })
    .toSorted((a, b) => a.atMs - b.atMs);
}

/** Text key of what came out: of the last end event of the case's own process that says it. */
export function outcomeKey(procedure: Procedure, process: ProcessState): string | undefined {
  return completed(process)
    .filter(({ processId }) => processId === process.processId)
    .flatMap((element) => {
      const key = nodeOf(procedure, element)?.properties['outcome'];
      return key === undefined ? [] : [{ key, atMs: element.endedAtMs ?? 0 }];
    })
    .toSorted((a, b) => a.atMs - b.atMs)
    .at(-1)?.key;
}

/** Indexes of the phases that the case has been in. */
export function reachedPhases(procedure: Procedure, process: ProcessState): Set<number> {
  const byKey = new Map(process.elements.map((element) => [element.key, element]));
  const { phases } = procedure.config;
  const indexes = process.elements
    .map((element) => scopeChain(byKey, element))
    .filter((chain) => !isAside(procedure, chain))
    .map((chain) => phases.indexOf(firstProperty(procedure, chain, 'phase') ?? ''));
  return new Set([0, ...indexes.filter((index) => index >= 0)]);
}

function completed(process: ProcessState): ElementState[] {
  return process.elements.filter(({ state }) => state === 'completed');
}
