import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { demoAccounts } from '../../../demo/library/accounts.ts';
import type { FilledDraft } from '../../support/citizen.ts';
import { makeCitizen } from '../../support/citizen.ts';
import { startApp } from '../../support/running-app.ts';
import type { BenchCase } from '../bench-case.ts';
import { percentile } from '../bench-case.ts';
import { arriveAtRate } from '../open-loop.ts';

const PER_SECOND = 30;
const SECONDS = 10;
/** Drafts are filled in by so many people at once. */
const FILLERS = 8;
/** What the engine has taken by then has left its first job. */
const SETTLE_MS = 3_000;
const CARDS = demoAccounts.flatMap(({ cardNumber }) => cardNumber ?? []);

/** Applications that are sent while the engine runs those that came before. */
export const submissions: BenchCase = {
  name: 'submissions',
  what: `Applications sent at ${PER_SECOND}/s for ${SECONDS} s while engine and workers run them; from arrival to the receipt's redirect; the load comes from the same machine`,
  async run({ runs }) {
    const dataDir = mkdtempSync(join(tmpdir(), 'amtsweg-submissions-'));
    // Each person comes from another address, as behind a proxy: limits are per address.
    const app = await startApp({ dataDir, env: { LOG_LEVEL: 'warn', TRUSTED_PROXIES: '1' } });
    await app.ready();
    const p50: number[] = [];
    const p99: number[] = [];
    for (let run = 0; run <= runs; run++) {
      const latencies = await sendAll(app.address, await fillDrafts(app.address, run));
      await delay(SETTLE_MS);
      // The first run warms up.
      if (run === 0) continue;
      p50.push(percentile(latencies, 0.5));
      p99.push(percentile(latencies, 0.99));
    }
    app.child.kill('SIGTERM');
    await app.ended();
    rmSync(dataDir, { recursive: true, force: true });
    return [
      { name: `submission p50 at ${PER_SECOND}/s`, unit: 'ms', values: p50, digits: 1 },
      { name: `submission p99 at ${PER_SECOND}/s`, unit: 'ms', values: p99, digits: 1 },
    ];
  },
};

interface ReadyDraft {
  readonly draft: FilledDraft;
  readonly headers: Readonly<Record<string, string>>;
}

async function fillDrafts(address: string, run: number): Promise<ReadyDraft[]> {
  const ready: ReadyDraft[] = [];
  let next = 0;
  const fillSome = async (): Promise<void> => {
    while (next < PER_SECOND * SECONDS) {
      const number = next++;
      const from = `10.${run}.${number >> 8}.${number & 255}`;
      const citizen = makeCitizen(address, from);
      const draft = await citizen.fill({ cardNumber: CARDS[number % CARDS.length] ?? '' });
      const headers = { cookie: citizen.cookieHeader(), 'x-forwarded-for': from };
      ready.push({ draft, headers });
    }
  };
  await Promise.all(Array.from({ length: FILLERS }, fillSome));
  return ready;
}

function sendAll(address: string, drafts: readonly ReadyDraft[]): Promise<number[]> {
  // In turn, so that none lies idle for as long as the portal keeps it.
  const agent = new Agent({ keepAlive: true, maxSockets: 64, scheduling: 'fifo' });
  return arriveAtRate(drafts.length, SECONDS, (index) => {
    const { draft, headers } = drafts[index] as ReadyDraft;
    return submit(address + draft.action, agent, headers, draft.fields);
  });
}

/** Accepted, or the measurement fails. */
function submit(
  url: string,
  agent: Agent,
  headers: Readonly<Record<string, string>>,
  fields: FilledDraft['fields'],
): Promise<void> {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) {
    for (const one of [value].flat()) body.append(name, one);
  }
  return new Promise((resolve, reject) => {
    const sending = request(url, {
      method: 'POST',
      agent,
      headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
    });
    sending.once('error', reject);
    sending.once('response', (response) => {
      response.resume();
      response.once('end', () => {
        if (response.statusCode === 303) resolve();
        else reject(new Error(`a submission was answered ${response.statusCode}`));
      });
    });
    sending.end(body.toString());
  });
}
