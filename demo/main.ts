import { fstatSync } from 'node:fs';
import { demoAccounts, unknownCardNumber } from './library/accounts.ts';
import { optionsFromEnv } from './options-from-env.ts';
import { startDemoCity } from './start-demo-city.ts';

/**
 * The demo city as a process of its own. Options come by environment (options-from-env.ts); when it
 * is ready it prints one line of JSON with its addresses and the accounts to try. It ends on
 * SIGTERM, and when its parent is gone: the IPC channel closes, or standard input if that is a pipe.
 */
async function main(): Promise<void> {
  let stop = (): Promise<void> => Promise.resolve();
  const end = (): void => void stop().then(() => process.exit(0));
  process.once('SIGTERM', end);
  // Watched before anything is started: a parent can be killed early, too.
  const hasParent = watchParent(end);
  // Ctrl-C reaches the whole group; a parent still needs us while it drains.
  process.on('SIGINT', hasParent ? () => undefined : end);
  const city = await startDemoCity(optionsFromEnv(process.env));
  stop = city.stop;
  const { stop: _stop, ...addresses } = city;
  process.stdout.write(`${JSON.stringify({ ...addresses, accounts: accountsToTry() })}\n`);
}

/** What whoever started us can print for people: a number to type, and what it shows. */
function accountsToTry(): { number: string; shows: string }[] {
  const known = demoAccounts.map(({ cardNumber, items, shows }) => ({
    number: cardNumber ?? items[0]?.invoiceNumber ?? '',
    shows,
  }));
  return [...known, { number: unknownCardNumber, shows: 'Der Bibliothek unbekannt' }];
}

/** False when there is no parent to watch, as when it is started by hand. */
function watchParent(end: () => void): boolean {
  if (process.connected) {
    process.once('disconnect', end);
    return true;
  }
  if (!isPipe(0)) return false;
  process.stdin.once('close', end).resume();
  return true;
}

function isPipe(descriptor: number): boolean {
  try {
    const state = fstatSync(descriptor);
    return state.isFIFO() || state.isSocket();
  } catch {
    return false;
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
