import importX from 'eslint-plugin-import-x';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import tseslint from 'typescript-eslint';
import { importZones } from './tools/lint/import-zones.js';

const TYPESCRIPT = ['**/*.ts'];
/** Where people are spoken to through the terminal. */
const TERMINAL = ['main.ts', 'start.cjs', 'demo/main.ts', 'tools/**', 'test/**'];
/** The environment has one reader; the launcher comes before it, the demo city is a process of its own. */
const ENVIRONMENT = ['core/config.ts', 'demo/main.ts', 'tools/launch/*.cjs', 'test/**'];

export default tseslint.config(
  { ignores: ['node_modules/', '.data/', 'dist/', 'coverage/', 'processes/**/*.json'] },
  {
    files: ['**/*.{ts,js,cjs}'],
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { 'import-x': importX, house: { rules: { 'import-zones': importZones } } },
    settings: {
      // Without the parsers no-cycle reads no TypeScript file and silently finds nothing.
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] },
      'import-x/extensions': ['.ts', '.js', '.cjs'],
      'import-x/resolver-next': [createTypeScriptImportResolver({ project: 'tsconfig.json' })],
    },
    rules: {
      'house/import-zones': 'error',
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'import-x/no-self-import': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'no-control-regex': 'error',
      'no-eval': 'error',
      'no-new-func': 'error',
      'no-debugger': 'error',
      'no-unsafe-finally': 'error',
      'no-useless-escape': 'error',
      'no-empty': 'error',
      'no-fallthrough': 'error',
      'no-constant-condition': ['error', { checkLoops: false }],
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'env',
          message: 'core/config.ts alone reads the environment.',
        },
      ],
    },
  },
  {
    files: TYPESCRIPT,
    extends: [tseslint.configs.strict],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: typescriptRules(),
  },
  { files: ['**/*.test.ts'], rules: { '@typescript-eslint/no-unused-expressions': 'off' } },
  { files: TERMINAL, rules: { 'no-console': 'off' } },
  { files: ENVIRONMENT, rules: { 'no-restricted-properties': 'off' } },
);

function typescriptRules() {
  return {
    '@typescript-eslint/consistent-type-imports': 'error',
    '@typescript-eslint/no-unused-vars': [
      'error',
      { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
    ],
    // Of the rules that need types those that find real mistakes; all of them take too long.
    '@typescript-eslint/no-floating-promises': 'error',
    '@typescript-eslint/no-misused-promises': 'error',
    '@typescript-eslint/await-thenable': 'error',
    '@typescript-eslint/switch-exhaustiveness-check': [
      'error',
      { considerDefaultExhaustiveForUnions: true },
    ],
    // Says nothing that the compiler does not know better.
    '@typescript-eslint/no-invalid-void-type': 'off',
  };
}
