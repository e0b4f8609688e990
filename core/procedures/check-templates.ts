import type { Assembly } from './assemble-procedure.ts';
import type { ProblemList } from './problem-list.ts';

/** Parses a template; throws an `Error` (with its `line`) when that is not possible. */
export type CheckTemplate = (source: string, file: string) => unknown;

/** A key that is put together of parts is known only with its values. */
const TEXT_CALL = /\{\{\{?\s*text\s+(["'])([^"']*)\1(?=\s*(?:\}|[\w-]+=))/g;

/** Mails and letters can be read, and the texts that they name (`{{text "key"}}`) are there. */
export function checkTemplates(
  { templates, texts }: Assembly,
  problems: ProblemList,
  checkTemplate: CheckTemplate | undefined,
): void {
  for (const [file, source] of templates) {
    try {
      checkTemplate?.(source, file);
    } catch (error) {
      problems.add(file, 'template-malformed', placeOf(error), {
        detail: error instanceof Error ? error.message : String(error),
      });
      continue;
    }
    for (const found of source.matchAll(TEXT_CALL)) {
      const key = found[2] ?? '';
      if (texts.has(key)) continue;
      const line = source.slice(0, found.index).split('\n').length;
      problems.add(file, 'template-text-missing', { line }, { key });
    }
  }
}

function placeOf(error: unknown): { line: number } {
  const line = error instanceof Error && 'line' in error ? error.line : undefined;
  return { line: typeof line === 'number' ? line : 1 };
}
