import { DESK_ROLES } from '../core/access/staff-cases.ts';
import { STAFF_ROLES } from '../core/access/staff-role.ts';
import type { Route } from './route.ts';
import { showAction, takeAction } from './web/action/action-page.ts';
import { showCheck } from './web/assistant/check-page.ts';
import { showLater } from './web/assistant/later-page.ts';
import { saveStep } from './web/assistant/save-step.ts';
import { showUpload } from './web/assistant/show-upload.ts';
import { resumeApplication, showStep } from './web/assistant/step-page.ts';
import { submitApplication } from './web/assistant/submit-application.ts';
import { takeOverDraft } from './web/assistant/take-over.ts';
import { showCaseMailbox } from './web/mailbox/case-mailbox.ts';
import { showMailbox } from './web/mailbox/mailbox-page.ts';
import { downloadDeskDocument } from './web/desk/case-documents.ts';
import { showDeskCase } from './web/desk/case-page.ts';
import { claimTask, unclaimTask } from './web/desk/claim-task.ts';
import { showInbox } from './web/desk/inbox-page.ts';
import { showPostUpload } from './web/desk/post-uploads.ts';
import { releaseMany } from './web/desk/release-many.ts';
import { showStaffAction, takeStaffAction } from './web/desk/staff-action.ts';
import { completeDeskTask, showDeskTask } from './web/desk/task-page.ts';
import { lookUpPlate, showPlateLookup } from './web/enforcement/plate-page.ts';
import { decidePayment } from './web/operator/decide-payment.ts';
import { redeemOperatorLink, showOperatorLink } from './web/operator/operator-link.ts';
import { showOperator } from './web/operator/operator-page.ts';
import { completeStaffTask, showStaffTask } from './web/operator/operator-task.ts';
import { showOperatorCase } from './web/operator/operator-case.ts';
import { retryCommand, retryIncident } from './web/operator/retry.ts';
import { goToPayment, showPayment } from './web/payment/payment-page.ts';
import { showPaymentReturn } from './web/payment/payment-return.ts';
import { showReceipt } from './web/receipt/receipt-page.ts';
import { showService } from './web/service/service-page.ts';
import { startApplication } from './web/service/start-application.ts';
import { showServices } from './web/services/services-page.ts';
import { beginSignIn } from './web/sign-in/begin-sign-in.ts';
import { finishSignIn } from './web/sign-in/finish-sign-in.ts';
import { showSignedOut, signOut } from './web/sign-in/sign-out.ts';
import { showPersonSignIn, showStaffSignIn } from './web/sign-in/signed-in-page.ts';
import { downloadDocument } from './web/status/download-document.ts';
import { showStatus } from './web/status/status-page.ts';
import { answerTask, showTask } from './web/task/task-page.ts';
import { showTaskUpload } from './web/task/task-uploads.ts';
import { showFavicon, showHealth, showRobots } from './web/technical/technical.ts';
import { showText } from './web/texts/text-page.ts';
import { openCase, showTracking } from './web/tracking/tracking-page.ts';
import { showVerification } from './web/verify/verify-page.ts';

/** Every address of the portal. The first row that fits counts: fixed names stand before `:step`. */
// prettier-ignore
export const ROUTES: readonly Route[] = [
  { method: 'get',  path: '/',                                  access: 'public',   limit: 'page',  handle: showServices },
  { method: 'get',  path: '/dienste/:key',                      access: 'public',   limit: 'page',  handle: showService },
  { method: 'post', path: '/dienste/:key/beginnen',             access: 'public',   limit: 'write', handle: startApplication },

  { method: 'get',  path: '/antrag/:token',                     access: 'draft',    limit: 'page',  handle: resumeApplication },
  { method: 'get',  path: '/antrag/:token/pruefen',             access: 'draft',    limit: 'page',  handle: showCheck },
  { method: 'post', path: '/antrag/:token/pruefen',             access: 'draft',    limit: 'write', handle: submitApplication },
  { method: 'get',  path: '/antrag/:token/eingang',             access: 'draft',    limit: 'page',  handle: showReceipt },
  { method: 'get',  path: '/antrag/:token/spaeter',             access: 'draft',    limit: 'page',  handle: showLater },
  { method: 'post', path: '/antrag/:token/uebernehmen',         access: 'draft',    limit: 'write', handle: takeOverDraft },
  { method: 'get',  path: '/antrag/:token/datei/:id',           access: 'draft',    limit: 'page',  handle: showUpload },
  { method: 'get',  path: '/antrag/:token/:step',               access: 'draft',    limit: 'page',  handle: showStep },
  { method: 'post', path: '/antrag/:token/:step',               access: 'draft',    limit: 'write', handle: saveStep, uploads: true },

  { method: 'get',  path: '/verfolgen',                         access: 'public',   limit: 'page',  handle: showTracking },
  { method: 'post', path: '/verfolgen',                         access: 'public',   limit: 'guess', handle: openCase },
  { method: 'get',  path: '/vorgang/:number',                   access: 'case',     limit: 'page',  handle: showStatus },
  { method: 'get',  path: '/vorgang/:number/postfach',          access: 'case',     limit: 'page',  handle: showCaseMailbox },
  { method: 'get',  path: '/vorgang/:number/dokument/:id',      access: 'case',     limit: 'page',  handle: downloadDocument },
  { method: 'get',  path: '/vorgang/:number/aufgabe/:taskKey',  access: 'case',     limit: 'page',  handle: showTask },
  { method: 'post', path: '/vorgang/:number/aufgabe/:taskKey',  access: 'case',     limit: 'write', handle: answerTask, uploads: true },
  { method: 'get',  path: '/vorgang/:number/aufgabe/:taskKey/datei/:id', access: 'case', limit: 'page', handle: showTaskUpload },
  { method: 'get',  path: '/vorgang/:number/aktion/:key',       access: 'case',     limit: 'page',  handle: showAction },
  { method: 'post', path: '/vorgang/:number/aktion/:key',       access: 'case',     limit: 'write', handle: takeAction },
  { method: 'get',  path: '/vorgang/:number/zahlung',           access: 'case',     limit: 'page',  handle: showPayment },
  { method: 'get',  path: '/vorgang/:number/zahlung/weiter',    access: 'case',     limit: 'write', handle: goToPayment },
  { method: 'get',  path: '/zahlung/rueckkehr/:paymentId',      access: 'public',   limit: 'write', handle: showPaymentReturn },

  { method: 'get',  path: '/ausweis',                           access: 'public',   limit: 'guess', handle: showVerification },

  { method: 'get',  path: '/ausweis/kennzeichen',               access: 'staff',    limit: 'page',  handle: showPlateLookup, roles: ['enforcement'] },
  { method: 'post', path: '/ausweis/kennzeichen',               access: 'staff',    limit: 'write', handle: lookUpPlate, roles: ['enforcement'] },

  { method: 'get',  path: '/betrieb',                           access: 'operator', limit: 'page',  handle: showOperator },
  { method: 'get',  path: '/betrieb/zugang/:token',             access: 'public',   limit: 'page',  handle: showOperatorLink },
  { method: 'post', path: '/betrieb/zugang/:token',             access: 'public',   limit: 'guess', handle: redeemOperatorLink },
  { method: 'get',  path: '/betrieb/aufgabe/:taskKey',          access: 'operator', limit: 'page',  handle: showStaffTask },
  { method: 'post', path: '/betrieb/aufgabe/:taskKey',          access: 'operator', limit: 'write', handle: completeStaffTask },
  { method: 'get',  path: '/betrieb/vorgang/:caseId',           access: 'operator', limit: 'page',  handle: showOperatorCase },
  { method: 'post', path: '/betrieb/stoerung/:key',             access: 'operator', limit: 'write', handle: retryIncident },
  { method: 'post', path: '/betrieb/zahlung/:id',               access: 'operator', limit: 'write', handle: decidePayment },
  { method: 'post', path: '/betrieb/auftrag/:id',               access: 'operator', limit: 'write', handle: retryCommand },

  { method: 'get',  path: '/anmelden',                          access: 'public',   limit: 'write', handle: beginSignIn('person') },
  { method: 'get',  path: '/anmelden/zurueck',                  access: 'public',   limit: 'write', handle: finishSignIn('person') },
  { method: 'get',  path: '/anmeldung',                         access: 'person',   limit: 'page',  handle: showPersonSignIn },
  { method: 'get',  path: '/postfach',                          access: 'person',   limit: 'page',  handle: showMailbox },
  { method: 'post', path: '/abmelden',                          access: 'public',   limit: 'write', handle: signOut },
  { method: 'get',  path: '/abgemeldet',                        access: 'public',   limit: 'page',  handle: showSignedOut },
  { method: 'get',  path: '/mitarbeit',                         access: 'staff',    limit: 'page',  handle: showStaffSignIn, roles: STAFF_ROLES },
  { method: 'get',  path: '/mitarbeit/aufgaben',                access: 'staff',    limit: 'page',  handle: showInbox, roles: DESK_ROLES },
  { method: 'post', path: '/mitarbeit/freigaben',               access: 'staff',    limit: 'write', handle: releaseMany, roles: DESK_ROLES },
  { method: 'get',  path: '/mitarbeit/aufgabe/:taskKey',        access: 'staff-task', limit: 'page', handle: showDeskTask, roles: DESK_ROLES },
  { method: 'post', path: '/mitarbeit/aufgabe/:taskKey',        access: 'staff-task', limit: 'write', handle: completeDeskTask, roles: DESK_ROLES, uploads: true },
  { method: 'post', path: '/mitarbeit/aufgabe/:taskKey/uebernehmen', access: 'staff-task', limit: 'write', handle: claimTask, roles: DESK_ROLES },
  { method: 'post', path: '/mitarbeit/aufgabe/:taskKey/zuruecklegen', access: 'staff-task', limit: 'write', handle: unclaimTask, roles: DESK_ROLES },
  { method: 'get',  path: '/mitarbeit/aufgabe/:taskKey/datei/:id', access: 'staff-task', limit: 'page', handle: showPostUpload, roles: DESK_ROLES },
  { method: 'get',  path: '/mitarbeit/vorgang/:number',         access: 'staff-case', limit: 'page', handle: showDeskCase, roles: DESK_ROLES },
  { method: 'get',  path: '/mitarbeit/vorgang/:number/dokument/:id', access: 'staff-case', limit: 'page', handle: downloadDeskDocument, roles: DESK_ROLES },
  { method: 'get',  path: '/mitarbeit/vorgang/:number/aktion/:key', access: 'staff-case', limit: 'page', handle: showStaffAction, roles: DESK_ROLES },
  { method: 'post', path: '/mitarbeit/vorgang/:number/aktion/:key', access: 'staff-case', limit: 'write', handle: takeStaffAction, roles: DESK_ROLES },
  { method: 'get',  path: '/mitarbeit/anmelden',                access: 'public',   limit: 'write', handle: beginSignIn('staff') },
  { method: 'get',  path: '/mitarbeit/anmelden/zurueck',        access: 'public',   limit: 'write', handle: finishSignIn('staff') },

  { method: 'get',  path: '/impressum',                         access: 'public',   limit: 'page',  handle: showText('imprint') },
  { method: 'get',  path: '/datenschutz',                       access: 'public',   limit: 'page',  handle: showText('privacy') },
  { method: 'get',  path: '/barrierefreiheit',                  access: 'public',   limit: 'page',  handle: showText('accessibility') },
  { method: 'get',  path: '/gesundheit',                        access: 'public',   limit: 'page',  handle: showHealth },
  { method: 'get',  path: '/robots.txt',                        access: 'public',   limit: 'page',  handle: showRobots },
  { method: 'get',  path: '/favicon.svg',                       access: 'public',   limit: 'page',  handle: showFavicon },
];
