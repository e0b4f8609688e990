/** Where each outside system lives on the address of the demo city. */
export const paths = {
  payment: '/bezahldienst/api/v1.0.0',
  payments: '/bezahldienst/zahlungen',
  library: '/bibliothek/api/v1',
  accounts: '/bibliothek/konten',
  mailbox: '/postfach',
  population: '/melderegister/api/v1',
  vehicles: '/fahrzeugregister/api/v1',
  people: '/personen',
  dms: '/dms/browser',
  files: '/akten',
  transfers: '/fachverfahren',
  identity: '/anmeldedienst',
} as const;
