import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type {
  Configuration,
  ErrorOut,
  interactionPolicy,
  KoaContextWithOIDC,
  Provider,
} from 'oidc-provider';
import { html } from '../pages/html.ts';
import { layout } from '../pages/layout.ts';
import type { DemoAccount } from './accounts.ts';
import { loadProvider } from './load-provider.ts';
import { memoryAdapter } from './memory-adapter.ts';
import { wantedLevel } from './wanted-level.ts';

export interface IdentityClients {
  readonly personId: string;
  readonly personSecret: string;
  readonly staffId: string;
  readonly staffSecret: string;
}

export interface ProviderOptions {
  readonly issuer: string;
  /** Path of the issuer. */
  readonly path: string;
  readonly portalUrl: string;
  readonly clients: IdentityClients;
  readonly accounts: readonly DemoAccount[];
}

const LEVEL_NAMES = [1, 2, 3, 4].map((level) => `STORK-QAA-Level-${level}`);
const HOUR_SECONDS = 3_600;

/** An OpenID provider as a broker before BundID is one. A restart forgets sessions and keys. */
export async function makeProvider(options: ProviderOptions): Promise<Provider> {
  const oidc = await loadProvider();
  const { accounts, path } = options;
  const configuration: Configuration = {
    adapter: memoryAdapter(),
    clients: clientsOf(options),
    jwks: { keys: [signingKey()] },
    cookies: { keys: [randomBytes(24).toString('base64url')] },
    acrValues: LEVEL_NAMES,
    claims: claimNames,
    scopes: ['openid', 'profile', 'email', 'address'],
    findAccount: (_ctx, id) => {
      const account = accounts.find((one) => one.id === id);
      return account && { accountId: id, claims: () => ({ sub: id, ...account.claims }) };
    },
    interactions: {
      policy: policy(oidc.interactionPolicy, accounts, options.clients),
      url: (_ctx, { uid }) => `${path}/interaktion/${uid}`,
    },
    loadExistingGrant: grantAll,
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { logoutSource, postLogoutSuccessSource },
    },
    clientBasedCORS: () => false,
    renderError,
    ttl: {
      AccessToken: 300,
      AuthorizationCode: 60,
      IdToken: 300,
      Grant: HOUR_SECONDS,
      Interaction: HOUR_SECONDS,
      Session: HOUR_SECONDS,
    },
  };
  return new oidc.Provider(options.issuer, configuration);
}

/** What no standard names is ours, and said of everybody who is asked for at all. */
const claimNames = {
  openid: [
    'sub',
    'amtsweg_bpk2',
    'amtsweg_birth_name',
    'amtsweg_attribute_levels',
    'amtsweg_organisation',
    'amtsweg_roles',
    'amtsweg_units',
  ],
  profile: ['name', 'given_name', 'family_name', 'birthdate'],
  email: ['email'],
  address: ['address'],
};

function clientsOf({ clients, portalUrl }: ProviderOptions): Configuration['clients'] {
  const common = {
    id_token_signed_response_alg: 'ES256' as const,
    post_logout_redirect_uris: [`${portalUrl}/abgemeldet`],
  };
  return [
    {
      ...common,
      client_id: clients.personId,
      client_secret: clients.personSecret,
      redirect_uris: [`${portalUrl}/anmelden/zurueck`],
    },
    {
      ...common,
      client_id: clients.staffId,
      client_secret: clients.staffSecret,
      redirect_uris: [`${portalUrl}/mitarbeit/anmelden/zurueck`],
    },
  ];
}

function signingKey() {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const kid = randomBytes(8).toString('hex');
  return { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'ES256', kid };
}

/** Asks again who it is when more is wanted than was proven, or when it is no account of this client. */
function policy(
  { Check, base }: typeof interactionPolicy,
  accounts: readonly DemoAccount[],
  { staffId }: IdentityClients,
) {
  const prompts = base();
  const more = new Check('level', 'a higher level is needed', ({ oidc }) => {
    if (oidc.result?.login || !oidc.session?.accountId) return Check.NO_NEED_TO_PROMPT;
    const proven = wantedLevel(oidc.session.acr);
    return proven < wantedLevel(oidc.params?.['acr_values']);
  });
  const other = new Check('audience', 'another kind of account is needed', ({ oidc }) => {
    const account = accounts.find(({ id }) => id === oidc.session?.accountId);
    if (oidc.result?.login || !account) return Check.NO_NEED_TO_PROMPT;
    return account.kind !== (oidc.client?.clientId === staffId ? 'staff' : 'person');
  });
  prompts.get('login')?.checks.push(more, other);
  prompts.remove('consent');
  return prompts;
}

/** The city's own portal need not ask for consent. */
async function grantAll(ctx: KoaContextWithOIDC) {
  const { client, session, provider } = ctx.oidc;
  const { accountId } = session ?? {};
  if (client === undefined || accountId === undefined) return undefined;
  const grant = new provider.Grant({ clientId: client.clientId, accountId });
  grant.addOIDCScope('openid profile email address');
  await grant.save();
  return grant;
}

function logoutSource(ctx: KoaContextWithOIDC, form: string): void {
  const body = html`<p>Auch hier beim Anmeldedienst abmelden?</p>
    ${{ safe: form }}
    <p class="actions">
      <button class="main" type="submit" form="op.logoutForm" name="logout" value="yes">
        Abmelden
      </button>
      <button type="submit" form="op.logoutForm">Angemeldet bleiben</button>
    </p>`;
  show(ctx, 'Abmelden', body);
}

function postLogoutSuccessSource(ctx: KoaContextWithOIDC): void {
  show(ctx, 'Abgemeldet', html`<p>Sie sind beim Anmeldedienst abgemeldet.</p>`);
}

function renderError(ctx: KoaContextWithOIDC, out: ErrorOut) {
  const body = html`<p>${out.error}: ${out.error_description ?? ''}</p>`;
  show(ctx, 'Die Anmeldung ist nicht möglich', body);
}

function show(ctx: KoaContextWithOIDC, title: string, body: ReturnType<typeof html>): void {
  ctx.type = 'html';
  ctx.body = layout({ title, system: 'Anmeldedienst', body }).safe;
}
