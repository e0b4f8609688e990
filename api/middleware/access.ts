import type { IdentifiedPerson, IdentifiedStaff } from '../../connectors/identity/port.ts';
import { hasRole } from '../../core/access/staff-role.ts';
import type { StaffRole } from '../../core/access/staff-role.ts';
import { demandedLevel } from '../../core/access/trust-level.ts';
import type { TrustLevel } from '../../core/access/trust-level.ts';
import type { Draft } from '../../core/cases/case-file.ts';
import type { Procedure } from '../../core/procedures/procedure.ts';
import type { Answer } from '../answer.ts';
import { page, redirect } from '../answer.ts';
import { openCaseOf } from '../open-case.ts';
import { deskCaseOf, deskTaskOf } from '../desk-cases.ts';
import type { CaseContext, Context, DraftContext } from '../context.ts';
import { HttpError } from '../http-error.ts';
import type { Route } from '../route.ts';
import { provesLevel } from '../session-identity.ts';
import type { SignedInHere } from '../session-identity.ts';
import { signInPath } from '../web/sign-in/paths.ts';
import { signInNeeded } from '../web/sign-in/sign-in-problem.ts';
import { askForAccess } from '../web/tracking/tracking-page.ts';

const TOKEN = /^[\w-]{16,128}$/;

/** Applies the rule of a row before its handler, and is the only place that does. */
export async function answerRoute(route: Route, context: Context): Promise<Answer> {
  switch (route.access) {
    case 'public':
      return route.handle(context);
    case 'operator':
      return isOperator(context) ? route.handle(context) : refuseOperator(context);
    case 'person':
      return asPerson(context, route.minimumLevel ?? 1, (person) =>
        route.handle({ ...context, person }),
      );
    case 'staff':
      return asStaff(context, route.roles, (staff) => route.handle({ ...context, staff }));
    case 'staff-case':
      return asStaff(context, route.roles, async (staff) => {
        const found = await caseForStaff(context, staff);
        return route.handle({ ...context, staff, ...existing(found) });
      });
    case 'staff-task':
      return asStaff(context, route.roles, async (staff) => {
        const found = await taskForStaff(context, staff);
        return route.handle({ ...context, staff, ...existing(found) });
      });
    case 'draft': {
      const draft = await draftContext(context);
      if (!draft) return refuseDraft(context);
      return inItsLanguages(draft.procedure, await asBearer(draft, (mine) => route.handle(mine)));
    }
    case 'case': {
      const opened = await caseContext(context);
      if (!opened) return askForAccess(context, { status: 404 });
      return inItsLanguages(opened.procedure, await route.handle(opened));
    }
  }
}

/** Whether the rule would let somebody through: asked before what comes along is read at all. */
export async function mayUse(route: Route, context: Context): Promise<boolean> {
  const signedIn = context.identity.signedIn();
  switch (route.access) {
    case 'public':
      return true;
    case 'operator':
      return isOperator(context);
    case 'person':
      return provesLevel(signedIn, route.minimumLevel ?? 1);
    case 'staff':
      return isStaff(signedIn, route.roles);
    case 'staff-case':
      return isStaff(signedIn, route.roles) && !!(await caseForStaff(context, signedIn.staff));
    case 'staff-task':
      return isStaff(signedIn, route.roles) && !!(await taskForStaff(context, signedIn.staff));
    case 'draft': {
      const draft = await draftContext(context);
      return draft !== undefined && isBearer(draft, signedIn);
    }
    case 'case':
      return (await caseContext(context)) !== undefined;
  }
}

/** Pages about a procedure are there in the languages that it has. */
function inItsLanguages({ config }: Procedure, answer: Answer): Answer {
  return answer.type === 'page' ? { ...answer, languages: config.languages } : answer;
}

/** By the one-time link, or as somebody who works here in this role. */
function isOperator({ rights, identity, nowMs }: Context): boolean {
  const signedIn = identity.signedIn();
  const isStaff = signedIn?.kind === 'staff' && hasRole(signedIn.staff.roles, ['operator']);
  return isStaff || rights.isOperator(nowMs);
}

/** Whoever proves too little is sent to the provider and comes back here. */
function asPerson(
  context: Context,
  level: TrustLevel,
  handle: (person: IdentifiedPerson) => Answer | Promise<Answer>,
): Answer | Promise<Answer> {
  const signedIn = context.identity.signedIn();
  if (signedIn?.kind === 'staff') throw new HttpError('forbidden', 'for persons, not for staff');
  if (signedIn && provesLevel(signedIn, level)) return handle(signedIn.person);
  if (!context.reads) return signInNeeded(context, 'person', level, placeToReturn(context));
  return redirect(signInPath('person', context.path, level));
}

/** A form is not sent again; whoever was filling in an application comes back to it. */
function placeToReturn({ params: { token } }: Context): string | undefined {
  return token === undefined ? undefined : `/antrag/${token}`;
}

function asStaff(
  context: Context,
  roles: readonly StaffRole[],
  handle: (staff: IdentifiedStaff) => Answer | Promise<Answer>,
): Answer | Promise<Answer> {
  const signedIn = context.identity.signedIn();
  if (signedIn?.kind === 'person') throw new HttpError('forbidden', 'for staff, not for persons');
  if (signedIn === undefined) {
    if (!context.reads) return signInNeeded(context, 'staff', 1);
    return redirect(signInPath('staff', context.path));
  }
  if (!hasRole(signedIn.staff.roles, roles)) throw new HttpError('forbidden', 'another role');
  return handle(signedIn.staff);
}

type StaffHere = Extract<SignedInHere, { kind: 'staff' }>;

function isStaff(
  signedIn: SignedInHere | undefined,
  roles: readonly StaffRole[],
): signedIn is StaffHere {
  return signedIn?.kind === 'staff' && hasRole(signedIn.staff.roles, roles);
}

function caseForStaff(context: Context, staff: IdentifiedStaff) {
  return deskCaseOf(context, staff, context.params['number'] ?? '');
}

function taskForStaff(context: Context, staff: IdentifiedStaff) {
  return deskTaskOf(context, staff, context.params['taskKey'] ?? '');
}

/** Of another unit, or not there at all: the same answer. */
function existing<Found>(found: Found | undefined): Found {
  if (found === undefined) throw new HttpError('not-found', 'no such case or task of this unit');
  return found;
}

/**
 * The draft's link is enough, unless it is the draft of somebody who was signed in, or the procedure
 * demands to know who it is: then a draft of nobody becomes that of whoever comes first.
 */
function asBearer(
  context: DraftContext,
  handle: (context: DraftContext) => Answer | Promise<Answer>,
): Answer | Promise<Answer> {
  const level = levelFor(context);
  if (level === undefined) return handle(context);
  const { draft, services } = context;
  return asPerson(context, level, async ({ subject }) => {
    const isNobodys = draft.ownerMark === undefined && draft.submittedCaseId === undefined;
    const mine = isNobodys ? await services.drafts.takeOver(draft.id, subject) : draft;
    const isOpen = mine !== undefined && isOpenTo(context, mine, subject);
    return isOpen ? handle({ ...context, draft: mine }) : refuseDraft(context);
  });
}

/** A draft of nobody, or this account's own. */
function isOpenTo({ services }: Context, { ownerMark }: Draft, subject: string): boolean {
  return ownerMark === undefined || ownerMark === services.drafts.ownerMark(subject);
}

/** Undefined: whoever has the link may. */
function levelFor({ draft, procedure }: DraftContext): TrustLevel | undefined {
  const demanded = demandedLevel(procedure.config.trustLevel);
  return demanded ?? (draft.ownerMark === undefined ? undefined : 1);
}

function isBearer(context: DraftContext, signedIn: SignedInHere | undefined): boolean {
  const level = levelFor(context);
  if (level === undefined) return true;
  if (signedIn?.kind !== 'person' || !provesLevel(signedIn, level)) return false;
  return isOpenTo(context, context.draft, signedIn.person.subject);
}

async function draftContext(context: Context): Promise<DraftContext | undefined> {
  const token = context.params['token'] ?? '';
  if (!TOKEN.test(token)) return undefined;
  const draft = await context.services.drafts.findByToken(token);
  if (!draft) return undefined;
  const procedure = await context.services.catalogue.byHash(draft.bundleHash);
  if (!procedure) throw new HttpError('internal', 'the bundle of a draft is missing');
  return { ...context, token, draft, procedure };
}

/** Unknown numbers and those of other people get the same answer. */
async function caseContext(context: Context): Promise<CaseContext | undefined> {
  const file = await openCaseOf(context, context.params['number'] ?? '');
  if (!file) return undefined;
  const procedure = await context.services.catalogue.byHash(file.bundleHash);
  if (!procedure) throw new HttpError('internal', 'the bundle of a case is missing');
  return { ...context, file, procedure };
}

function refuseDraft({ t }: Context): Answer {
  return page('draft-gone', t('draftGone.heading'), {}, { status: 404 });
}

function refuseOperator({ t }: Context): Answer {
  const view = { token: '', used: false, closed: true };
  return page('operator-link', t('operatorLink.heading'), view, { status: 403 });
}
