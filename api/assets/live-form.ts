/**
 * Shows and hides dependent questions at once: the same round trip that "Continue" makes without a
 * script. Only the fields are exchanged; what has the focus keeps it.
 */
export function liveForm(): void {
  const form = document.querySelector<HTMLFormElement>('form[data-live-form]');
  form?.addEventListener('change', (event) => {
    if (isChoice(event.target)) void redraw(form);
  });
}

function isChoice(target: EventTarget | null): boolean {
  if (target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && ['radio', 'checkbox'].includes(target.type);
}

async function redraw(form: HTMLFormElement): Promise<void> {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === 'string') body.append(name, value);
  }
  body.set('action', 'refresh');
  // Not `form.action`: the buttons are called "action" and hide it.
  const address = form.getAttribute('action') ?? '';
  const response = await fetch(address, { method: 'POST', body }).catch(() => undefined);
  if (!response?.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const fresh = page.querySelector('[data-live-fields]');
  const old = form.querySelector('[data-live-fields]');
  if (!fresh || !old || shownOf(fresh) === shownOf(old)) return;
  const focusedId = document.activeElement?.id;
  old.replaceWith(document.adoptNode(fresh));
  if (focusedId) document.getElementById(focusedId)?.focus();
}

function shownOf(fields: Element): string | undefined {
  return fields.querySelector<HTMLInputElement>('[name="shown"]')?.value;
}
