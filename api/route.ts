import type { Answer } from './answer.ts';
import type { TrustLevel } from '../core/access/trust-level.ts';
import type { StaffRole } from '../core/access/staff-role.ts';
import type {
  CaseContext,
  Context,
  DraftContext,
  PersonContext,
  StaffCaseContext,
  StaffContext,
  StaffTaskContext,
} from './context.ts';
import type { LimitClass } from './portal-options.ts';

/**
 * Who may: everybody, the bearer of a draft's link, whoever opened the case in this session, the
 * operator, a person who is signed in (`minimumLevel`: with at least so much proof), staff with one
 * of `roles`; of these, whose unit has a part in the case (`staff-case`, `:number`) or is asked for
 * the task (`staff-task`, `:taskKey`). A route without a rule cannot be written.
 */
export type AccessRule =
  'public' | 'draft' | 'case' | 'operator' | 'person' | 'staff' | 'staff-case' | 'staff-task';

interface RouteBase {
  readonly method: 'get' | 'post';
  readonly path: string;
  readonly limit: LimitClass;
  /** The form may bring files (`multipart/form-data`); elsewhere they are refused unread. */
  readonly uploads?: true;
}

/** A row of `routes.ts`. The rule decides what the handler gets. */
export type Route = RouteBase &
  (
    | { readonly access: 'public' | 'operator'; readonly handle: Handler<Context> }
    | { readonly access: 'draft'; readonly handle: Handler<DraftContext> }
    | { readonly access: 'case'; readonly handle: Handler<CaseContext> }
    | {
        readonly access: 'person';
        readonly minimumLevel?: TrustLevel;
        readonly handle: Handler<PersonContext>;
      }
    | {
        readonly access: 'staff';
        readonly roles: readonly StaffRole[];
        readonly handle: Handler<StaffContext>;
      }
    | {
        readonly access: 'staff-case';
        readonly roles: readonly StaffRole[];
        readonly handle: Handler<StaffCaseContext>;
      }
    | {
        readonly access: 'staff-task';
        readonly roles: readonly StaffRole[];
        readonly handle: Handler<StaffTaskContext>;
      }
  );

export type Handler<C extends Context> = (context: C) => Answer | Promise<Answer>;
