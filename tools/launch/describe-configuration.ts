import { format } from 'prettier';
import type { Variable } from '../../core/config/variable.ts';
import { variables } from '../../core/config/variables.ts';

const HEAD = `# Configuration

Generated from \`core/config/variables.ts\` by \`npm run generate:configuration\`; do not edit.

Amtsweg is configured by environment variables alone. They are read once, at the start, by
\`core/config.ts\`, and checked together: wrong values give one error that names all of them. An empty
variable counts as absent. Secrets are never logged.

| variable | meaning | default | secret |
| --- | --- | --- | --- |
`;

/** The text of docs/configuration.md, as Prettier would have it. */
export function describeConfiguration(): Promise<string> {
  const rows = Object.entries<Variable<unknown>>(variables).map(
    ([name, { doc, default: standard, secret }]) =>
      `| \`${name}\` | ${cell(doc)} | ${cell(quoteValue(standard))} | ${secret ? 'yes' : 'no'} |`,
  );
  return format(`${HEAD}${rows.join('\n')}\n`, { parser: 'markdown' });
}

/** Defaults in words stay words; a bare value is set as code. */
function quoteValue(standard: string): string {
  return /^(none\b|`)/.test(standard) ? standard : `\`${standard}\``;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
