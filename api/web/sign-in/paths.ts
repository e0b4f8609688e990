import type { TrustLevel } from '../../../connectors/identity/port.ts';
import type { Audience } from '../../session-identity.ts';

const BEGIN: Readonly<Record<Audience, string>> = {
  person: '/anmelden',
  staff: '/mitarbeit/anmelden',
};

/** Where somebody comes who said no other place. */
export function homePath(audience: Audience): string {
  return audience === 'person' ? '/' : '/mitarbeit';
}

export function callbackPath(audience: Audience): string {
  return `${BEGIN[audience]}/zurueck`;
}

const NO_RETURN = /^\/(mitarbeit\/)?(anmelden|abmelden|abgemeldet)(?![\w-])/;

/** Nobody who has signed in wants to be back where one signs in or out. */
export function isPlaceToReturn(path: string): boolean {
  return !NO_RETURN.test(path);
}

/** To the provider, and from there to `backTo`. */
export function signInPath(audience: Audience, backTo?: string, level?: TrustLevel): string {
  const query = new URLSearchParams({
    ...(backTo && backTo !== '/' && isPlaceToReturn(backTo) ? { weiter: backTo } : {}),
    ...(level === undefined || level === 1 ? {} : { stufe: String(level) }),
  });
  return query.size === 0 ? BEGIN[audience] : `${BEGIN[audience]}?${query}`;
}
