const SECOND_CLICK_MS = 5_000;

/** Swallows the second half of a double click. The server bears it too: this only spares a page. */
export function submitOnce(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-submit-once]')) {
    let sentAtMs = -Infinity;
    form.addEventListener('submit', (event) => {
      const nowMs = performance.now();
      if (nowMs - sentAtMs < SECOND_CLICK_MS) event.preventDefault();
      else sentAtMs = nowMs;
    });
  }
}
