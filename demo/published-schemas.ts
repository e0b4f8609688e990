import { readFileSync } from 'node:fs';
import express, { type Router } from 'express';
import { z } from 'zod';

export type Checked<T> = { ok: true; value: T } | { ok: false; problem: string };

/** The published JSON schemas of an API's bodies, `<name>.v1.json` in a folder of their own. */
export function publishedSchemas<Name extends string>(folder: URL, names: readonly Name[]) {
  const read = (name: Name): Record<string, unknown> =>
    JSON.parse(readFileSync(new URL(`${name}.v1.json`, folder), 'utf8')) as Record<string, unknown>;
  return {
    read,
    /** A check made from the published schema, so that schema and behaviour cannot differ. */
    makeCheck<T>(name: Name): (body: unknown) => Checked<T> {
      const schema = z.fromJSONSchema(read(name) as Parameters<typeof z.fromJSONSchema>[0]);
      return (body) => {
        const result = schema.safeParse(body);
        if (result.success) return { ok: true, value: result.data as T };
        const issue = result.error.issues[0];
        return { ok: false, problem: `${issue?.path.join('.') || 'body'}: ${issue?.message}` };
      };
    },
    serve(): Router {
      const router = express.Router();
      for (const name of names) {
        const schema = read(name);
        router.get(`/schemas/${name}.json`, (_request, response) => void response.json(schema));
      }
      return router;
    },
  };
}

/** The body of a request as the API reads it; `undefined` when it is no JSON. */
export function parseJson(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}
