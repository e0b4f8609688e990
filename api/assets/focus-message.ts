/** After a refused form, readers and keyboards begin at what went wrong. */
export function focusMessage(): void {
  document.querySelector<HTMLElement>('[data-focus]')?.focus();
}
