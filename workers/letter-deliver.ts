import { z } from 'zod';
import { deliveriesOf, deliveryDays, noteNotice, provide } from '../core/delivery/deliveries.ts';
import { announcement } from '../core/law/announcement.ts';
import { announcementRule } from '../core/procedures/announcement-rule.ts';
import type { WorkerAnswer, WorkerContext } from './define-worker.ts';
import { defineWorker } from './define-worker.ts';

const input = z.object({
  /**
   * `provide` puts a document of the case into the mailbox; `noticed` notes that the notice of it
   * went out (`notify` sends it); `check` tells whether it counts as announced by now.
   */
  operation: z.enum(['provide', 'noticed', 'check']),
  documentName: z.string().min(1).max(60),
  /**
   * With `provide`: whether it is a decision, which is announced; default: it is none. With `check`
   * the process waits for the announcement, so it is one.
   */
  isDecision: z.boolean().nullish(),
});

const output = z.object({
  /** `failed`: nobody retrieved it in time, it has to go by post. What is no decision stays `waiting`. */
  deliveryState: z.enum(['waiting', 'announced', 'failed']),
  /** ISO date on which it counts, or will count, as announced. */
  announcedOn: z.string().nullable(),
});

const NOT_ANNOUNCED = { deliveryState: 'waiting', announcedOn: null } as const;

type Context = WorkerContext<z.output<typeof input>>;
type Answer = WorkerAnswer<z.input<typeof output>>;

/** Letters in the mailbox of the case, with the dates that the law wants. */
export const letterDeliver = defineWorker({
  topic: 'letter-deliver',
  title: 'Schreiben ins Postfach legen',
  input,
  output,
  errors: {},
  async handle(context): Promise<Answer> {
    const { documentName, operation } = context.input;
    const isDecision = context.input.isDecision ?? false;
    const document = context.file.documents.find(({ name }) => name === documentName);
    if (!document?.forApplicant) {
      return { type: 'giveUp', reason: `no document ${documentName} for the applicant` };
    }
    if (operation === 'provide') {
      await context.change((file) => provide(file, document, context.nowMs, isDecision));
    } else if (operation === 'noticed') {
      await context.change((file) => noteNotice(file, documentName, context.nowMs));
    }
    return stateOf(context, documentName);
  },
});

async function stateOf(
  { input, file, ports, procedure, nowMs }: Context,
  name: string,
): Promise<Answer> {
  const current = await ports.cases.find(file.id);
  const delivery = current && deliveriesOf(current)[name];
  if (!delivery) return { type: 'giveUp', reason: `${name} was not provided yet` };
  const isDecision = delivery.isDecision ?? input.operation === 'check';
  if (!isDecision) return { type: 'done', output: NOT_ANNOUNCED };
  const rule = announcementRule(procedure.config.delivery);
  const told = announcement(rule, deliveryDays(current, delivery, nowMs));
  const day = 'day' in told ? (told.day ?? null) : null;
  return { type: 'done', output: { deliveryState: told.state, announcedOn: day } };
}
