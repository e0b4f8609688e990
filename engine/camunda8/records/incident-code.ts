/** Zeebe's types of incidents for which the embedded engine has a code that says the same. */
const SAME_AS_EMBEDDED: ReadonlyMap<string, string> = new Map([
  ['JOB_NO_RETRIES', 'job-no-retries'],
  ['UNHANDLED_ERROR_EVENT', 'error-uncaught'],
  ['CONDITION_ERROR', 'no-condition-true'],
  ['CALLED_ELEMENT_ERROR', 'called-process-missing'],
  ['CALLED_DECISION_ERROR', 'decision-missing'],
]);

/** The code of an incident; where only Zeebe has it, its own name in our spelling. */
export function incidentCodeOf(errorType: string): string {
  return SAME_AS_EMBEDDED.get(errorType) ?? errorType.toLowerCase().replaceAll('_', '-');
}
