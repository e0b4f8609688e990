/** Whether it can be the number of a case at all: what cannot is not looked for. */
export function isCaseNumber(text: string): boolean {
  return /^[A-Z]{1,8}-\d{4}-\d{1,12}$/.test(text);
}

/** Whether it can be the key of a task, on whichever engine. */
export function isTaskKey(text: string): boolean {
  return /^[\w.:-]{1,80}$/.test(text);
}
