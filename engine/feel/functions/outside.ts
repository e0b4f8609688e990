import { parseJson, writeJson } from '../json.ts';
import type { FeelEnvironment } from '../types.ts';
import { toJson } from '../to-json.ts';
import { signature } from './signature.ts';
import type { Signature } from './signature.ts';

/** A text that is no JSON has no value. */
function readJson(text: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function toBase64(text: string): string {
  const bytes = new TextEncoder().encode(text);
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

function randomOf({ random = Math.random }: FeelEnvironment): number {
  return random();
}

/** Version 4 of RFC 9562. */
function uuid(env: FeelEnvironment): string {
  return 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replace(/[xy]/g, (place) => {
    const digit = Math.floor(randomOf(env) * 16);
    return (place === 'x' ? digit : (digit % 4) + 8).toString(16);
  });
}

/** What Zeebe adds to exchange values with others. */
export const OUTSIDE_FUNCTIONS: Record<string, Signature[]> = {
  'from json': [signature('value: string', ([text]) => readJson(text))],
  'to json': [signature('value: any', ([value]) => writeJson(toJson(value)))],
  'to base64': [signature('value: string', ([text]) => toBase64(text))],
  'random number': [signature('', (_args, { env }) => randomOf(env))],
  uuid: [signature('', (_args, { env }) => uuid(env))],
};
