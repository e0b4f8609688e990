import { z } from 'zod';
import { blockConfigSchema, procedureConfigSchema } from './procedure-config.ts';
import { payloadMappingSchema } from '../transfer/payload-mapping.ts';
import { scenarioSchema } from './scenario.ts';

const SCHEMAS = {
  'procedure.schema.json': procedureConfigSchema,
  'block.schema.json': blockConfigSchema,
  'scenario.schema.json': scenarioSchema,
  'payload.schema.json': payloadMappingSchema,
} as const;

/** The JSON schemas of the files that analysts write, for their editors: file name → text. */
export function procedureSchemas(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(SCHEMAS).map(([name, schema]) => {
      const json = z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12' });
      return [name, `${JSON.stringify(json, undefined, 2)}\n`];
    }),
  );
}
