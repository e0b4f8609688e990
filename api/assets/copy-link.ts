/** Buttons that only a script can serve are hidden without it. */
export function copyLink(): void {
  const source = document.querySelector<HTMLInputElement>('[data-copy-source]');
  const button = document.querySelector<HTMLButtonElement>('[data-copy]');
  if (source && button && navigator.clipboard !== undefined) {
    button.hidden = false;
    button.addEventListener('click', () => void copy(source, button));
  }
  for (const printer of document.querySelectorAll<HTMLButtonElement>('[data-print]')) {
    printer.hidden = false;
    printer.addEventListener('click', () => window.print());
  }
}

async function copy(source: HTMLInputElement, button: HTMLButtonElement): Promise<void> {
  await navigator.clipboard.writeText(source.value);
  const label = button.querySelector('.kern-label');
  if (label) label.textContent = button.dataset['copy'] ?? '';
}
