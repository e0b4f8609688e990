import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { press } from './browser-steps.ts';
import { pdfText } from './pdf-text.ts';
import { samplePdf } from './sample-files.ts';

/** Steps of the stories about a resident parking permit. */
export const PARKING = '/dienste/bewohnerparken';
export const ERIKA = 'Erika Sophie Lindner';

const DAY_MS = 86_400_000;

/** At a level that is enough for a quick answer. */
export async function signInErika(page: Page, path = PARKING): Promise<void> {
  await page.goto(`/anmelden?stufe=3&weiter=${encodeURIComponent(path)}`);
  await press(page, `${ERIKA}: ELSTER-Zertifikat (Stufe 3)`);
}

/** The inbox, as a clerk of the unit. */
export async function openDesk(page: Page): Promise<void> {
  await page.goto('/mitarbeit/aufgaben');
  await press(page, 'Sabine Roth: ELSTER-Zertifikat (Stufe 3)');
}

/** From the service's page to the person. */
export async function beginApplication(page: Page, kind = 'new'): Promise<void> {
  await press(page, 'Jetzt online starten');
  await page.locator(`input[name=requestKind][value=${kind}]`).check();
  await press(page, 'Weiter');
}

/** Somebody without an account; the register knows him. */
export async function fillJonas(page: Page): Promise<void> {
  await page.locator('input[name=familyName]').fill('von der Heide');
  await page.locator('input[name=givenNames]').fill('Jonas');
  await fillDate(page, 'birthDate', new Date(1999, 8, 3));
}

export async function fillTerm(page: Page, months: '6' | '12', from = tomorrow()): Promise<void> {
  await page.locator(`input[name=validMonths][value="${months}"]`).check();
  await fillDate(page, 'validFrom', from);
  await page.locator('input[name=noOwnSpace]').check();
}

/** From the last form to the receipt, with a look at both pages; answers the number of the case. */
export async function sendApplication(
  page: Page,
  look: { readonly atForm?: () => Promise<void>; readonly atCheck?: () => Promise<void> } = {},
): Promise<string> {
  await page.locator('input[name=truthful]').check();
  await look.atForm?.();
  await press(page, 'Weiter');
  await press(page, 'Weiter');
  await look.atCheck?.();
  await press(page, 'Verbindlich abschicken');
  const [number = ''] = await page.locator('dd.aw-code').allInnerTexts();
  return number;
}

/** As a guest, with somebody else's car and what its keeper declares. */
export async function applyWithDeclaration(page: Page, months: '6' | '12'): Promise<string> {
  await page.goto(PARKING);
  await beginApplication(page);
  await fillJonas(page);
  await press(page, 'Weiter');
  await page.locator('input[name=keeper][value=other-person]').check();
  const declaration = page.locator('input[type=file][name=keeperDeclaration]');
  await declaration.waitFor();
  await declaration.setInputFiles([paper('erklaerung.pdf')]);
  await page.getByRole('link', { name: 'erklaerung.pdf' }).waitFor();
  await page.locator('input[name=plate]').fill('MST-VH 60');
  await press(page, 'Weiter');
  await fillTerm(page, months);
  return sendApplication(page);
}

/** What a letter says that is offered on this page by the beginning of its file's name. */
export async function readLetter(page: Page, name: string): Promise<string> {
  const waiting = page.waitForEvent('download');
  await page.getByRole('link', { name: new RegExp(`^${name}-`) }).click();
  const path = await (await waiting).path();
  return pdfText(readFileSync(path));
}

/** As it stands on the permit, for whoever checks it. */
export async function permitCode(page: Page): Promise<string> {
  const permit = await readLetter(page, 'Bewohnerparkausweis');
  const [code = ''] = /[0-9A-Z]{4}(?:-[0-9A-Z]{4}){2}/.exec(permit) ?? [];
  expect(code, permit).not.to.equal('');
  return code;
}

export function paper(name: string): { name: string; mimeType: string; buffer: Buffer } {
  const buffer = Buffer.from(samplePdf([`<< /Mark (${name}) >>`]));
  return { name, mimeType: 'application/pdf', buffer };
}

export async function fillDate(page: Page, name: string, date: Date): Promise<void> {
  const parts = { day: date.getDate(), month: date.getMonth() + 1, year: date.getFullYear() };
  for (const [part, value] of Object.entries(parts)) {
    await page.locator(`input[name="${name}.${part}"]`).fill(String(value));
  }
}

export function tomorrow(): Date {
  return new Date(Date.now() + DAY_MS);
}
