import type { Actor } from '../cases/case-file.ts';
import type { IssuedDocument } from './issued-document.ts';

export interface PlateLookups {
  /**
   * Documents on which this plate stands, the newest first. Who asked, when and why is written in
   * the same transaction: nothing is found without a trace.
   *
   * @param plate as `readPlate` gives it
   */
  lookUp(question: {
    readonly plate: string;
    readonly reason: string;
    readonly actor: Actor;
  }): Promise<IssuedDocument[]>;
  /** How often somebody has asked, and true when no row of the log was changed or taken out. */
  verify(): Promise<{ readonly count: number; readonly fits: boolean }>;
}
