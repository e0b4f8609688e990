import type { Request } from 'express';

/**
 * Stores the session now. Left to the end of the response, a session that cannot be stored would
 * go out with its cookie all the same, and the next form of that browser would be refused.
 */
export async function saveSession(request: Request): Promise<void> {
  await stored((done) => request.session.save(done));
}

/** What express-session does with a callback, as a promise. */
export function stored(act: (done: (error?: unknown) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    act((error) => (error === undefined || error === null ? resolve() : reject(error as Error)));
  });
}

/** As `saveSession`, of a new one; if that fails the request has the session that it came with. */
export async function saveInstead(request: Request, fill: () => void): Promise<void> {
  const { sessionID, session } = request;
  request.sessionStore.generate(request);
  fill();
  try {
    await saveSession(request);
  } catch (error) {
    request.sessionID = sessionID;
    request.session = session;
    throw error;
  }
}
