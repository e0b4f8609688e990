import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect } from 'chai';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';

/** Debian's own; another one by `CHROMIUM`. */
const EXECUTABLE = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const WAIT_MS = 20_000;
const AGAIN_MS = 150;

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: EXECUTABLE, args: FLAGS });
}

export interface Visit {
  readonly width?: 320 | 360 | 1280;
  readonly javaScript?: boolean;
  readonly locale?: 'de-DE' | 'en-GB';
  readonly dark?: boolean;
}

export function openVisit(
  browser: Browser,
  baseURL: string,
  visit: Visit = {},
): Promise<BrowserContext> {
  return browser.newContext({
    baseURL,
    viewport: { width: visit.width ?? 1280, height: 900 },
    javaScriptEnabled: visit.javaScript ?? true,
    locale: visit.locale ?? 'de-DE',
    colorScheme: visit.dark === true ? 'dark' : 'light',
  });
}

let axe: string | undefined;

/** No violation of WCAG 2.2 AA or good practice, and nothing to scroll sideways. */
export async function expectAccessible(page: Page): Promise<void> {
  axe ??= readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  await page.evaluate(axe);
  const found = await page.evaluate(async (rules) => {
    const { axe: run } = globalThis as unknown as { axe: AxeRunner };
    const { violations } = await run.run({ runOnly: rules });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  }, RULES);
  const where = `${new URL(page.url()).pathname} at ${page.viewportSize()?.width} px`;
  expect(found, where).to.deep.equal([]);
  const overflow = await page.evaluate(overflowPx);
  expect(overflow, `${where} is too wide`).to.be.at.most(0);
}

/** KERN keeps room for a scroll bar beside the page, which `clientWidth` counts as page. */
function overflowPx(): number {
  const { documentElement: page } = document;
  return page.scrollWidth - page.getBoundingClientRect().width;
}

interface AxeRunner {
  run(options: { runOnly: string[] }): Promise<{
    violations: { id: string; nodes: { html: string }[] }[];
  }>;
}

/** Reloads until the page says it, as somebody without scripts would. */
export async function reloadUntil(page: Page, text: string): Promise<void> {
  const endMs = Date.now() + WAIT_MS;
  for (;;) {
    const main = await page.locator('main').innerText();
    if (main.includes(text)) return;
    if (Date.now() > endMs) throw new Error(`"${text}" never came; the page says: ${main}`);
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    await page.reload();
  }
}
