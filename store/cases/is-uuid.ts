const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Asked before a text from outside meets a uuid column, where another text is an error. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}
