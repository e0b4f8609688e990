import pg from 'pg';
import { parseJson, plainJson } from '../../engine/feel/index.ts';
import type { JsonValue } from '../../engine/feel/index.ts';

function jsonReadBy(read: (text: string) => unknown): pg.CustomTypesConfig {
  const json: number = pg.types.builtins.JSON;
  return {
    getTypeParser: ((oid: number, format?: 'text') =>
      oid === json
        ? read
        : pg.types.getTypeParser(oid, format)) as pg.CustomTypesConfig['getTypeParser'],
  };
}

/** Variables stand in columns of type `json`, which keeps all digits of a number; so does this. */
export const EXACT_JSON = jsonReadBy(parseJson);

/** For readers who have JavaScript's numbers alone: digits that no double holds come as text. */
export const PLAIN_JSON = jsonReadBy((text) => plainJson(parseJson(text) as JsonValue));
