/** The lowest level that will do, of `acr_values` or of one name; 1 where nothing is said. */
export function wantedLevel(acrValues: unknown): number {
  const names = typeof acrValues === 'string' ? acrValues.split(' ') : [];
  const levels = names.flatMap((name) => {
    const [, level] = /^STORK-QAA-Level-([1-4])$/.exec(name) ?? [];
    return level === undefined ? [] : [Number(level)];
  });
  return levels.length === 0 ? 1 : Math.min(...levels);
}
