import { z } from 'zod';
import type { LibraryAccount } from '../connectors/library/port.ts';
import type { CaseFile } from '../core/cases/case-file.ts';
import type { JsonObject } from '../core/json.ts';

/** The account as the case file keeps it: `facts.libraryAccount`. */
const keptAccount = z.object({
  items: z.array(
    z.object({
      itemNumber: z.string(),
      kind: z.enum(['overdue', 'loan', 'lost-medium']),
      title: z.string().optional(),
      amountCents: z.number().int(),
      since: z.string(),
    }),
  ),
});

export type KeptItem = z.output<typeof keptAccount>['items'][number];

export function accountFacts(account: LibraryAccount, readAtMs: number): JsonObject {
  return {
    libraryAccount: {
      state: account.state,
      readAtMs,
      items: account.items.map((item) => ({ ...item })),
    },
  };
}

export function itemFacts({ title, ...item }: KeptItem): JsonObject {
  return title === undefined ? item : { ...item, title };
}

export function keptItems(file: CaseFile): KeptItem[] {
  const kept = keptAccount.safeParse(file.facts['libraryAccount']);
  return kept.success ? kept.data.items : [];
}

/** What the applicant chose to pay: `answers.chosenItems`, item numbers; several or one. */
export function chosenItemNumbers(file: CaseFile): string[] {
  const chosen = file.answers['chosenItems'];
  if (typeof chosen === 'string') return [chosen];
  if (!Array.isArray(chosen)) return [];
  return [...new Set(chosen.filter((entry) => typeof entry === 'string'))];
}

/** What the process learns of an item: neither titles nor dates. */
export function positionOf({ itemNumber, kind, amountCents }: KeptItem): {
  reference: string;
  kind: KeptItem['kind'];
  amountCents: number;
} {
  return { reference: itemNumber, kind, amountCents };
}

/** The items as the library has them now; `undefined` when one is gone or costs something else. */
export function stillOpen(
  chosen: readonly KeptItem[],
  account: LibraryAccount,
): KeptItem[] | undefined {
  const now = chosen.map((item) =>
    account.items.find(
      ({ itemNumber, amountCents }) =>
        itemNumber === item.itemNumber && amountCents === item.amountCents,
    ),
  );
  const found = now.filter((item) => item !== undefined);
  return account.state === 'open' && found.length === chosen.length ? found : undefined;
}

/** Reads of an account that the library does not know, each counted once: for the form's words. */
export function unknownReads(file: CaseFile, readKey: string): JsonObject {
  const before = file.facts['unknownReads'];
  const keys = Array.isArray(before) ? before.filter((key) => key !== readKey) : [];
  return { unknownReads: [...keys, readKey] };
}

/** How the account is found: `answers.cardNumber` or `answers.invoiceNumber`. */
export function accountKey(
  file: CaseFile,
  identification: 'card' | 'invoice',
): { cardNumber: string } | { invoiceNumber: string } | undefined {
  const name = identification === 'card' ? 'cardNumber' : 'invoiceNumber';
  const value = file.answers[name];
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const number = value.replace(/\s+/g, '');
  return identification === 'card' ? { cardNumber: number } : { invoiceNumber: number };
}

export function totalCents(items: readonly { amountCents: number }[]): number {
  return items.reduce((sum, item) => sum + item.amountCents, 0);
}
