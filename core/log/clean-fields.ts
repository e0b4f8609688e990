/**
 * What may be logged as text: keys, codes and names of our own. Text under any other name might be
 * something that a person typed, so it is not logged. Add a name here only when people cannot fill it.
 */
const TEXT_FIELDS = new Set([
  ...['caseId', 'caseNumber', 'instanceKey', 'rootInstanceKey', 'procedure', 'processId'],
  ...[
    'correlationId',
    'requestId',
    'part',
    'bundleHash',
    'version',
    'elementId',
    'elementInstanceKey',
  ],
  ...[
    'element',
    'topic',
    'jobKey',
    'taskKey',
    'incidentKey',
    'commandKey',
    'commandId',
    'effectKey',
    'paymentId',
    'feeId',
    'flag',
    'rootKey',
    'waitKey',
    'audience',
    'template',
    'signature',
  ],
  ...[
    'messageName',
    'purpose',
    'connector',
    'kind',
    'reason',
    'code',
    'status',
    'state',
    'type',
    'outcome',
  ],
  ...['method', 'route', 'url', 'address', 'host', 'worker', 'action', 'role', 'event', 'signal'],
  ...['file', 'folder', 'engine', 'dueAt', 'key', 'name', 'migration', 'level', 'sqlState'],
]);

const ERROR_FIELDS = ['err', 'error', 'cause'];
const HIDDEN = '[hidden]';
const MAX_TEXT = 500;
const MAX_DEPTH = 3;
const MAX_ITEMS = 20;

/** Numbers, truth values, known texts and errors pass; everything else becomes `[hidden]`. */
export function cleanFields(fields: Record<string, unknown>): Record<string, unknown> {
  return cleanObject(fields, 0);
}

function cleanObject(fields: object, depth: number): Record<string, unknown> {
  const clean: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) clean[name] = cleanValue(name, value, depth);
  return clean;
}

function cleanValue(name: string, value: unknown, depth: number): unknown {
  if (value instanceof Error) return cleanError(value, depth);
  switch (typeof value) {
    case 'number':
    case 'boolean':
    case 'undefined':
      return value;
    case 'bigint':
      return String(value);
    case 'string':
      return TEXT_FIELDS.has(name) || ERROR_FIELDS.includes(name)
        ? value.slice(0, MAX_TEXT)
        : HIDDEN;
    default:
      return cleanCompound(name, value, depth);
  }
}

function cleanCompound(name: string, value: unknown, depth: number): unknown {
  if (value === null) return null;
  if (typeof value !== 'object' || depth >= MAX_DEPTH) return HIDDEN;
  if (value instanceof Date) return value.toISOString();
  if (!Array.isArray(value)) return cleanObject(value, depth + 1);
  return value.slice(0, MAX_ITEMS).map((item) => cleanValue(name, item, depth + 1));
}

/** Name, code, message and stack: drivers hang statements, parameters and rows on their errors. */
function cleanError(error: Error, depth: number): Record<string, unknown> {
  const { code, kind, reason } = error as { code?: unknown; kind?: unknown; reason?: unknown };
  const message = quotesData(code) ? HIDDEN : error.message.slice(0, MAX_TEXT);
  return {
    type: error.name,
    ...(code === undefined ? {} : { code: String(code) }),
    ...(kind === undefined ? {} : { kind: String(kind) }),
    ...(reason === undefined ? {} : { reason: String(reason) }),
    message,
    stack: (error.stack ?? '').replace(error.message, message),
    ...(error.cause instanceof Error && depth < MAX_DEPTH
      ? { cause: cleanError(error.cause, depth + 1) }
      : {}),
  };
}

/** PostgreSQL's "data exceptions" (class 22) quote the value that they complain of. */
function quotesData(code: unknown): boolean {
  return typeof code === 'string' && /^22[0-9A-Z]{3}$/.test(code);
}
