import type { InboxCursor, InboxQuery, InboxSort } from '../../../core/cases/process-state.ts';
import { lineValue, oneValue } from '../../fields.ts';
import type { Fields } from '../../fields.ts';

/** Filters as they stand in the address, so that a link shows the same to a colleague. */
export interface InboxFilters {
  readonly procedure?: string;
  readonly element?: NonNullable<InboxQuery['element']>;
  readonly due?: 'overdue' | 'week';
  readonly claimed?: 'me' | 'nobody';
  /** Number of a case. */
  readonly number?: string;
  readonly sort: InboxSort;
  readonly after?: InboxCursor;
  /** Every box is ticked: what a script would do. */
  readonly all: boolean;
}

const DUE = { ueberfaellig: 'overdue', woche: 'week' } as const;
const CLAIMED = { ich: 'me', niemand: 'nobody' } as const;
const SORTS = { frist: 'due', alt: 'oldest', neu: 'newest' } as const;
export const DEFAULT_SORT: InboxSort = 'due';
const CURSOR = /^(\d{1,16})\.(\d{1,18})\.(\d{1,9})$/;
const ELEMENT = /^([\w.-]{1,120}):([\w.-]{1,120})$/;

export function readFilters(query: Fields): InboxFilters {
  const [, processId, elementId] = ELEMENT.exec(oneValue(query, 'schritt') ?? '') ?? [];
  const [, value, rootKey, key] = CURSOR.exec(oneValue(query, 'nach') ?? '') ?? [];
  const procedure = lineValue(query, 'verfahren', 60);
  const number = lineValue(query, 'vorgang', 40)?.toUpperCase();
  const due = chosen(DUE, oneValue(query, 'frist'));
  const claimed = chosen(CLAIMED, oneValue(query, 'wer'));
  return {
    ...(procedure === undefined ? {} : { procedure }),
    ...(processId && elementId ? { element: { processId, elementId } } : {}),
    ...(due ? { due } : {}),
    ...(claimed ? { claimed } : {}),
    ...(number === undefined ? {} : { number }),
    sort: chosen(SORTS, oneValue(query, 'sortierung')) ?? DEFAULT_SORT,
    ...(value && rootKey && key ? { after: { value: Number(value), rootKey, key } } : {}),
    all: oneValue(query, 'alle') === '1',
  };
}

/** The address with these filters; `change` overrides, an empty text takes a filter away. */
export function inboxHref(filters: InboxFilters, change: Record<string, string> = {}): string {
  const { element, after } = filters;
  const all: Record<string, string | undefined> = {
    verfahren: filters.procedure,
    schritt: element && `${element.processId}:${element.elementId}`,
    frist: nameOf(DUE, filters.due),
    wer: nameOf(CLAIMED, filters.claimed),
    vorgang: filters.number,
    sortierung: filters.sort === DEFAULT_SORT ? undefined : nameOf(SORTS, filters.sort),
    nach: after && cursorText(after),
    alle: filters.all ? '1' : undefined,
    ...change,
  };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(all)) if (value) query.set(name, value);
  const text = query.toString();
  return text === '' ? '/mitarbeit/aufgaben' : `/mitarbeit/aufgaben?${text}`;
}

export function cursorText({ value, rootKey, key }: InboxCursor): string {
  return `${value}.${rootKey}.${key}`;
}

/** Something narrows the list, so that an empty one says something else. */
export function isNarrowed({ procedure, element, due, claimed, number }: InboxFilters): boolean {
  return [procedure, element, due, claimed, number].some((one) => one !== undefined);
}

export const FILTER_NAMES = { due: DUE, claimed: CLAIMED, sort: SORTS };

function chosen<Value>(names: Readonly<Record<string, Value>>, name = ''): Value | undefined {
  return Object.hasOwn(names, name) ? names[name] : undefined;
}

function nameOf(names: Readonly<Record<string, string>>, value?: string): string | undefined {
  return Object.entries(names).find(([, one]) => one === value)?.[0];
}
