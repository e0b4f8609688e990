import type { ConfigProblem } from './config-error.ts';
import type { Values } from './read-variables.ts';
import { variables, type VariableName } from './variables.ts';

/** What no single variable can tell: groups, and what production demands and refuses. */
export function checkTogether(values: Values): ConfigProblem[] {
  return [
    ...checkGroup(values, [
      'PAYMENT_URL',
      'PAYMENT_ORIGINATOR_ID',
      'PAYMENT_ENDPOINT_ID',
      'PAYMENT_CLIENT_ID',
      'PAYMENT_CLIENT_SECRET',
    ]),
    ...checkGroup(
      values,
      ['TREASURY_ACCOUNT_NAME', 'TREASURY_ACCOUNT_IBAN'],
      ['TREASURY_ACCOUNT_BIC'],
    ),
    ...checkGroup(values, ['LIBRARY_URL', 'LIBRARY_TOKEN']),
    ...checkGroup(values, ['POPULATION_REGISTER_URL', 'POPULATION_REGISTER_TOKEN']),
    ...checkGroup(values, ['VEHICLE_REGISTER_URL', 'VEHICLE_REGISTER_TOKEN']),
    ...checkGroup(values, ['IDENTITY_ISSUER', 'IDENTITY_CLIENT_ID', 'IDENTITY_CLIENT_SECRET']),
    ...checkGroup(values, [
      'STAFF_IDENTITY_ISSUER',
      'STAFF_IDENTITY_CLIENT_ID',
      'STAFF_IDENTITY_CLIENT_SECRET',
    ]),
    ...checkGroup(values, ['DMS_URL', 'DMS_USER', 'DMS_PASSWORD', 'DMS_REPOSITORY'], ['DMS_ROOT']),
    ...(values.NODE_ENV === 'production' ? checkProduction(values) : []),
  ];
}

/** @param optional belong to the group, but may be absent when it is there */
function checkGroup(
  values: Values,
  group: readonly VariableName[],
  optional: readonly VariableName[] = [],
): ConfigProblem[] {
  const present = [...group, ...optional].filter((name) => values[name] !== undefined);
  if (present.length === 0) return [];
  return group
    .filter((name) => values[name] === undefined)
    .map((variable) => ({ variable, message: `is missing: it goes with ${present.join(', ')}` }));
}

function checkProduction(values: Values): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const demanded: VariableName[] = ['PUBLIC_URL', 'MASTER_KEY', 'SESSION_SECRET'];
  if (values.SMTP_URL !== undefined) demanded.push('MAIL_FROM');
  for (const variable of demanded) {
    if (values[variable] === undefined) {
      problems.push({ variable, message: 'is missing: production demands it' });
    }
  }
  if (values.DEMO === true) {
    problems.push({ variable: 'DEMO', message: 'must not be on in production' });
  }
  if (values.PUBLIC_URL !== undefined && !isSafeAddress(values.PUBLIC_URL)) {
    problems.push({ variable: 'PUBLIC_URL', message: 'must start with https:// in production' });
  }
  return [...problems, ...findDemoKeys(values)];
}

/** Plain http only towards this machine. */
function isSafeAddress(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}

/** The demo city's keys all begin like this. */
function findDemoKeys(values: Values): ConfigProblem[] {
  const names = Object.keys(variables) as VariableName[];
  return names
    .filter((name) => variables[name].secret && /^demo\b/i.test(String(values[name] ?? '')))
    .map((variable) => ({ variable, message: 'is a demo key, which production refuses' }));
}
