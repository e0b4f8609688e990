import type { PageCursor } from '../../../core/cases/process-state.ts';
import type { Context } from '../../context.ts';
import { oneValue } from '../../fields.ts';

/** Rows of one list on a page. */
export const ROWS_PER_PAGE = 100;
/** One more is asked for, so that a list that is cut off says so. */
export const ROWS_ASKED_FOR = ROWS_PER_PAGE + 1;

/** The lists of the operator's page: name in the address, and place on the page. */
export type ListName = 'stoerungen' | 'auftraege' | 'zahlungen' | 'aufgaben';

/** What a list shows of what was found, and where the rest is. */
export interface ListPage<Row> {
  readonly rows: readonly Row[];
  readonly moreHref: string | undefined;
  /** Present on every page but the first. */
  readonly firstHref: string | undefined;
}

export function listPage<Row>(
  context: Context,
  name: ListName,
  found: readonly Row[],
  cursorOf: (last: Row) => string,
): ListPage<Row> {
  const rows = found.slice(0, ROWS_PER_PAGE);
  const last = found.length > ROWS_PER_PAGE ? rows.at(-1) : undefined;
  return {
    rows,
    moreHref: last && `/betrieb?${name}=${cursorOf(last)}#${name}`,
    firstHref: oneValue(context.query, name) === undefined ? undefined : `/betrieb#${name}`,
  };
}

/** `moment.root.key`, as it stands in the address. */
export function cursorText({ createdAtMs, key }: PageCursor): string {
  return `${createdAtMs}.${key}`;
}

/** What is no cursor begins the list anew. */
export function cursorIn({ query }: Context, name: ListName): { after?: PageCursor } {
  const parts = /^(\d{1,15})\.(\d{1,18}\.\d{1,9})$/.exec(oneValue(query, name) ?? '');
  return parts ? { after: { createdAtMs: Number(parts[1]), key: parts[2] ?? '' } } : {};
}

export function idIn({ query }: Context, name: ListName): { afterId?: string } {
  const id = oneValue(query, name) ?? '';
  return /^\d{1,18}$/.test(id) ? { afterId: id } : {};
}
