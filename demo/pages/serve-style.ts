import express, { type Router } from 'express';
import { fileURLToPath } from 'node:url';

const stylePath = fileURLToPath(new URL('./style.css', import.meta.url));

/** The one style sheet of all pages of the demo city. */
export function serveStyle(): Router {
  const router = express.Router();
  router.get('/style.css', (_request, response) => response.sendFile(stylePath));
  return router;
}
