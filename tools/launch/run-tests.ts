import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runStep, type StepResult } from './run-step.ts';

/** In this order: what is quick and basic first. Suites that nobody named here come last. */
const ORDER = ['unit', 'contract', 'property', 'procedures', 'api', 'store', 'e2e', 'faults'];
/** They fetch hundreds of megabytes and need Java: `npm run test:engines` runs them. */
const LEFT_OUT = ['engines'];
const CHECK_LIMIT_MS = 10 * 60_000;
const SUITE_LIMIT_MS = 30 * 60_000;
/** How long a suite may still run when its tests are over. */
const AFTERWARDS_LIMIT_MS = 60_000;

interface Tally {
  readonly name: string;
  readonly passes: number;
  readonly failures: number;
  readonly pending: number;
  readonly note?: string;
}

/** The complete test run: the checks count as one each, then the tests of all suites. */
async function main(): Promise<void> {
  const root = process.cwd();
  const tallies: Tally[] = [];
  const add = (tally: Tally): void => {
    tallies.push(tally);
    console.log(describe(tally));
  };
  for (const check of checks(root)) add(await runCheck(check));
  for (const suite of findSuites(root)) add(await runSuite(root, suite));
  summarize(tallies);
}

interface Check {
  readonly name: string;
  readonly args: readonly string[];
}

function checks(root: string): Check[] {
  const script = (path: string): string => join(root, 'node_modules', path);
  return [
    { name: 'type check', args: [script('typescript/bin/tsc'), '-p', 'tsconfig.json'] },
    { name: 'lint', args: [script('eslint/bin/eslint.js'), '.', '--max-warnings=0'] },
    { name: 'format', args: [script('prettier/bin/prettier.cjs'), '--check', '.'] },
  ];
}

async function runCheck({ name, args }: Check): Promise<Tally> {
  console.log(`\n== ${name}`);
  const result = await runStep(args, { limitMs: CHECK_LIMIT_MS });
  const passed = result.exitCode === 0;
  return { name, passes: passed ? 1 : 0, failures: passed ? 0 : 1, pending: 0 };
}

/** Every folder below `test/` that holds tests, but for those left out: one that nobody listed runs too. */
function findSuites(root: string): string[] {
  return readdirSync(join(root, 'test'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && holdsTests(join(root, 'test', entry.name)))
    .map(({ name }) => name)
    .filter((name) => !LEFT_OUT.includes(name))
    .sort((one, other) => rank(one) - rank(other));
}

function holdsTests(folder: string): boolean {
  return readdirSync(folder, { recursive: true }).some((name) => String(name).endsWith('.test.ts'));
}

function rank(suite: string): number {
  const place = ORDER.indexOf(suite);
  return place === -1 ? ORDER.length : place;
}

async function runSuite(root: string, suite: string): Promise<Tally> {
  console.log(`\n== ${suite}`);
  const folder = mkdtempSync(join(tmpdir(), 'amtsweg-counts-'));
  const counts = join(folder, 'counts.json');
  const args = [
    join(root, 'node_modules/mocha/bin/mocha.js'),
    '--forbid-only',
    `--reporter=${join(root, 'tools/launch/counting-reporter.cjs')}`,
    `--reporter-option=counts=${counts}`,
    `test/${suite}/**/*.test.ts`,
  ];
  const result = await runStep(args, {
    limitMs: SUITE_LIMIT_MS,
    whenThere: { file: counts, limitMs: AFTERWARDS_LIMIT_MS },
  });
  const tally = tallySuite(suite, counts, result);
  rmSync(folder, { recursive: true, force: true });
  return tally;
}

/** A suite that breaks outside its tests counts as one more failure: nothing fails silently. */
function tallySuite(suite: string, counts: string, result: StepResult): Tally {
  if (!existsSync(counts)) {
    const note = result.timedOut ? 'ran too long' : `ended with ${result.exitCode} before its end`;
    return { name: suite, passes: 0, failures: 1, pending: 0, note };
  }
  const tally = JSON.parse(readFileSync(counts, 'utf8')) as Omit<Tally, 'name'>;
  if (result.timedOut) {
    return { ...tally, name: suite, failures: tally.failures + 1, note: 'left something running' };
  }
  if (result.exitCode !== 0 && tally.failures === 0) {
    return { ...tally, name: suite, failures: 1, note: `ended with ${result.exitCode}` };
  }
  return { ...tally, name: suite };
}

function describe({ name, passes, failures, pending, note }: Tally): string {
  const skipped = pending > 0 ? `, ${pending} skipped` : '';
  return `${name}: ${passes} passed, ${failures} failed${skipped}${note === undefined ? '' : ` (${note})`}`;
}

function summarize(tallies: readonly Tally[]): void {
  const sum = (key: 'passes' | 'failures' | 'pending'): number =>
    tallies.reduce((total, tally) => total + tally[key], 0);
  console.log('');
  for (const tally of tallies) console.log(describe(tally));
  if (sum('pending') > 0) console.log(`${sum('pending')} skipped`);
  console.log(`${sum('passes')} passed, ${sum('failures')} failed`);
  process.exitCode = sum('failures') === 0 ? 0 : 1;
}

process.chdir(join(import.meta.dirname, '../..'));
await main();
