/**
 * Names of those who work here, as they last signed in: histories and the engine know them by
 * subject only.
 */
export interface StaffDirectory {
  remember(staff: { readonly subject: string; readonly name: string }): Promise<void>;
  /** Subject → name; whoever never signed in is absent. */
  names(subjects: readonly string[]): Promise<ReadonlyMap<string, string>>;
}
