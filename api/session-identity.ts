import type { Request } from 'express';
import type { PendingSignIn, SignedIn, TrustLevel } from '../connectors/identity/port.ts';
import { csrfToken } from './middleware/csrf.ts';
import { saveInstead, saveSession, stored } from './middleware/save-session.ts';

/** Who is signed in with this session, and which sign-ins are under way. */
export interface SessionIdentity {
  /** Absent too when it was too long ago. */
  signedIn(): SignedInHere | undefined;
  /** Keeps what must be known when the browser is back. */
  begin(begun: BegunSignIn): Promise<void>;
  /** What was kept under this state; it is gone then, so that an answer counts once. */
  take(state: string): Promise<BegunSignIn | undefined>;
  /** The session gets a new id, and loses what somebody else had opened with it. */
  signIn(signedIn: SignedIn): Promise<void>;
  /** Ends the session with all it had opened; gives who it was. */
  signOut(): Promise<SignedInHere | undefined>;
}

export type SignedInHere = SignedIn & { readonly atMs: number };
export type Audience = SignedIn['kind'];

export interface BegunSignIn {
  readonly audience: Audience;
  readonly pending: PendingSignIn;
  /** A path of ours. */
  readonly backTo: string;
  readonly atMs: number;
}

declare module 'express-session' {
  interface SessionData {
    signedIn?: SignedInHere;
    signingIn?: readonly BegunSignIn[];
  }
}

/** However busy somebody is: an evening for persons, a working day for staff. */
const LIFE_MS: Readonly<Record<Audience, number>> = {
  person: 4 * 3_600_000,
  staff: 10 * 3_600_000,
};
/** Finding the card, the reader and the number takes its time. */
const PENDING_MS = 20 * 60_000;
/** Tabs in which somebody may be signing in at once. */
const MAX_PENDING = 5;

export function sessionIdentity(request: Request, nowMs: number): SessionIdentity {
  const known = (): SignedInHere | undefined => {
    const signedIn = sessionOf(request)?.signedIn;
    return signedIn && nowMs - signedIn.atMs < LIFE_MS[signedIn.kind] ? signedIn : undefined;
  };
  const underWay = (): readonly BegunSignIn[] =>
    (request.session.signingIn ?? []).filter(({ atMs }) => nowMs - atMs < PENDING_MS);
  return {
    signedIn: known,
    async begin(begun) {
      request.session.signingIn = [...underWay(), begun].slice(-MAX_PENDING);
      await saveSession(request);
    },
    async take(state) {
      const taken = underWay().find(({ pending }) => pending.state === state);
      if (taken === undefined) return undefined;
      request.session.signingIn = underWay().filter((one) => one !== taken);
      await saveSession(request);
      return taken;
    },
    signIn: (signedIn) => replaceSession(request, known(), { ...signedIn, atMs: nowMs }),
    async signOut() {
      const signedIn = known();
      await endSession(request);
      return signedIn;
    },
  };
}

/** Enough for what is asked? Levels are numbers. */
export function provesLevel(signedIn: SignedInHere | undefined, level: TrustLevel): boolean {
  return signedIn?.kind === 'person' && signedIn.person.level >= level;
}

function subjectOf(signedIn: SignedIn): string {
  return signedIn.kind === 'person' ? signedIn.person.subject : signedIn.staff.subject;
}

/**
 * The old session goes at once, unlike in `rotate`: it may hold an identity, and would outlive the
 * sign-out. Forms opened before are refused by their token, unless the same person proves more.
 */
async function replaceSession(
  request: Request,
  previous: SignedInHere | undefined,
  signedIn: SignedInHere,
): Promise<void> {
  const { sessionID: oldId, session } = request;
  const isSame = previous?.kind === signedIn.kind && subjectOf(previous) === subjectOf(signedIn);
  const { rights, csrfToken: oldToken } = session;
  await saveInstead(request, () => {
    if (rights && (isSame || session.signedIn === undefined)) request.session.rights = rights;
    if (isSame && oldToken !== undefined) request.session.csrfToken = oldToken;
    request.session.signedIn = signedIn;
    csrfToken(request);
  });
  await stored((done) => request.sessionStore.destroy(oldId, done));
}

async function endSession(request: Request): Promise<void> {
  await stored((done) => request.session.destroy(done));
}

/** There is none after its end, and where the store could not be asked. */
function sessionOf(request: Request): Request['session'] | undefined {
  return request.session as Request['session'] | undefined;
}
