import { isBuiltin } from 'node:module';
import { dirname, relative, resolve, sep } from 'node:path';
import { matches, matchParts } from './path-pattern.js';
import { freeOfHomes, vendorHomes, wiring, zones } from './zones.js';

/** ESLint rule: imports keep to the zones and the vendors' homes of zones.js. */
export const importZones = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      direction: '{{zone}} must not import {{target}}: see "Which way imports may go".',
      builtin: '{{zone}} also runs in the browser: it must not import {{target}}.',
      wiring:
        '{{target}} wires the house: only main.ts, house.ts, tools and tests import it, and nothing main.ts.',
      vendor: '{{target}} has its home in {{homes}}: import it there only.',
    },
  },
  create(context) {
    const file = toPath(context.cwd, context.filename);
    const check = (node) => {
      if (typeof node?.value !== 'string') return;
      const problem = judge(context.cwd, file, node.value);
      if (problem !== undefined) context.report({ node, ...problem });
    };
    return {
      ImportDeclaration: (node) => check(node.source),
      ExportNamedDeclaration: (node) => check(node.source),
      ExportAllDeclaration: (node) => check(node.source),
      ImportExpression: (node) => check(node.source),
      TSImportType: (node) => check(node.source ?? node.argument?.literal),
      'CallExpression[callee.name="require"]': (node) => check(node.arguments[0]),
    };
  },
};

/** What is wrong with this import, as a report of ESLint; undefined when nothing is. */
function judge(cwd, file, specifier) {
  if (isBuiltin(specifier)) return judgeBuiltin(file, specifier);
  if (!specifier.startsWith('.')) return judgeVendor(file, specifier);
  const target = toPath(cwd, resolve(cwd, dirname(file), specifier));
  if (wiring.includes(target) && !mayImportWiring(file, target)) {
    return { messageId: 'wiring', data: { target } };
  }
  const found = findZone(file);
  if (found === undefined || found.zone.may === 'anything') return undefined;
  const { zone, parts } = found;
  const may = zone.may.map((pattern) => pattern.replace('$1', parts[1] ?? ''));
  if (may.some((pattern) => matches(pattern, target))) return undefined;
  return { messageId: 'direction', data: { zone: zone.name, target } };
}

function mayImportWiring(file, target) {
  if (target === 'main.ts') return false;
  return ['main.ts', 'house.ts', ...freeOfHomes].some((pattern) => matches(pattern, file));
}

function judgeBuiltin(file, target) {
  const zone = findZone(file)?.zone;
  return zone?.pure ? { messageId: 'builtin', data: { zone: zone.name, target } } : undefined;
}

function judgeVendor(file, specifier) {
  if (freeOfHomes.some((pattern) => matches(pattern, file))) return undefined;
  const target = packageName(specifier);
  const home = vendorHomes.find(({ packages }) => packages.some((name) => matches(name, target)));
  if (home === undefined || home.homes.some((pattern) => matches(pattern, file))) return undefined;
  return { messageId: 'vendor', data: { target, homes: home.homes.join(', ') } };
}

function findZone(file) {
  const zone = zones.find(({ files }) => files.some((pattern) => matches(pattern, file)));
  return zone === undefined ? undefined : { zone, parts: matchParts(file) };
}

function packageName(specifier) {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function toPath(cwd, path) {
  return relative(cwd, path).split(sep).join('/');
}
