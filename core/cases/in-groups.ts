/** `ABCD-EFGH-JKMN`: easier to read, to write down, to read out. */
export function inGroups(code: string): string {
  return code.replace(/(.{4})(?=.)/g, '$1-');
}
