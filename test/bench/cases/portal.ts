import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoAccounts } from '../../../demo/library/accounts.ts';
import { makeCitizen } from '../../support/citizen.ts';
import { startApp } from '../../support/running-app.ts';
import type { BenchCase, Figure } from '../bench-case.ts';
import { percentile } from '../bench-case.ts';
import { arriveAtRate } from '../open-loop.ts';

const RATES_PER_SECOND = [50, 100, 300];
const SECONDS = 10;
const WARM_UP_SECONDS = 5;

/** The status page under load, with the process state read for each request. */
export const portal: BenchCase = {
  name: 'portal',
  what: `Status page of a waiting case, requests at a fixed rate for ${SECONDS} s; the load comes from the same machine`,
  async run({ runs }) {
    const dataDir = mkdtempSync(join(tmpdir(), 'amtsweg-portal-'));
    // Each request comes from another address, as behind a proxy: limits are per address.
    const app = await startApp({ dataDir, env: { LOG_LEVEL: 'warn', TRUSTED_PROXIES: '1' } });
    await app.ready();
    const citizen = makeCitizen(app.address);
    const receipt = await citizen.apply({ cardNumber: demoAccounts[0]?.cardNumber ?? '' });
    const url = `${app.address}/vorgang/${receipt.number}`;
    const load = statusLoad(url, citizen.cookieHeader());
    await load(RATES_PER_SECOND[0] ?? 1, WARM_UP_SECONDS);
    const figures: Figure[] = [];
    for (const rate of RATES_PER_SECOND) figures.push(...(await measure(load, rate, runs)));
    app.child.kill('SIGTERM');
    await app.ended();
    rmSync(dataDir, { recursive: true, force: true });
    return figures;
  },
};

type Load = (perSecond: number, seconds: number) => Promise<number[]>;

async function measure(load: Load, perSecond: number, runs: number): Promise<Figure[]> {
  const p50: number[] = [];
  const p99: number[] = [];
  for (let run = 0; run < runs; run++) {
    const latencies = await load(perSecond, SECONDS);
    p50.push(percentile(latencies, 0.5));
    p99.push(percentile(latencies, 0.99));
  }
  return [
    { name: `status page p50 at ${perSecond}/s`, unit: 'ms', values: p50, digits: 1 },
    { name: `status page p99 at ${perSecond}/s`, unit: 'ms', values: p99, digits: 1 },
  ];
}

function statusLoad(url: string, cookie: string): Load {
  // In turn, so that none lies idle for as long as the portal keeps it.
  const agent = new Agent({ keepAlive: true, maxSockets: 64, scheduling: 'fifo' });
  return (perSecond, seconds) =>
    arriveAtRate(perSecond * seconds, seconds, (index) => {
      const address = `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`;
      return fetchPage(url, agent, { cookie, 'x-forwarded-for': address });
    });
}

/** Whole and right, or the measurement fails. */
function fetchPage(url: string, agent: Agent, headers: Record<string, string>): Promise<void> {
  return new Promise((resolve, reject) => {
    get(url, { agent, headers }, (response) => {
      response.resume();
      response.once('end', () => {
        if (response.statusCode === 200) resolve();
        else reject(new Error(`the status page answered ${response.statusCode}`));
      });
    }).once('error', reject);
  });
}
