import type { Answer } from '../../answer.ts';
import type { Context } from '../../context.ts';

/**
 * For probes: 200 while applications can be taken, also when the engine is away (they wait for it);
 * 503 when the database does not answer. Says no more than that to the public.
 */
export async function showHealth({ services }: Context): Promise<Answer> {
  const [engine, backlog] = await Promise.all([
    services.health.engine(),
    services.health.backlog(),
  ]);
  const storeOk = backlog !== 'no-answer';
  const engineOk = engine !== 'no-answer' && engine.ok;
  const body = {
    status: storeOk ? (engineOk ? 'ok' : 'degraded') : 'failing',
    store: storeOk ? 'ok' : 'away',
    engine: engineOk ? 'ok' : 'away',
  };
  return { type: 'json', body, status: storeOk ? 200 : 503 };
}

/** Only what is public is for search engines; addresses with secrets are nobody's to index. */
export function showRobots(): Answer {
  const closed = ['/antrag/', '/vorgang/', '/zahlung/', '/betrieb', '/verfolgen'];
  const lines = ['User-agent: *', ...closed.map((path) => `Disallow: ${path}`), ''];
  return { type: 'text', mediaType: 'text/plain', body: lines.join('\n') };
}

export function showFavicon(): Answer {
  const body = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#2044aa"/><path d="M9 23 16 8l7 15M12 18h8" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/></svg>`;
  return { type: 'text', mediaType: 'image/svg+xml', body };
}
