import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeConfiguration } from './launch/describe-configuration.ts';

/** Writes docs/configuration.md; with `--check` only says whether it is current. */
const file = join(import.meta.dirname, '../docs/configuration.md');
const text = await describeConfiguration();
if (!process.argv.includes('--check')) {
  writeFileSync(file, text);
} else if (readFileSync(file, 'utf8') !== text) {
  console.error('docs/configuration.md is not current: npm run generate:configuration');
  process.exitCode = 1;
}
