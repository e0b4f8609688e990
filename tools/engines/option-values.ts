import { LaunchError } from './launch-error.ts';
import type { OptionValues } from './engine.ts';

/** An option's text, `undefined` when it was not given. */
export function textOf(values: OptionValues, option: string): string | undefined {
  const value = values[option];
  return typeof value === 'string' ? value : undefined;
}

export function numberOf(
  values: OptionValues,
  option: string,
  limits: { readonly standard: number; readonly min: number; readonly max: number },
): number {
  const text = textOf(values, option);
  if (text === undefined) return limits.standard;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
  if (value >= limits.min && value <= limits.max) return value;
  throw wrongUsage(`--${option} must be a whole number from ${limits.min} to ${limits.max}`);
}

export function portOf(values: OptionValues, option: string, standard: number): number {
  return numberOf(values, option, { standard, min: 1, max: 65_535 });
}

export function urlOf(
  values: OptionValues,
  option: string,
  protocols: readonly string[],
): URL | undefined {
  const text = textOf(values, option);
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && protocols.includes(url.protocol)) return url;
  const wanted = protocols.map((protocol) => `${protocol}//`).join(' or ');
  throw wrongUsage(`--${option} must be an address that starts with ${wanted}`);
}

/** User and password as they stand before the host of an address. */
export function credentialsOf(url: URL): { readonly user: string; readonly password: string } {
  return { user: decodeURIComponent(url.username), password: decodeURIComponent(url.password) };
}

export function wrongUsage(message: string): LaunchError {
  return new LaunchError('wrong-usage', `${message}; --help shows what there is.`);
}
