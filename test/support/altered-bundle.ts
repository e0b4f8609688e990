import type { Bundle } from '../../core/procedures/procedure.ts';

type Json = Record<string, unknown>;

/** A JSON file of a bundle: its settings, texts or a form. */
export function jsonOf(files: Bundle['files'], name: string): Json {
  return JSON.parse(files.get(name) ?? '{}') as Json;
}

/** The same file with `more` in it. */
export function withMore(files: Bundle['files'], name: string, more: object): string {
  return JSON.stringify({ ...jsonOf(files, name), ...more });
}

/** The steps of a procedure behind one more. */
export function stepsBehind(first: string, files: Bundle['files']): string[] {
  const { steps } = jsonOf(files, 'procedure.json');
  return [first, ...(steps as string[])];
}
