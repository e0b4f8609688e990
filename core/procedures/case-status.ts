import type { ProcessState } from '../cases/process-state.ts';
import { activeSteps } from './active-steps.ts';
import type { ActiveStep, Turn } from './active-steps.ts';
import { followUpTextKey } from './follow-ups.ts';
import { outcomeKey, passedTexts, reachedPhases } from './passed-elements.ts';
import type { Procedure } from './procedure.ts';
import type { Locale } from './texts.ts';

/** What a citizen reads about a case. Texts are in the language asked for. */
export interface CaseStatus {
  /** `incident`: what is shown cannot go on by itself. */
  readonly state: 'received' | 'running' | 'incident' | 'ended';
  /** The least advanced phase in which something is going on; `index` from 0. */
  readonly phase: { readonly index: number; readonly count: number; readonly label: string };
  readonly phases: readonly PhaseStatus[];
  readonly headline: string;
  readonly explanation?: string;
  readonly turn: Turn;
  /** What the model says of it in words of its own (`<stem>.turn`), such as why nobody has to act. */
  readonly turnText?: string;
  readonly next?: string;
  readonly dueAtMs?: number;
  /** Everything that the citizen is asked for, from all parallel branches. */
  readonly demands: readonly Demand[];
  /** New applications that may be begun from this case, such as a renewal: names of `followUps`. */
  readonly followUps: readonly string[];
  /** What is behind us, the oldest first. */
  readonly history: readonly { readonly text: string; readonly atMs: number }[];
  /** Only at the end. */
  readonly outcome?: string;
}

export interface PhaseStatus {
  readonly label: string;
  /** `skipped`: the case went by it, or ended before it. */
  readonly state: 'done' | 'current' | 'upcoming' | 'skipped';
}

export interface Demand {
  /** A task of the citizen, or a payment. */
  readonly taskKey?: string;
  readonly payment?: true;
  readonly text: string;
  readonly dueAtMs?: number;
}

/** Texts that every procedure has, besides those that its model names. */
export const STATUS_TEXTS = {
  received: 'status.received',
  inProgress: 'status.inProgress',
  cancelled: 'status.cancelled',
} as const;

/**
 * The status of a case, computed from the state of its process and nothing else: no service task
 * and no column sets it. Texts belong to the model: an element's property `status` is the stem of
 * text keys: `<stem>` is the headline, `.explanation`, `.next` and `.demand` say more.
 *
 * `process` is absent until the engine has taken the case.
 */
export function caseStatus(
  procedure: Procedure,
  process: ProcessState | undefined,
  locale: Locale,
  nowMs: number,
): CaseStatus {
  const say = speaker(procedure, locale);
  if (!process) return beforeTheStart(procedure, say);
  const history = passedTexts(procedure, process)
    .filter(({ atMs }) => atMs <= nowMs)
    .map(({ key, atMs }) => ({ text: say.text(key), atMs }));
  const steps = activeSteps(procedure, process);
  if (process.state !== 'active' || isOver(procedure, process, steps)) {
    return atTheEnd(procedure, process, history, say);
  }
  return underWay(procedure, process, { history, steps }, say);
}

/** Only something beside it, such as a mail, is still going on. */
function isOver(
  procedure: Procedure,
  process: ProcessState,
  steps: readonly ActiveStep[],
): boolean {
  const isAllAside = steps.length > 0 && steps.every(({ isAside }) => isAside);
  return isAllAside && outcomeKey(procedure, process) !== undefined;
}

interface Speaker {
  text(key: string): string;
  /** The text with this key, when there is one. */
  find(key: string): string | undefined;
}

function speaker({ texts }: Procedure, locale: Locale): Speaker {
  const text = (key: string): string => texts.get(locale, key);
  return { text, find: (key) => (texts.has(key) ? text(key) : undefined) };
}

function beforeTheStart(procedure: Procedure, say: Speaker): CaseStatus {
  return {
    state: 'received',
    ...phasesAt(procedure, { reached: new Set([0]), at: 0, say }),
    ...words(STATUS_TEXTS.received, say),
    turn: 'office',
    demands: [],
    followUps: [],
    history: [],
  };
}

function underWay(
  procedure: Procedure,
  process: ProcessState,
  { history, steps }: Pick<CaseStatus, 'history'> & { readonly steps: readonly ActiveStep[] },
  say: Speaker,
): CaseStatus {
  const [first] = steps;
  // Whoever is asked for something must not read that there is nothing to do.
  const shown = steps.find(({ demand }) => demand !== undefined) ?? first;
  const isStopped = shown ? shown.isStopped : process.openIncidents.length > 0;
  const stem = isStopped ? STATUS_TEXTS.inProgress : (shown?.status ?? STATUS_TEXTS.received);
  return {
    state: isStopped ? 'incident' : 'running',
    ...phasesAt(procedure, {
      reached: reachedPhases(procedure, process),
      at: first?.phaseIndex ?? 0,
      isOver: first?.isClosing ?? false,
      say,
    }),
    ...words(stem, say),
    ...(isStopped || !shown ? {} : ledHeadline(shown, stem, say)),
    ...(isStopped ? {} : offeredNext(shown, say)),
    turn: isStopped ? 'office' : (shown?.turn ?? 'office'),
    ...(isStopped || shown?.dueAtMs === undefined ? {} : { dueAtMs: shown.dueAtMs }),
    demands: steps.flatMap((step) => demandsOf(step, say)),
    followUps: [...new Set(steps.flatMap(({ followUp }) => followUp ?? []))],
    history,
  };
}

/** "Your application is approved. Please pay": a block does not know what has brought us there. */
function ledHeadline(
  { lead }: ActiveStep,
  stem: string,
  say: Speaker,
): Partial<Pick<CaseStatus, 'headline'>> {
  if (lead === undefined || lead === stem) return {};
  return { headline: `${say.text(lead)}. ${say.text(stem)}` };
}

/** What was announced has come: now it can be done. */
function offeredNext(step: ActiveStep | undefined, say: Speaker): Pick<CaseStatus, 'next'> {
  const name = step?.followUp;
  const next = name === undefined ? undefined : say.find(followUpTextKey(name, 'next'));
  return next === undefined ? {} : { next };
}

function atTheEnd(
  procedure: Procedure,
  process: ProcessState,
  history: CaseStatus['history'],
  say: Speaker,
): CaseStatus {
  const isCancelled = process.state === 'terminated';
  const key = (isCancelled ? undefined : outcomeKey(procedure, process)) ?? STATUS_TEXTS.cancelled;
  const reached = reachedPhases(procedure, process);
  return {
    state: 'ended',
    ...phasesAt(procedure, { reached, at: Math.max(...reached), isOver: true, say }),
    ...words(key, say),
    turn: 'nobody',
    demands: [],
    followUps: [],
    history,
    outcome: say.text(key),
  };
}

interface Progress {
  readonly reached: ReadonlySet<number>;
  readonly at: number;
  /** Nothing more will come: no phase is under way. */
  readonly isOver?: boolean;
  readonly say: Speaker;
}

function phasesAt({ config }: Procedure, progress: Progress): Pick<CaseStatus, 'phase' | 'phases'> {
  const { at, say } = progress;
  const phases = config.phases.map((name, index): PhaseStatus => ({
    label: say.text(`phase.${name}`),
    state: phaseState(index, progress),
  }));
  return { phase: { index: at, count: phases.length, label: phases[at]?.label ?? '' }, phases };
}

/** Where nobody has been, nothing was done. */
function phaseState(
  index: number,
  { reached, at, isOver = false }: Progress,
): PhaseStatus['state'] {
  if (isOver || index < at) return reached.has(index) ? 'done' : 'skipped';
  return index === at ? 'current' : 'upcoming';
}

type Words = Pick<CaseStatus, 'headline' | 'explanation' | 'next' | 'turnText'>;

function words(stem: string, say: Speaker): Words {
  const explanation = say.find(`${stem}.explanation`);
  const next = say.find(`${stem}.next`);
  const turnText = say.find(`${stem}.turn`);
  return {
    headline: say.text(stem),
    ...(explanation === undefined ? {} : { explanation }),
    ...(next === undefined ? {} : { next }),
    ...(turnText === undefined ? {} : { turnText }),
  };
}

function demandsOf(step: ActiveStep, say: Speaker): Demand[] {
  if (step.demand === undefined) return [];
  const stem = step.status ?? STATUS_TEXTS.received;
  return [
    {
      ...(step.demand.type === 'task' ? { taskKey: step.demand.taskKey } : { payment: true }),
      text: say.find(`${stem}.demand`) ?? say.text(stem),
      ...(step.dueAtMs === undefined ? {} : { dueAtMs: step.dueAtMs }),
    },
  ];
}
