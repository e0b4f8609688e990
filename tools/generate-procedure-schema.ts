import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { procedureSchemas } from '../core/procedures/procedure-schemas.ts';

/**
 * Writes the JSON schemas beside the procedures, from the schemas that the house checks with: what
 * an editor underlines is what the start would refuse. With `--check` only says whether they are
 * current.
 */
const folder = join(import.meta.dirname, '../processes');

const stale = Object.entries(procedureSchemas()).filter(([name, text]) => {
  const file = join(folder, name);
  if (process.argv.includes('--check')) return readFileSync(file, 'utf8') !== text;
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, text);
  return false;
});
for (const [name] of stale) {
  console.error(
    `processes/${name} is not current: node --import tsx tools/generate-procedure-schema.ts`,
  );
  process.exitCode = 1;
}
