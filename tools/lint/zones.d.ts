export interface Zone {
  readonly name: string;
  readonly files: readonly string[];
  readonly may: readonly string[] | 'anything';
  readonly pure?: boolean;
}

export const wiring: readonly string[];
export const zones: readonly Zone[];
export const vendorHomes: readonly {
  readonly packages: readonly string[];
  readonly homes: readonly string[];
}[];
export const freeOfHomes: readonly string[];
