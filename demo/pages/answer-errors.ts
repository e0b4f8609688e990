import type { ErrorRequestHandler } from 'express';

/** A request that cannot be read, such as one too large or with broken JSON: one line, no stack. */
export const answerErrors: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (response.headersSent) return next(error);
  const { status, message } = error as { status?: number; message?: string };
  response.status(status ?? 500).json({ error: message ?? 'unexpected' });
};
