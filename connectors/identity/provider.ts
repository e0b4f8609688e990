import * as openid from 'openid-client';
import type { Clock } from '../../core/clock.ts';
import { ConnectorError } from '../connector.ts';
import { providerCall } from './provider-call.ts';

export interface OidcSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Whom it knows: the same provider may serve both, with a client for each. */
  readonly audience: 'person' | 'staff';
  readonly timeoutMs: number;
}

/** What the provider says of itself, and its keys with it. */
export interface KeptProvider {
  /** At most an hour old; older when the provider cannot be reached. */
  kept(): Promise<openid.Configuration>;
  /** Asks anew. */
  now(): Promise<openid.Configuration>;
}

const FRESH_MS = 3_600_000;
const CLOCK_TOLERANCE_SECONDS = 30;

export function keepProvider(settings: OidcSettings, clock: Clock): KeptProvider {
  let known: { config: openid.Configuration; atMs: number } | undefined;
  let asking: Promise<openid.Configuration> | undefined;
  const ask = async (): Promise<openid.Configuration> => {
    const config = await discover(settings);
    known = { config, atMs: clock.now() };
    return config;
  };
  const now = (): Promise<openid.Configuration> => {
    asking ??= ask().finally(() => (asking = undefined));
    return asking;
  };
  return {
    now,
    async kept() {
      if (known && clock.now() - known.atMs < FRESH_MS) return known.config;
      const older = known?.config;
      return older ? now().catch(() => older) : now();
    },
  };
}

async function discover(settings: OidcSettings): Promise<openid.Configuration> {
  const { issuer, clientId, clientSecret, timeoutMs } = settings;
  const url = new URL(issuer);
  const isPlain = url.protocol === 'http:';
  if (isPlain && !isLoopback(url.hostname)) {
    const message = 'plain http is for this machine only';
    throw new ConnectorError('misconfigured', 'unsafe-address', message);
  }
  return openid.discovery(
    url,
    clientId,
    { [openid.clockTolerance]: CLOCK_TOLERANCE_SECONDS },
    openid.ClientSecretBasic(clientSecret),
    {
      [openid.customFetch]: providerCall(timeoutMs),
      execute: [
        // Signatures are checked although the tokens come by a connection of our own.
        openid.enableNonRepudiationChecks,
        ...(isPlain ? [openid.allowInsecureRequests] : []),
      ],
    },
  );
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);
}
