import type { CaseTransferPort } from '../connectors/case-transfer/port.ts';
import type { DmsPort } from '../connectors/dms/port.ts';
import type { LibraryPort } from '../connectors/library/port.ts';
import type { MailPort } from '../connectors/mail/port.ts';
import type { PaymentPort } from '../connectors/payment/port.ts';
import type { PopulationRegisterPort, VehicleRegisterPort } from '../connectors/register/port.ts';
import type { TreasuryPort } from '../connectors/treasury/port.ts';
import type {
  CaseRepository,
  EffectRepository,
  PaymentRepository,
} from '../core/cases/repositories.ts';
import type { Clock } from '../core/clock.ts';
import type { IssuedDocumentRepository } from '../core/issued/issued-document.ts';
import type { JsonObject } from '../core/json.ts';
import type { Procedure } from '../core/procedures/procedure.ts';
import type { EnginePort } from '../engine/port.ts';
import type { Locale } from '../core/procedures/texts.ts';

/** Everything that workers may touch outside themselves. */
export interface WorkerPorts {
  readonly clock: Clock;
  readonly cases: CaseRepository;
  readonly effects: EffectRepository;
  readonly payments: PaymentRepository;
  readonly issued: IssuedDocumentRepository;
  readonly payment: PaymentPort;
  readonly mail: MailPort;
  readonly library: LibraryPort;
  readonly treasury: TreasuryPort;
  readonly dms: DmsPort;
  readonly caseTransfer: CaseTransferPort;
  readonly populationRegister: PopulationRegisterPort;
  readonly vehicleRegister: VehicleRegisterPort;
  /** For tables over data that no process may hold, such as addresses. */
  readonly evaluateDecision: EnginePort['evaluateDecision'];
  readonly render: RenderPort;
  /** Absolute address of the portal, for links in mails and the return from payment. */
  readonly publicUrl: string;
}

/**
 * Templates of a procedure made into mails and letters (`templates/render.ts`). `templatePath` is
 * a path in the bundle. A template that does not fit its values throws an `Error` with the line.
 */
export interface RenderPort {
  mail(
    procedure: Procedure,
    templatePath: string,
    locale: Locale,
    values: JsonObject,
  ): RenderedMail | Promise<RenderedMail>;
  /** A PDF. */
  letter(
    procedure: Procedure,
    templatePath: string,
    locale: Locale,
    values: JsonObject,
  ): Promise<Uint8Array>;
}

export interface RenderedMail {
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
}
