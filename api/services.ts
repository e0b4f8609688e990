import type { ConnectorCheck } from '../connectors/connector.ts';
import type { IdentityPort } from '../connectors/identity/port.ts';
import type { PaymentPort } from '../connectors/payment/port.ts';
import type { VirusScanPort } from '../connectors/virus-scan/port.ts';
import type { OperatorAccess } from '../core/access/operator-access.ts';
import type { StaffDirectory } from '../core/access/staff-directory.ts';
import type { SessionRepository } from '../core/access/session-repository.ts';
import type { ReadModel } from '../core/cases/process-state.ts';
import type {
  CaseRepository,
  DraftRepository,
  EngineCommandRepository,
  PaymentRepository,
} from '../core/cases/repositories.ts';
import type { IssuedDocumentRepository } from '../core/issued/issued-document.ts';
import type { PlateLookups } from '../core/issued/plate-lookups.ts';
import type { Clock } from '../core/clock.ts';
import type { WaitingWork } from '../core/effects/waiting-work.ts';
import type { Log } from '../core/log.ts';
import type { ProcedureCatalogue } from '../core/procedures/procedure.ts';
import type { EnginePort } from '../engine/port.ts';
import type { DocumentRenderer } from '../templates/render.ts';
import { makeClaimService } from './services/claims.ts';
import type { ClaimService } from './services/claims.ts';
import { makeActionService } from './services/actions.ts';
import type { ActionService } from './services/actions.ts';
import { makeLateAnswerService } from './services/late-answers.ts';
import type { LateAnswerService } from './services/late-answers.ts';
import { makeTaskService } from './services/tasks.ts';
import type { TaskService } from './services/tasks.ts';
import { makePaymentService } from './services/payments.ts';
import type { PaymentService } from './services/payments.ts';
import { makeSubmissionService } from './services/submission.ts';
import type { SubmissionService } from './services/submission.ts';
import { makeHealthService } from './services/health.ts';
import type { HealthService } from './services/health.ts';
import { makeUploadService } from './services/uploads.ts';
import type { UploadService } from './services/uploads.ts';

/** What the portal needs of the rest of the house. */
export interface PortalPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly catalogue: ProcedureCatalogue;
  readonly drafts: DraftRepository;
  readonly cases: CaseRepository;
  readonly payments: PaymentRepository;
  readonly issued: Pick<IssuedDocumentRepository, 'findByCode' | 'find' | 'ofCase' | 'events'>;
  readonly plateLookups: PlateLookups;
  readonly commands: Pick<
    EngineCommandRepository,
    'backlog' | 'failed' | 'retryFailed' | 'notTaken'
  >;
  readonly readModel: ReadModel;
  readonly engine: Pick<EnginePort, 'health' | 'incidents'> & {
    readonly tasks: Pick<EnginePort['tasks'], 'claim' | 'unclaim'>;
  };
  readonly payment: PaymentPort;
  /** How letters are shown before they are sent. */
  readonly render: Pick<DocumentRenderer, 'letterBlocks'>;
  readonly virusScan: Pick<VirusScanPort, 'scan'>;
  readonly identity: IdentityPort;
  readonly staffIdentity: IdentityPort;
  /** Every outside system, for the operator's page. */
  readonly connectors: readonly NamedConnector[];
  /** What waits for one of them in this process. */
  readonly waitingWork: () => readonly WaitingWork[];
  readonly sessions: SessionRepository;
  readonly staffDirectory: StaffDirectory;
  readonly operatorAccess: OperatorAccess;
}

/** In the order in which operators see them; each has a text `operator.connector.<kind>`. */
export const CONNECTOR_KINDS = [
  'payment',
  'mail',
  'library',
  'populationRegister',
  'vehicleRegister',
  'treasury',
  'dms',
  'caseTransfer',
  'virusScan',
  'identity',
  'staffIdentity',
] as const;

export interface NamedConnector {
  readonly kind: (typeof CONNECTOR_KINDS)[number];
  check(): Promise<ConnectorCheck>;
}

/** The ports, and what pages do with them in more than one step. */
export interface Services extends PortalPorts {
  readonly submission: SubmissionService;
  readonly tasks: TaskService;
  readonly actions: ActionService;
  readonly lateAnswers: LateAnswerService;
  readonly claims: ClaimService;
  readonly paymentView: PaymentService;
  readonly health: HealthService;
  readonly uploads: UploadService;
  /** Where persons or staff sign in. */
  signIn(audience: 'person' | 'staff'): IdentityPort;
}

export function makeServices(ports: PortalPorts): Services {
  return {
    ...ports,
    submission: makeSubmissionService(ports),
    tasks: makeTaskService(ports),
    actions: makeActionService(ports),
    lateAnswers: makeLateAnswerService(ports),
    claims: makeClaimService(ports),
    paymentView: makePaymentService(ports),
    health: makeHealthService(ports),
    uploads: makeUploadService(ports),
    signIn: (audience) => (audience === 'staff' ? ports.staffIdentity : ports.identity),
  };
}
