import { setTimeout as delay } from 'node:timers/promises';
import type { TestCity } from '../../support/demo-city.ts';
import {
  makeCitizen,
  PortalAway,
  type CaseStatus,
  type Citizen,
  type Receipt,
} from '../../support/citizen.ts';
import { cardOf, type AccountKind } from './accounts.ts';

/** What a citizen means to do; each plan takes other ways through the process. */
export type Plan =
  | 'pay'
  | 'pay-and-close-window'
  | 'refused-then-pay'
  | 'abandon-and-stop'
  | 'wait-with-choice'
  | 'two-items'
  | 'nothing-open'
  | 'blocked'
  | 'correct-number';

export const PLANS: readonly Plan[] = [
  'pay',
  'two-items',
  'refused-then-pay',
  'pay-and-close-window',
  'correct-number',
  'abandon-and-stop',
  'nothing-open',
  'blocked',
  'wait-with-choice',
];

/** A submission that was acknowledged, and how far the citizen came. */
export interface SeenCase extends Receipt {
  /** What the citizen meant to do. */
  readonly plan: string;
  /** What the status page says at the end, or while it waits for the citizen. */
  readonly headline: string;
}

export interface Acknowledged extends SeenCase {
  readonly plan: Plan;
  readonly email: string;
}

export interface CitizenWorld {
  readonly portalUrl: string;
  readonly city: TestCity;
  /** Numbers the citizens: no two share a card. */
  nextIndex(): number;
  /** The test has ended: nobody is patient any more. */
  isOver(): boolean;
  /** How far each citizen is, by index: what a test tells when somebody does not come to the end. */
  readonly whereabouts: Map<number, string>;
  /** What happens outside while the payment page is open. */
  beforePaying?(): Promise<void>;
}

const STATUS_LIMIT_MS = 60_000;
const PAUSE_MS = 150;

/** Tries again as long as the house is away, as a person with a reload button would. */
export async function patiently<T>(world: CitizenWorld, work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof PortalAway) || world.isOver()) throw error;
      await delay(PAUSE_MS);
    }
  }
}

/** Lives a whole case, however often the house dies meanwhile. */
export async function liveCase(world: CitizenWorld, plan: Plan): Promise<Acknowledged> {
  const submitted = await submitCase(world, plan);
  return submitted.finish();
}

export interface SubmittedCase {
  readonly receipt: Receipt;
  readonly citizen: Citizen;
  finish(): Promise<Acknowledged>;
}

export async function submitCase(world: CitizenWorld, plan: Plan): Promise<SubmittedCase> {
  const index = world.nextIndex();
  const citizen = makeCitizen(world.portalUrl);
  const email = `person-${index}@example.org`;
  const application = { cardNumber: cardOf(firstKind(plan), index), email };
  world.whereabouts.set(index, `(${plan}): applies`);
  const draft = await patiently(world, () => citizen.fill(application));
  const receipt = await patiently(world, () => citizen.submit(draft));
  return {
    receipt,
    citizen,
    async finish() {
      const headline = await carryOn(world, citizen, receipt, plan, index);
      return { ...receipt, plan, email, headline };
    },
  };
}

function firstKind(plan: Plan): AccountKind {
  if (plan === 'two-items' || plan === 'nothing-open' || plan === 'blocked') return plan;
  return plan === 'correct-number' ? 'unknown' : 'one-item';
}

/** Does what the status page asks for, until the case is over or the plan says to wait. */
async function carryOn(
  world: CitizenWorld,
  citizen: Citizen,
  { number }: Receipt,
  plan: Plan,
  index: number,
): Promise<string> {
  const paid = new Set<string>();
  for (;;) {
    const status = await patiently(world, () => citizen.status(number));
    world.whereabouts.set(index, `${number} (${plan}): ${status.headline}`);
    if (status.ended) {
      world.whereabouts.delete(index);
      return status.headline;
    }
    const [task] = status.tasks;
    if (task !== undefined) {
      if (plan === 'wait-with-choice') return status.headline;
      await patiently(world, () => answerTask(citizen, task, plan, index));
    } else if (status.canPay) {
      await patiently(world, () => decideOnPayment(world, citizen, number, plan, paid));
    }
    if (world.isOver()) throw new Error(`${number} (${plan}) stays: ${status.headline}`);
    await delay(PAUSE_MS);
  }
}

/** The status page as soon as it shows what is waited for. */
export async function untilStatus(
  world: CitizenWorld,
  citizen: Citizen,
  { number }: Receipt,
  isThere: (status: CaseStatus) => boolean,
): Promise<CaseStatus> {
  const deadlineMs = Date.now() + STATUS_LIMIT_MS;
  for (;;) {
    const status = await patiently(world, () => citizen.status(number));
    if (isThere(status)) return status;
    if (Date.now() > deadlineMs) throw new Error(`${number} stays: ${status.headline}`);
    await delay(PAUSE_MS);
  }
}

async function answerTask(
  citizen: Citizen,
  task: string,
  plan: Plan,
  index: number,
): Promise<void> {
  const page = await citizen.task(task);
  if (page.status >= 500) throw new PortalAway(`${task} answered ${page.status}`);
  // Answered before, and the answer was lost on the way back.
  if (page.status !== 200) return;
  await citizen.answer(page, {
    identification: 'card',
    cardNumber: cardOf('one-item', index),
    paymentRetry: plan === 'abandon-and-stop' ? 'stop' : 'again',
  });
}

async function decideOnPayment(
  { city, beforePaying }: CitizenWorld,
  citizen: Citizen,
  number: string,
  plan: Plan,
  decided: Set<string>,
): Promise<void> {
  const payment = await citizen.openPayment(number);
  if (payment === undefined || decided.has(payment.transactionId)) return;
  const isFirst = decided.size === 0;
  await beforePaying?.();
  const { transactionId } = payment;
  if (plan === 'abandon-and-stop') await city.payer(transactionId, 'abandon');
  else if (plan === 'refused-then-pay' && isFirst) await city.payer(transactionId, 'refuse');
  else await city.payer(transactionId, 'pay');
  decided.add(transactionId);
  if (plan === 'pay-and-close-window') return;
  const { transactions } = await city.effects();
  const own = transactions.find((one) => one.transactionId === transactionId);
  await citizen.comeBack(own?.requestId ?? '');
}
