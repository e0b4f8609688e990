import { demoIdentities, type DemoAccount } from '../../demo/identity/accounts.ts';
import { demoPeople } from '../../demo/registers/demo-people.ts';
import { demoAccounts } from '../../demo/library/accounts.ts';
import type { DemoCityAccess } from './demo-city.ts';

/** What the start prints: addresses, and whom one can be in the demo city. */
export function welcome(addresses: {
  readonly portalUrl: string;
  readonly operatorLink: string | undefined;
  readonly demo: DemoCityAccess | undefined;
}): string {
  const { portalUrl, operatorLink, demo } = addresses;
  const lines = [
    '',
    `  Portal        ${portalUrl}/`,
    ...(operatorLink === undefined ? [] : [`  Betrieb       ${operatorLink} (einmal gültig)`]),
    ...(demo === undefined ? [] : demoLines(demo, portalUrl)),
    '',
    '  Ende mit Strg-C',
    '',
  ];
  return lines.join('\n');
}

function demoLines(demo: DemoCityAccess, portalUrl: string): string[] {
  const cards = demoAccounts.flatMap(({ cardNumber, shows, items }) => {
    const number = cardNumber ?? items[0]?.invoiceNumber;
    return number === undefined ? [] : [`    ${number.padEnd(14)} ${shows}`];
  });
  return [
    `  Demostadt     ${demo.cityUrl}/ (Zahlungsdienst, Bibliothek, Störungen)`,
    `  Postfach      ${demo.mailboxUrl}/`,
    '',
    '  Bibliotheksausweise und Rechnungen zum Ausprobieren:',
    ...cards,
    '',
    '  Zum Anmelden, ohne Passwort:',
    `    Personen      ${namesOf('person')}`,
    `    Mitarbeit     ${namesOf('staff')} (${portalUrl}/mitarbeit/anmelden)`,
  ];
}

/** The page of the provider says what shows with each. */
function namesOf(kind: DemoAccount['kind']): string {
  const accounts = demoIdentities(demoPeople(new Date())).filter((one) => one.kind === kind);
  return [...new Set(accounts.map(({ name }) => name))].join(', ');
}
