import { z } from 'zod';
import { performOnce } from '../core/effects/perform-once.ts';
import { localDay } from '../core/i18n/format.ts';
import { defineWorker } from './define-worker.ts';
import { dmsOf, noteClosed } from './dms-facts.ts';

const input = z.object({});

const output = z.object({
  /** ISO date. */
  dmsClosedOn: z.string(),
});

/** z.d.A.: nothing more is filed under this case. Once per case, whichever task asks. */
export const dmsClose = defineWorker({
  topic: 'dms-close',
  title: 'Vorgang zu den Akten nehmen',
  input,
  output,
  errors: {},
  async handle({ file, ports, topic, nowMs, change }) {
    const dms = dmsOf(file);
    if (!dms) return { type: 'giveUp', reason: 'nothing was filed: dms-file comes first' };
    const { procedureId } = dms;
    const outcome = await performOnce(ports.effects, {
      identity: {
        caseId: file.id,
        elementInstanceKey: file.id,
        topic,
        purpose: 'close',
        attempt: 1,
      },
      request: { procedureId },
      act: async () => {
        const closedOn = localDay(nowMs);
        await ports.dms.close(procedureId, closedOn);
        return { closedOn };
      },
      repetition: { type: 'harmless' },
    });
    const { closedOn } = outcome.result;
    await change((current) => noteClosed(current, closedOn));
    return { type: 'done', output: { dmsClosedOn: closedOn } };
  },
});
