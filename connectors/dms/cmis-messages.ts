import { z } from 'zod';
import { ConnectorError } from '../connector.ts';

/** What we read of CMIS 1.1, browser binding. Members that we do not know are ignored. */
export const repositorySchema = z.object({
  repositoryId: z.string().min(1).max(255),
  repositoryUrl: z.url(),
  rootFolderUrl: z.url(),
});

/** Other repositories of the same service do not concern us, however odd they are. */
export const serviceSchema = z.record(z.string(), z.unknown());

const property = z.object({ updatability: z.string().max(20) });

export const documentTypeSchema = z.object({
  versionable: z.boolean(),
  propertyDefinitions: z.object({ 'cmis:description': property.optional() }),
});

const text = z.string().max(4000).nullish();

const propertiesSchema = z.object({
  'cmis:objectId': z.string().min(1).max(500),
  'cmis:name': z.string().min(1).max(500),
  'cmis:baseTypeId': z.string().max(100),
  'cmis:description': text,
  'cmis:changeToken': text,
  'cmis:path': text,
  'cmis:versionLabel': z.string().max(100).nullish(),
  'cmis:isLatestVersion': z.boolean().nullish(),
  'cmis:versionSeriesId': z.string().max(500).nullish(),
  'cmis:isVersionSeriesCheckedOut': z.boolean().nullish(),
  'cmis:versionSeriesCheckedOutBy': text,
  'cmis:versionSeriesCheckedOutId': z.string().max(500).nullish(),
  'cmis:contentStreamHash': z.union([z.string(), z.array(z.string())]).nullish(),
});

/** A folder, a version of a document, or a working copy. */
export type CmisObject = z.output<typeof propertiesSchema>;

export const objectSchema = z
  .object({ succinctProperties: propertiesSchema })
  .transform(({ succinctProperties }) => succinctProperties);

export const versionsSchema = z.array(objectSchema).max(2000);

const problemSchema = z.object({ exception: z.string().max(60) });

/**
 * What the exceptions mean (2.2.1.4). Somebody else changed the object, or works on it: that
 * passes. `runtime` and `storage` come with 500, which says enough.
 */
const meanings: Readonly<
  Record<string, readonly ['rejected' | 'transient' | 'misconfigured', string]>
> = {
  objectNotFound: ['rejected', 'object-not-found'],
  nameConstraintViolation: ['rejected', 'name-taken'],
  // What some repositories say of a name that is taken.
  contentAlreadyExists: ['rejected', 'name-taken'],
  constraint: ['rejected', 'constraint'],
  invalidArgument: ['rejected', 'invalid-argument'],
  updateConflict: ['transient', 'conflict'],
  versioning: ['transient', 'conflict'],
  permissionDenied: ['misconfigured', 'permission'],
  notSupported: ['misconfigured', 'not-supported'],
};

/** The error that an answer with 4xx means; the repository's own words may hold names of people. */
export function refusal(status: number, json: unknown): ConnectorError {
  if (status === 401) {
    return new ConnectorError('misconfigured', 'credentials', 'the DMS refused user and password');
  }
  const exception = problemSchema.safeParse(json).data?.exception ?? '';
  const meaning = Object.hasOwn(meanings, exception) ? meanings[exception] : undefined;
  if (!meaning) {
    const message = `answered with ${status} and no exception of CMIS`;
    return new ConnectorError('misconfigured', `http-${status}`, message);
  }
  return new ConnectorError(meaning[0], meaning[1], `the DMS refused: ${exception}`);
}

export function parse<T>(schema: z.ZodType<T>, json: unknown): T {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw garbage(`${issue?.path.join('.') || 'body'}: ${issue?.message}`);
}

export function garbage(message: string): ConnectorError {
  return new ConnectorError('garbage', 'protocol', `answer of the DMS: ${message}`);
}
