import type { EngineStore } from '../../engine/embedded/store.ts';
import type { Store } from '../../store/open-store.ts';

/** Where a process can be killed: before and after what must not be lost or doubled. */
const OF_EVERY_JOB = [
  'job-completion:before',
  'case-change:before',
  'case-change:after',
  'effect-intended:after',
  'effect-done:before',
  'effect-done:after',
] as const;

/** Those that a paid fee passes. */
export const FEE_POINTS = [
  'engine-commit:before',
  'engine-commit:after',
  'command-taken:before',
  ...OF_EVERY_JOB,
  'outside:payment.create:after',
  'outside:payment.read:after',
  'outside:library.book:after',
  'outside:treasury.post:after',
  'outside:mail.send:after',
] as const;

/** Those that a case passes which is issued a document, filed and handed over. */
export const FILING_POINTS = [
  ...OF_EVERY_JOB,
  'outside:population.find:after',
  'outside:vehicles.find:after',
  'document-issue:before',
  'document-issue:after',
  'outside:mail.send:after',
  'outside:transfer.deliver:after',
  'outside:transfer.find:after',
  'outside:dms.open:after',
  'outside:dms.file:after',
  'outside:dms.close:after',
  // A document takes several calls: between any two of them as well.
  'outside:dms.post:after',
] as const;

export type KillPoint = (typeof FEE_POINTS | typeof FILING_POINTS)[number];

export interface KillSwitch {
  /** From now on: when the process passes the point for the n-th time, `strike` kills. */
  arm(point: KillPoint, passage: number, strike: () => void): void;
  passes(point: KillPoint): void;
}

export function makeKillSwitch(): KillSwitch {
  let armed: { point: KillPoint; left: number; strike: () => void } | undefined;
  return {
    arm(point, passage, strike) {
      armed = { point, left: passage, strike };
    },
    passes(point) {
      if (armed?.point !== point) return;
      armed.left -= 1;
      if (armed.left === 0) armed.strike();
    },
  };
}

export function withKillPointsInStore(store: Store, { passes }: KillSwitch): Store {
  const { cases, payments, commands, effects, issued } = store;
  const around = <Given extends unknown[], Result>(
    point: 'case-change' | 'effect-done' | 'document-issue',
    act: (...given: Given) => Promise<Result>,
  ) => {
    return async (...given: Given): Promise<Result> => {
      passes(`${point}:before`);
      const result = await act(...given);
      passes(`${point}:after`);
      return result;
    };
  };
  return {
    ...store,
    cases: {
      ...cases,
      submit: around('case-change', cases.submit),
      change: around('case-change', cases.change),
    },
    issued: { ...issued, issue: around('document-issue', issued.issue) },
    payments: { ...payments, update: around('case-change', payments.update) },
    commands: {
      ...commands,
      async markTaken(id) {
        passes('command-taken:before');
        await commands.markTaken(id);
      },
    },
    effects: {
      ...effects,
      async intend(identity) {
        const answer = await effects.intend(identity);
        passes('effect-intended:after');
        return answer;
      },
      done: around('effect-done', effects.done),
    },
  };
}

export function withKillPointsInEngineStore(
  store: EngineStore,
  { passes }: KillSwitch,
): EngineStore {
  return {
    ...store,
    async commit(writes) {
      if (writes.some(({ heldJob }) => heldJob !== undefined)) passes('job-completion:before');
      passes('engine-commit:before');
      const outcome = await store.commit(writes);
      passes('engine-commit:after');
      return outcome;
    },
  };
}
