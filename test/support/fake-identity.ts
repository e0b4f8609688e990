import { randomUUID } from 'node:crypto';
import { ConnectorError } from '../../connectors/connector.ts';
import type {
  IdentifiedPerson,
  IdentifiedStaff,
  IdentityPort,
  SignedIn,
  SignInRequest,
} from '../../connectors/identity/port.ts';
import { makeClient } from './app-client.ts';
import type { Client, Page } from './app-client.ts';

export const IDENTITY_ORIGIN = 'https://anmelden.example';

/** An identity provider without a browser: the test says who answers, or how it fails. */
export interface FakeIdentity extends IdentityPort {
  /** Whoever signs in next, and all after. */
  answer: SignedIn | ConnectorError;
  /** The provider does not even begin. */
  away: boolean;
  readonly asked: SignInRequest[];
}

export function fakeIdentity(answer: SignedIn): FakeIdentity {
  const fake: FakeIdentity = {
    answer,
    away: false,
    asked: [],
    check: async () => ({
      configured: true,
      reachable: true,
      credentialsAccepted: true,
      detail: 'answers',
    }),
    async begin(request) {
      if (fake.away) throw new ConnectorError('transient', 'unreachable', 'away');
      fake.asked.push(request);
      const state = randomUUID();
      const pending = { ...request, state, nonce: 'nonce', codeVerifier: 'verifier' };
      return { redirectUrl: `${IDENTITY_ORIGIN}/authorize?state=${state}`, pending };
    },
    async finish(callbackUrl, pending) {
      const { searchParams: query } = new URL(callbackUrl);
      if (query.get('state') !== pending.state || query.get('code') !== 'good') {
        throw new ConnectorError('rejected', 'sign-in-invalid', 'made up');
      }
      if (fake.answer instanceof ConnectorError) throw fake.answer;
      if (fake.answer.kind === 'person' && fake.answer.person.level < pending.minimumLevel) {
        throw new ConnectorError('rejected', 'level-too-low', 'too low');
      }
      return fake.answer;
    },
    async endSessionUrl(idToken, returnUrl) {
      if (fake.away) throw new ConnectorError('transient', 'unreachable', 'away');
      return `${IDENTITY_ORIGIN}/end?hint=${idToken}&to=${encodeURIComponent(returnUrl)}`;
    },
  };
  return fake;
}

export function aPerson(more: Partial<IdentifiedPerson> = {}): SignedIn {
  const person = { subject: 'MST-erika', level: 3, attributeLevels: {}, ...NAME, ...more } as const;
  return { kind: 'person', idToken: 'token-of-person', person };
}

const NAME = { givenNames: 'Erika', familyName: 'Lindner', birthDate: '1985-04-12' };

export function aClerk(more: Partial<IdentifiedStaff> = {}): SignedIn {
  const staff = {
    subject: 'staff-roth',
    name: 'Sabine Roth',
    roles: ['clerk'],
    units: ['strassenverkehr'],
    ...more,
  };
  return { kind: 'staff', idToken: 'token-of-staff', staff };
}

interface Identities {
  readonly address: string;
  readonly identity: FakeIdentity;
  readonly staffIdentity: FakeIdentity;
}

/** A client that has signed in. */
export async function signedIn(app: Identities, who: SignedIn): Promise<Client> {
  const client = makeClient(app.address);
  await signIn(app, client, who);
  return client;
}

/** Goes to the provider and comes back; the answer is where the portal sends on. */
export async function signIn(
  app: Identities,
  client: Client,
  who: SignedIn,
  query = '',
): Promise<Page> {
  const isStaff = who.kind === 'staff';
  (isStaff ? app.staffIdentity : app.identity).answer = who;
  const path = isStaff ? '/mitarbeit/anmelden' : '/anmelden';
  return comeBack(client, path, await client.get(path + query));
}

export function comeBack(client: Client, path: string, begun: Page, code = 'good'): Promise<Page> {
  const state = new URL(begun.location ?? '').searchParams.get('state') ?? '';
  return client.get(`${path}/zurueck?code=${code}&state=${state}`);
}
