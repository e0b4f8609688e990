import { staffActor } from '../../../core/access/staff-cases.ts';
import type { TextKey } from '../../../core/i18n/translate.ts';
import { bulkAnswer } from '../../../core/procedures/task-properties.ts';
import type { Phrase } from '../../../templates/page-renderer.ts';
import type { Answer } from '../../answer.ts';
import { page } from '../../answer.ts';
import type { StaffContext } from '../../context.ts';
import { deskTaskOf } from '../../desk-cases.ts';
import { oneValue } from '../../fields.ts';
import { pageWords } from '../phrase.ts';
import { taskTitle } from './desk-words.ts';

const MOST = 200;
const CHOSEN = /^([\d.]{1,40}):(\d{1,9})$/;

type Outcome = 'done' | 'answered' | 'changed' | 'held' | 'unfit' | 'gone';

const REASONS: Readonly<Record<Exclude<Outcome, 'done'>, TextKey>> = {
  answered: 'desk.bulkAnswered',
  changed: 'desk.bulkChanged',
  held: 'desk.bulkHeld',
  unfit: 'desk.bulkUnfit',
  gone: 'desk.bulkGone',
};

interface Released {
  readonly outcome: Outcome;
  readonly number: string;
  readonly title: Phrase;
  readonly href: string | undefined;
}

/**
 * The one answer that the model allows for many cases, given to those that were chosen. What has
 * changed since the list was drawn is left alone and named: somebody has to look at it.
 */
export async function releaseMany(context: StaffContext): Promise<Answer> {
  const { body, t } = context;
  const chosen = [body['auswahl'] ?? []].flat().slice(0, MOST);
  const kind = oneValue(body, 'art') ?? '';
  const released: Released[] = [];
  for (const one of chosen) released.push(await release(context, one, kind));
  const done = released.filter(({ outcome }) => outcome === 'done');
  const left = released.flatMap(({ outcome, ...row }) =>
    outcome === 'done' ? [] : [{ ...row, reason: t(REASONS[outcome]) }],
  );
  const view = {
    done,
    doneText: t('desk.bulkDone', { count: done.length }),
    left,
    isEmpty: chosen.length === 0,
  };
  const status = chosen.length === 0 ? 422 : 200;
  return page('desk-released', t('desk.bulkHeading'), view, { section: 'desk', status });
}

async function release(context: StaffContext, chosen: string, kind: string): Promise<Released> {
  const { staff, services } = context;
  const [, key = '', version = ''] = CHOSEN.exec(chosen) ?? [];
  const found = await deskTaskOf(context, staff, key);
  if (!found) return { outcome: 'gone', number: '–', title: pageWords(''), href: undefined };
  const { file, procedure, task } = found;
  const told = {
    number: file.number,
    title: taskTitle(procedure, task, context),
    href: `/mitarbeit/vorgang/${file.number}`,
  };
  const bulk = bulkAnswer(procedure, task);
  if (!bulk || kind !== `${task.processId}:${task.elementId}`) return { ...told, outcome: 'unfit' };
  const { assignee } = task;
  if (assignee !== undefined && assignee !== staff.subject) return { ...told, outcome: 'held' };
  const seen = { ...file, version: Number(version) };
  const answers = { [bulk.field]: bulk.value };
  const actor = staffActor(staff.subject);
  const { completeUnchanged } = services.tasks;
  return { ...told, outcome: await completeUnchanged(seen, procedure, task, answers, actor) };
}
