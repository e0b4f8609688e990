/** How the portal is set up; `core/config.ts` and `main.ts` fill it. */
export interface PortalOptions {
  /** Absolute address under which people reach the portal, without a slash at the end. */
  readonly publicUrl: string;
  /** Signs the session cookie; stable over restarts, at least 32 characters. */
  readonly sessionSecret: string;
  readonly cityName: string;
  /** Origins (`https://pay.example`) to which a payment may lead. Nothing else is ever redirected to. */
  readonly paymentOrigins: readonly string[];
  /** Origins of the identity providers; one that is absent lets nobody sign in. */
  readonly identityOrigins?: { readonly [audience in 'person' | 'staff']?: string | undefined };
  /** How many proxies in front set `X-Forwarded-For` (express `trust proxy`). */
  readonly trustedProxies: number;
  /** Requests per window and address, by class; absent: `DEFAULT_LIMITS`. */
  readonly limits?: Partial<Record<LimitClass, number>>;
}

/** Cookies bound to TLS and HSTS, wherever people come by https. */
export function isSecure(options: PortalOptions): boolean {
  return new URL(options.publicUrl).protocol === 'https:';
}

/** `guess`: only failures count. */
export type LimitClass = 'page' | 'write' | 'guess';

/** Per address; offices and schools share one, so reading is generous. */
export const DEFAULT_LIMITS: Readonly<Record<LimitClass, number>> = {
  page: 600,
  write: 120,
  guess: 10,
};
