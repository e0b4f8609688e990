/** Zeebe's name of an element's type in our spelling, that of `ElementType`: SERVICE_TASK is serviceTask. */
export function elementTypeOf(bpmnElementType: string): string {
  // An event sub-process is a sub-process; what begins it is seen at its start event.
  if (bpmnElementType === 'EVENT_SUB_PROCESS') return 'subProcess';
  return bpmnElementType
    .toLowerCase()
    .replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());
}
