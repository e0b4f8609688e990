import type { Clock } from '../core/clock.ts';
import type { ClamdAddress } from '../core/config/clamd-address.ts';
import type {
  DmsConfig,
  IdentityConfig,
  MailConfig,
  PaymentConfig,
  TokenApiConfig,
} from '../core/config.ts';
import {
  makeTransferDirectory,
  type TransferDirectorySettings,
} from './case-transfer/directory.ts';
import type { CaseTransferPort } from './case-transfer/port.ts';
import { makeCmisBrowser } from './dms/cmis-browser.ts';
import type { DmsPort } from './dms/port.ts';
import { makeOidc } from './identity/oidc.ts';
import type { IdentityPort } from './identity/port.ts';
import type { LibraryPort } from './library/port.ts';
import { makeLibraryRest } from './library/rest.ts';
import type { MailPort } from './mail/port.ts';
import { makeSmtp } from './mail/smtp.ts';
import type { PaymentPort } from './payment/port.ts';
import { makeXBezahldienste } from './payment/xbezahldienste.ts';
import { makePopulationRest } from './register/population-rest.ts';
import type { PopulationRegisterPort, VehicleRegisterPort } from './register/port.ts';
import { makeVehicleRest } from './register/vehicle-rest.ts';
import { makeTreasuryFiles, type TreasuryFileSettings } from './treasury/file.ts';
import type { TreasuryPort } from './treasury/port.ts';
import { unconfigured } from './unconfigured.ts';
import { makeClamd } from './virus-scan/clamd.ts';
import type { VirusScanPort } from './virus-scan/port.ts';

export interface ConnectorSettings {
  /** What is undefined is answered by a connector that says so. */
  readonly payment?: PaymentConfig | undefined;
  readonly mail?: MailConfig | undefined;
  readonly library?: TokenApiConfig | undefined;
  readonly identity?: IdentityConfig | undefined;
  readonly staffIdentity?: IdentityConfig | undefined;
  readonly populationRegister?: TokenApiConfig | undefined;
  readonly vehicleRegister?: TokenApiConfig | undefined;
  readonly treasury?: TreasuryFileSettings | undefined;
  readonly dms?: DmsConfig | undefined;
  readonly caseTransfer?: TransferDirectorySettings | undefined;
  readonly virusScan?: ClamdAddress | undefined;
  /** For one call, from the first byte to the last. */
  readonly timeoutMs?: number;
}

export interface Connectors {
  readonly payment: PaymentPort;
  readonly mail: MailPort;
  readonly library: LibraryPort;
  readonly populationRegister: PopulationRegisterPort;
  readonly vehicleRegister: VehicleRegisterPort;
  readonly treasury: TreasuryPort;
  readonly dms: DmsPort;
  readonly caseTransfer: CaseTransferPort;
  readonly virusScan: VirusScanPort;
  readonly identity: IdentityPort;
  readonly staffIdentity: IdentityPort;
}

const defaultTimeoutMs = 10_000;
/** A large file with many parts takes the scanner a while. */
const virusScanTimeoutMs = 30_000;

/** Chooses the connector of each kind: the one place that knows protocols. */
export function createConnectors(settings: ConnectorSettings, clock: Clock): Connectors {
  const timeoutMs = settings.timeoutMs ?? defaultTimeoutMs;
  const { payment, mail, library, populationRegister, vehicleRegister, treasury, caseTransfer } =
    settings;
  return {
    payment: payment
      ? makeXBezahldienste(toXBezahldienste(payment, timeoutMs), clock)
      : unconfigured<PaymentPort>('payment', ['create', 'read']),
    mail: mail ? makeSmtp({ ...mail, timeoutMs }, clock) : unconfigured<MailPort>('mail', ['send']),
    library: library
      ? makeLibraryRest({ ...library, timeoutMs })
      : unconfigured<LibraryPort>('library', ['account', 'book', 'findBooking']),
    populationRegister: populationRegister
      ? makePopulationRest({ ...populationRegister, timeoutMs })
      : unconfigured<PopulationRegisterPort>('population register', ['findPersons']),
    vehicleRegister: vehicleRegister
      ? makeVehicleRest({ ...vehicleRegister, timeoutMs })
      : unconfigured<VehicleRegisterPort>('vehicle register', ['findVehicle']),
    treasury: treasury
      ? makeTreasuryFiles(treasury)
      : unconfigured<TreasuryPort>('treasury', ['post', 'find']),
    dms: settings.dms
      ? makeCmisBrowser({ ...settings.dms, timeoutMs })
      : unconfigured<DmsPort>('DMS', ['openProcedure', 'file', 'close']),
    caseTransfer: caseTransfer
      ? makeTransferDirectory(caseTransfer, clock)
      : unconfigured<CaseTransferPort>('case transfer', ['deliver', 'find']),
    virusScan: settings.virusScan
      ? makeClamd({ address: settings.virusScan, timeoutMs: virusScanTimeoutMs })
      : unconfigured<VirusScanPort>('virus scan', ['scan']),
    identity: toIdentity('person', settings.identity, timeoutMs, clock),
    staffIdentity: toIdentity('staff', settings.staffIdentity, timeoutMs, clock),
  };
}

function toXBezahldienste(payment: PaymentConfig, timeoutMs: number) {
  const { url, originatorId, endpointId, tokenUrl, clientId, clientSecret } = payment;
  const authentication = { type: 'oauth2', tokenUrl, clientId, clientSecret } as const;
  return { url, originatorId, endpointId, authentication, timeoutMs };
}

function toIdentity(
  audience: 'person' | 'staff',
  settings: IdentityConfig | undefined,
  timeoutMs: number,
  clock: Clock,
): IdentityPort {
  return settings
    ? makeOidc({ ...settings, audience, timeoutMs }, clock)
    : unconfigured<IdentityPort>(`identity of ${audience}`, ['begin', 'finish', 'endSessionUrl']);
}
