import { checkDigit } from './check-digit.ts';

export type ItemKind = 'overdue' | 'loan' | 'lost-medium';

export interface SeedItem {
  itemNumber: string;
  kind: ItemKind;
  title?: string;
  amountCents: number;
  /** What the item costs from the second reading on: somebody changed it meanwhile. */
  laterAmountCents?: number;
  /** ISO date. */
  since: string;
  invoiceNumber: string;
}

export interface SeedAccount {
  /** Absent: there is only an invoice, such as that of a school class without a card. */
  cardNumber?: string;
  cardState: 'valid' | 'expired';
  /** The enforcement office collects; the library takes no money any more. */
  blockedForDunning: boolean;
  /** What can be tried with it, in German: shown on the start page of the demo city. */
  shows: string;
  items: SeedItem[];
}

/** Ten digits: nine that we choose and the check digit. */
function card(firstNine: string): string {
  return firstNine + checkDigit(firstNine);
}

/** A card that the library does not know although its check digit is right. */
export const unknownCardNumber = card('209999999');

/** An account for every branch of the matter. Dates and titles are invented. */
export const demoAccounts: readonly SeedAccount[] = [
  {
    cardNumber: card('200000001'),
    cardState: 'valid',
    blockedForDunning: false,
    shows: 'Ein Medium kam zu spät zurück',
    items: [item(1, 'overdue', 350, '2026-09-14', 'Die Vermessung der Welt')],
  },
  {
    cardNumber: card('200000002'),
    cardState: 'valid',
    blockedForDunning: false,
    shows: 'Jahresgebühr für die Ausleihe',
    items: [item(2, 'loan', 2000, '2026-10-01')],
  },
  {
    cardNumber: card('200000003'),
    cardState: 'valid',
    blockedForDunning: false,
    shows: 'Ein Medium ging verloren und wird ersetzt',
    items: [item(3, 'lost-medium', 2890, '2026-08-20', 'Atlas der Vogelstimmen')],
  },
  {
    cardNumber: card('200000004'),
    cardState: 'expired',
    blockedForDunning: false,
    shows: 'Mehrere Posten, einzeln wählbar; Ausweis abgelaufen',
    items: [
      item(41, 'overdue', 150, '2026-09-02', 'Momo'),
      item(42, 'overdue', 420, '2026-09-09', 'Krabat'),
      item(43, 'loan', 2000, '2026-10-01'),
      item(44, 'lost-medium', 1299, '2026-07-11', 'Das große Liederbuch'),
    ],
  },
  {
    cardNumber: card('200000005'),
    cardState: 'valid',
    blockedForDunning: false,
    shows: 'Nichts offen',
    items: [],
  },
  {
    cardNumber: card('200000006'),
    cardState: 'valid',
    blockedForDunning: true,
    shows: 'In der Mahnung: die Vollstreckungsstelle zieht ein',
    items: [item(6, 'overdue', 4780, '2025-12-05', 'Handbuch der Bienenzucht')],
  },
  {
    cardNumber: card('200000007'),
    cardState: 'valid',
    blockedForDunning: false,
    shows: 'Betrag ändert sich nach dem ersten Lesen',
    items: [{ ...item(7, 'overdue', 500, '2026-09-21', 'Emil'), laterAmountCents: 750 }],
  },
  {
    cardState: 'valid',
    blockedForDunning: false,
    shows: 'Nur eine Rechnung, kein Ausweis (Klassensatz einer Schule)',
    items: [item(8, 'lost-medium', 1650, '2026-06-30', 'Ein Band aus dem Klassensatz')],
  },
  {
    cardNumber: card('200000009'),
    cardState: 'valid',
    blockedForDunning: false,
    shows: 'Zum Wiederholen: noch eine Säumnisgebühr',
    items: [item(9, 'overdue', 600, '2026-09-28', 'Der kleine Wassermann')],
  },
];

function item(
  number: number,
  kind: ItemKind,
  amountCents: number,
  since: string,
  title?: string,
): SeedItem {
  const padded = String(number).padStart(3, '0');
  return {
    itemNumber: `P-${padded}`,
    kind,
    ...(title ? { title } : {}),
    amountCents,
    since,
    invoiceNumber: `R-2026-${padded}`,
  };
}
