/** How far an identity can be trusted, as STORK-QAA 1 to 4: basic, normal, substantial, high. */
export type TrustLevel = 1 | 2 | 3 | 4;

export const TRUST_LEVELS: readonly TrustLevel[] = [1, 2, 3, 4];

/** What a procedure demands (`trustLevel` in `procedure.json`); undefined: guests may, too. */
export function demandedLevel(
  trustLevel: 'none' | 'normal' | 'substantial' | 'high',
): TrustLevel | undefined {
  return { none: undefined, normal: 2 as const, substantial: 3 as const, high: 4 as const }[
    trustLevel
  ];
}

/** Levels that somebody was given, of the whole sign-in and of single attributes. */
export interface ProvenLevels {
  readonly level: TrustLevel;
  /** Only attributes that prove less than `level`. */
  readonly attributeLevels: Readonly<Record<string, TrustLevel>>;
}

/** An attribute counts with its own level: an address typed in by its owner proves no residence. */
export function attributeLevel(proven: ProvenLevels, attribute: string): TrustLevel {
  const own = Object.hasOwn(proven.attributeLevels, attribute)
    ? proven.attributeLevels[attribute]
    : undefined;
  return own === undefined || own > proven.level ? proven.level : own;
}
