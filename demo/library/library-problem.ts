import type { Answer } from '../faults/http-operation.ts';

const titles = {
  unauthorized: [401, 'Anmeldung fehlt oder ist falsch'],
  'invalid-request': [400, 'Anfrage ungültig'],
  'invalid-card-number': [400, 'Keine Ausweisnummer: zehn Ziffern, die letzte ist Prüfziffer'],
  'unknown-account': [404, 'Kein Konto zu dieser Ausweisnummer'],
  'unknown-invoice': [404, 'Keine Rechnung mit dieser Nummer'],
  'unknown-item': [404, 'Ein Posten ist unbekannt'],
  'unknown-booking': [404, 'Keine Buchung mit dieser Kennung'],
  'blocked-for-dunning': [409, 'Die Vollstreckungsstelle zieht ein'],
  'amount-changed': [409, 'Der Betrag hat sich geändert'],
  'already-settled': [409, 'Schon bezahlt'],
  'booking-id-used': [409, 'Die Kennung gehört zu einer anderen Buchung'],
} as const;

export type LibraryProblemCode = keyof typeof titles;

/** A problem (RFC 9457) with a stable code; see `schemas/problem.v1.json`. */
export function libraryProblem(code: LibraryProblemCode, more: object = {}): Answer {
  const [status, title] = titles[code];
  return {
    status,
    type: 'application/problem+json',
    body: { type: 'about:blank', status, title, code, ...more },
  };
}
