import type { TrustLevel } from '../../core/access/trust-level.ts';
import type { ConnectorCheck } from '../connector.ts';

export type { TrustLevel };

/**
 * Who somebody is, said by an identity provider (OpenID Connect, authorization code with PKCE).
 * Trust levels are compared by number, never by name (identity.md, section 3). A portal has two of
 * them, one for persons and one for staff; each answers with its own kind only.
 */
export interface IdentityPort {
  check(): Promise<ConnectorCheck>;
  /** The address that the browser goes to, and what must be kept in the session until it is back. */
  begin(
    request: SignInRequest,
  ): Promise<{ readonly redirectUrl: string; readonly pending: PendingSignIn }>;
  /**
   * Checks the answer of the provider against what was kept. `rejected` with `sign-in-denied`
   * (the person said no), `sign-in-invalid` (forged, replayed, expired, of another session),
   * `level-too-low` (less than was asked for), or `no-role` (known, but not staff).
   */
  finish(callbackUrl: string, pending: PendingSignIn): Promise<SignedIn>;
  /** Where the browser signs out at the provider; absent when it has no such address. */
  endSessionUrl(idToken: string, returnUrl: string): Promise<string | undefined>;
}

export interface SignInRequest {
  readonly returnUrl: string;
  readonly minimumLevel: TrustLevel;
  readonly locale: string;
}

/** Plain values, so that a session can hold them. */
export interface PendingSignIn {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  readonly returnUrl: string;
  readonly minimumLevel: TrustLevel;
}

export type SignedIn =
  | { readonly kind: 'person'; readonly person: IdentifiedPerson; readonly idToken: string }
  | { readonly kind: 'staff'; readonly staff: IdentifiedStaff; readonly idToken: string };

export interface IdentifiedPerson {
  /** Stable per person and service provider (bPK2). */
  readonly subject: string;
  readonly level: TrustLevel;
  readonly familyName?: string;
  readonly givenNames?: string;
  readonly birthName?: string;
  /** ISO date. */
  readonly birthDate?: string;
  readonly address?: PostalAddress;
  readonly email?: string;
  /**
   * Attributes (names as above) that prove less than the person's own level, such as a self-entered
   * address. `attributeLevel` in core/access reads them.
   */
  readonly attributeLevels: Readonly<Partial<Record<PersonAttribute, TrustLevel>>>;
  /** An organisation that the person acts for. */
  readonly organisation?: { readonly name: string; readonly registerNumber?: string };
}

export type PersonAttribute =
  'familyName' | 'givenNames' | 'birthName' | 'birthDate' | 'address' | 'email' | 'organisation';

export interface PostalAddress {
  /** With the house number, as providers have it. */
  readonly street: string;
  readonly postalCode: string;
  readonly city: string;
  readonly country?: string;
}

export interface IdentifiedStaff {
  readonly subject: string;
  readonly name: string;
  /** Such as `clerk`, `supervisor`, `enforcement`, `operator`; at least one. */
  readonly roles: readonly string[];
  readonly units: readonly string[];
}
