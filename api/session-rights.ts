import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';
import { csrfToken } from './middleware/csrf.ts';
import { saveInstead, saveSession } from './middleware/save-session.ts';

/** What a session may do beyond what is public. Gaining a right gives the session a new id. */
export interface SessionRights {
  /** The case that this session opened under a number. */
  caseAccess(number: string): CaseAccess | undefined;
  grantCase(number: string, access: CaseAccess): Promise<void>;
  isOperator(nowMs: number): boolean;
  grantOperator(untilMs: number): Promise<void>;
  /** A mark that only this session can show again, for a hidden field. */
  proof(subject: string): string;
  isProof(subject: string, shown: string | undefined): boolean;
}

export interface CaseAccess {
  readonly caseId: string;
  /** Only where the case was submitted in this session: the receipt shows it. */
  readonly trackingCode?: string;
}

interface RightsData {
  readonly cases: readonly (CaseAccess & { readonly number: string })[];
  readonly operatorUntilMs: number;
}

declare module 'express-session' {
  interface SessionData {
    rights?: RightsData;
  }
}

/** So that a session stays small whatever somebody does with it; the oldest goes first. */
const MAX_CASES = 20;

export function sessionRights(request: Request, secret: string): SessionRights {
  // The CSRF token stays when the session gets a new id, so the mark does too.
  const proof = (subject: string): string =>
    createHmac('sha256', secret)
      .update(`${csrfToken(request)} ${subject}`)
      .digest('base64url');
  const read = (): RightsData => request.session.rights ?? { cases: [], operatorUntilMs: 0 };
  return {
    caseAccess: (number) => read().cases.find((access) => access.number === number),
    async grantCase(number, access) {
      const { cases } = read();
      const known = cases.find((one) => one.number === number && one.caseId === access.caseId);
      const others = cases.filter((one) => one.number !== number);
      const merged = { ...known, ...access, number };
      const rights = { ...read(), cases: [...others, merged].slice(-MAX_CASES) };
      await gain(request, rights);
    },
    isOperator: (nowMs) => nowMs < read().operatorUntilMs,
    grantOperator: (untilMs) => gain(request, { ...read(), operatorUntilMs: untilMs }),
    proof,
    isProof: (subject, shown) => isSame(proof(subject), shown ?? ''),
  };
}

/**
 * Whoever is signed in has a session whose id nobody could have known before: it stays, so that no
 * older one is left that the sign-out would not reach.
 */
async function gain(request: Request, rights: RightsData): Promise<void> {
  if (request.session.signedIn === undefined) return rotate(request, rights);
  request.session.rights = rights;
  await saveSession(request);
}

/**
 * A new id with the new rights. The old session stays as it was, without them, until it expires:
 * were it removed, the second click of a double click, still sent under the old id, would fail.
 */
async function rotate(request: Request, rights: RightsData): Promise<void> {
  const { csrfToken, signingIn } = request.session;
  await saveInstead(request, () => {
    if (csrfToken !== undefined) request.session.csrfToken = csrfToken;
    if (signingIn !== undefined) request.session.signingIn = signingIn;
    request.session.rights = rights;
  });
}

function isSame(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
