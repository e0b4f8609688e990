import type { ConnectorSettings } from '../../connectors/create-connectors.ts';
import { demoCredentials } from '../../demo/credentials.ts';
import type { DemoCityAddresses } from '../../demo/start-demo-city.ts';

/** How a house reaches the outside systems of a demo city with the demo's own credentials. */
export function cityConnectors(city: DemoCityAddresses): ConnectorSettings {
  const { originatorId, endPointId, clientId, clientSecret } = demoCredentials.payment;
  const { personId, personSecret, staffId, staffSecret } = demoCredentials.identity;
  const issuer = city.identityUrl;
  const registerToken = demoCredentials.registerToken;
  return {
    payment: {
      url: city.paymentUrl,
      originatorId,
      endpointId: endPointId,
      tokenUrl: `${city.paymentUrl}/auth/token`,
      clientId,
      clientSecret,
    },
    mail: { smtpUrl: city.smtpUrl, from: 'Amtsweg <amtsweg@musterstadt.example>' },
    library: { url: city.libraryUrl, token: demoCredentials.libraryToken },
    populationRegister: { url: city.populationRegisterUrl, token: registerToken },
    vehicleRegister: { url: city.vehicleRegisterUrl, token: registerToken },
    identity: { issuer, clientId: personId, clientSecret: personSecret },
    staffIdentity: { issuer, clientId: staffId, clientSecret: staffSecret },
    dms: {
      url: city.dmsUrl,
      user: demoCredentials.dms.user,
      password: demoCredentials.dms.password,
      repositoryId: city.dmsRepositoryId,
      root: city.dmsRoot,
    },
    caseTransfer: { directory: city.transferDir },
  };
}
