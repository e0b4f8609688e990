import type { Answer } from '../faults/http-operation.ts';

/** The functional codes of XBezahldienste 1.0.0. */
export type FunctionalCode =
  | 'NO_VALID_ORIGINATOR_OR_ENDPOINT'
  | 'PAYMENT_EXISTS'
  | 'CALCULATION_ERROR'
  | 'BOOKING_DATA_MISSING'
  | 'VALIDATION_ERROR'
  | 'FORBIDDEN'
  | 'UNSPECIFIED';

/**
 * RFC 7807 problem with the standard's functional code. Which HTTP status goes with which code is
 * not said by the standard; ours are assumptions, and callers should go by the code.
 */
export function problem(status: number, functionalCode: FunctionalCode, detail: string): Answer {
  const title = titles[functionalCode];
  return {
    status,
    type: 'application/problem+json',
    body: { type: 'about:blank', status, title, detail, functionalCode },
  };
}

const titles: Record<FunctionalCode, string> = {
  NO_VALID_ORIGINATOR_OR_ENDPOINT: 'Onlinedienst oder Zahlstelle unbekannt',
  PAYMENT_EXISTS: 'Zahlung besteht bereits',
  CALCULATION_ERROR: 'Beträge passen nicht zusammen',
  BOOKING_DATA_MISSING: 'Buchungsdaten fehlen',
  VALIDATION_ERROR: 'Anfrage ungültig',
  FORBIDDEN: 'Zugriff verweigert',
  UNSPECIFIED: 'Fehler',
};
