import { z } from 'zod';
import { performOnce } from '../core/effects/perform-once.ts';
import { defineWorker } from './define-worker.ts';
import { sendMail } from './send-mail.ts';
import { templateValues } from '../core/letters/template-values.ts';

const input = z.object({
  /** Path of the mail's template in the bundle, such as `templates/receipt.mail.hbs`. */
  template: z.string().min(1),
  /** What the template needs besides the case. */
  values: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).nullish(),
});

const output = z.object({
  /** False when the applicant left no address, or the mail server refuses it for good. */
  notified: z.boolean(),
});

/** A mail to the applicant. Repeating is allowed: every copy carries the same Message-ID. */
export const notify = defineWorker({
  topic: 'notify',
  title: 'Antragsteller per E-Mail benachrichtigen',
  input,
  output,
  errors: {},
  async handle(context) {
    const { file, procedure, ports, topic, elementInstanceKey } = context;
    const to = file.contact.email;
    if (!to) return { type: 'done', output: { notified: false } };
    const { template } = context.input;
    const values = await templateValues(context, context.input.values ?? {});
    const mail = await ports.render.mail(procedure, template, file.locale, values);
    const outcome = await performOnce(ports.effects, {
      identity: { caseId: file.id, elementInstanceKey, topic, purpose: template, attempt: 1 },
      // Neither address nor text: a hash of what can be guessed would give it away.
      request: { template },
      act: (messageKey) => sendMail(ports.mail, { messageKey, to, ...mail }),
      repetition: { type: 'harmless' },
    });
    return { type: 'done', output: { notified: outcome.result.accepted } };
  },
});
