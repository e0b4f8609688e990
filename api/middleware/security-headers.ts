import type { RequestHandler } from 'express';
import helmet from 'helmet';
import { isSecure } from '../portal-options.ts';
import type { PortalOptions } from '../portal-options.ts';

/**
 * No inline script or style anywhere. KERN's icons are CSS masks with `data:` images.
 * Resume links are secrets in the address: no page tells another site where somebody came from.
 */
export function securityHeaders(options: PortalOptions): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        fontSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        // The sign-out is a form whose answer leads on to the provider.
        formAction: ["'self'", ...identityOrigins(options)],
        // Documents of a case, which only our own pages may frame.
        frameSrc: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        ...(isSecure(options) ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
    strictTransportSecurity: isSecure(options)
      ? { maxAge: 31_536_000, includeSubDomains: false }
      : false,
  });
}

/** Pages hold personal data: nobody keeps a copy on the way. Assets set their own rule. */
export const noStore: RequestHandler = (_request, response, next) => {
  response.set('Cache-Control', 'no-store');
  response.set('Permissions-Policy', 'camera=(), geolocation=(), microphone=(), payment=()');
  next();
};

function identityOrigins({ identityOrigins: { person, staff } = {} }: PortalOptions): string[] {
  return [...new Set([person, staff])].filter((origin) => origin !== undefined);
}
