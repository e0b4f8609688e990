import type { DmsSettings } from './dms/dms-settings.ts';
import type { PaymentSettings } from './start-demo-city.ts';

/** Made-up credentials of the demo city; a house that goes live must not use them. */
export const demoCredentials = {
  payment: {
    clientId: 'demo-portal',
    clientSecret: 'demo-secret',
    originatorId: 'amtsweg',
    endPointId: 'musterstadt',
    requireBookingData: false,
  } satisfies PaymentSettings,
  libraryToken: 'demo-library-token',
  registerToken: 'demo-register-token',
  dms: {
    user: 'amtsweg',
    password: 'demo-dms-password',
    repositoryId: 'musterstadt',
    versionable: true,
  } satisfies DmsSettings as DmsSettings,
  identity: {
    personId: 'amtsweg-portal',
    personSecret: 'demo-person-secret',
    staffId: 'amtsweg-mitarbeit',
    staffSecret: 'demo-staff-secret',
  },
} as const;
