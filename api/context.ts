import type { IdentifiedPerson, IdentifiedStaff } from '../connectors/identity/port.ts';
import type { CaseFile, Draft } from '../core/cases/case-file.ts';
import type { TaskState } from '../core/cases/process-state.ts';
import type { Translate } from '../core/i18n/translate.ts';
import type { Procedure } from '../core/procedures/procedure.ts';
import type { Locale } from '../core/procedures/texts.ts';
import type { Fields } from './fields.ts';
import type { SentFile } from './middleware/read-multipart.ts';
import type { PortalOptions } from './portal-options.ts';
import type { Services } from './services.ts';
import type { SessionIdentity } from './session-identity.ts';
import type { SessionRights } from './session-rights.ts';

/** What every handler gets: no request and no response, so that it can only answer. */
export interface Context {
  readonly services: Services;
  readonly options: PortalOptions;
  readonly locale: Locale;
  readonly t: Translate;
  readonly nowMs: number;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Fields;
  readonly body: Fields;
  /** Only on rows with `uploads`. */
  readonly files: readonly SentFile[];
  readonly rights: SessionRights;
  readonly identity: SessionIdentity;
  /** A page is read: whoever must sign in first can come back to `path`. */
  readonly reads: boolean;
  readonly path: string;
}

/** The bearer of a resume link. */
export interface DraftContext extends Context {
  readonly token: string;
  readonly draft: Draft;
  readonly procedure: Procedure;
}

/** Somebody who has shown number and code of a case, or has just submitted it. */
export interface CaseContext extends Context {
  readonly file: CaseFile;
  readonly procedure: Procedure;
}

/** Somebody who is signed in, with as much proof as the row demands. */
export interface PersonContext extends Context {
  readonly person: IdentifiedPerson;
}

/** Somebody who works for the city, in a role that the row names. */
export interface StaffContext extends Context {
  readonly staff: IdentifiedStaff;
}

/** Staff with a case that their unit has a part in. */
export interface StaffCaseContext extends StaffContext {
  readonly file: CaseFile;
  readonly procedure: Procedure;
}

/** Staff with a task of their unit, or one of the applicant of such a case; open or done. */
export interface StaffTaskContext extends StaffCaseContext {
  readonly task: TaskState;
}
