import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Bundle } from '../../core/procedures/procedure.ts';
import { openBrowser, openVisit, type Visit } from './browser.ts';
import { startBrowserHouse, type BrowserHouse } from './browser-house.ts';

/** A house and a browser for the tests of one suite. */
export interface BrowserSuite {
  readonly house: BrowserHouse;
  readonly browser: Browser;
  /** A page in a context of its own, which ends with the test. */
  visit(options?: Visit): Promise<Page>;
}

/**
 * Within `describe`: opens both before its tests, mends the city after each, closes both in the end.
 * With `of: 'test'` each test has its own, such as one that lets years pass.
 */
export function browserSuite(
  alter?: (bundle: Bundle) => Bundle,
  { of = 'suite' }: { readonly of?: 'suite' | 'test' } = {},
): BrowserSuite {
  const open: { house?: BrowserHouse; browser?: Browser } = {};
  const contexts: BrowserContext[] = [];
  const [first, last] = of === 'suite' ? [before, after] : [beforeEach, afterEach];
  first(async () => {
    [open.house, open.browser] = await Promise.all([startBrowserHouse(alter), openBrowser()]);
  });
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
    await open.house?.city.mend();
  });
  last(async () => {
    await open.browser?.close();
    await open.house?.stop();
  });
  const suite: BrowserSuite = {
    get house() {
      return opened(open.house);
    },
    get browser() {
      return opened(open.browser);
    },
    async visit(options = {}) {
      const context = await openVisit(suite.browser, suite.house.address, options);
      contexts.push(context);
      return context.newPage();
    },
  };
  return suite;
}

function opened<Thing>(thing: Thing | undefined): Thing {
  if (thing === undefined) throw new Error('only within the tests of the suite');
  return thing;
}
