import { cpus, totalmem } from 'node:os';
import type { BenchCase, Figure } from './bench-case.ts';
import { median } from './bench-case.ts';

export interface Measured {
  readonly benchCase: BenchCase;
  readonly figures: readonly Figure[];
}

/** `docs/benchmarks.md`: machine, versions, settings, and a row for each figure. */
export function benchmarksPage(
  measured: readonly Measured[],
  facts: { readonly postgres: string; readonly day: string; readonly runs: number },
): string {
  const memoryGib = Math.round(totalmem() / 2 ** 30);
  return [
    '# Benchmarks',
    '',
    'Written by `npm run bench`; the cases are in `test/bench/cases/`. PostgreSQL runs beside the',
    'application on the same machine with fsync and synchronous_commit on. Only instances count',
    'whose end stands in the history. Median of the runs, in brackets their range.',
    '',
    `- ${facts.day}; ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), ${memoryGib} GiB`,
    `- Node ${process.version}, ${facts.postgres}`,
    `- ${facts.runs} runs after a warm-up`,
    '',
    ...measured.flatMap(({ benchCase, figures }) => section(benchCase, figures)),
  ].join('\n');
}

function section(benchCase: BenchCase, figures: readonly Figure[]): string[] {
  return [
    `## ${benchCase.name}`,
    '',
    `${benchCase.what}.`,
    '',
    '| figure | median | range | unit |',
    '| --- | ---: | --- | --- |',
    ...figures.map(row),
    '',
  ];
}

function row({ name, unit, values, digits }: Figure): string {
  const show = (value: number): string =>
    value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const range = `${show(Math.min(...values))} – ${show(Math.max(...values))}`;
  return `| ${name} | ${show(median(values))} | ${range} | ${unit} |`;
}
