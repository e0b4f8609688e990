/** A residence as far as it matters for where somebody lives today. ISO dates. */
export interface RegisteredResidence {
  readonly kind: 'only' | 'main' | 'secondary';
  readonly movedInOn: string;
  readonly movedOutOn?: string;
}

/** Where a person lives on this day, the main residence before others. */
export function presentResidences<Residence extends RegisteredResidence>(
  residences: readonly Residence[],
  today: string,
): Residence[] {
  return residences
    .filter(({ movedInOn }) => movedInOn <= today)
    .filter(({ movedOutOn }) => movedOutOn === undefined || movedOutOn > today)
    .toSorted((a, b) => Number(a.kind === 'secondary') - Number(b.kind === 'secondary'));
}

/**
 * Whether present residences contradict each other (§§ 20 to 22 BMG): there is one main residence
 * at most, and an only one has none beside it.
 */
export function contradict(present: readonly RegisteredResidence[]): boolean {
  const mains = present.filter(({ kind }) => kind !== 'secondary');
  return mains.length > 1 || (present.length > 1 && mains.some(({ kind }) => kind === 'only'));
}
