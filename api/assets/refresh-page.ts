const MAX_PAUSE_MS = 60_000;

/**
 * Looks again while something is running. Nothing moves under the reader: the part is exchanged
 * only when its state differs, and not while something in it has the focus.
 */
export function refreshPage(): void {
  const part = document.querySelector<HTMLElement>('[data-refresh]');
  const pauseMs = Number(part?.dataset['refresh'] ?? 0);
  if (part && pauseMs > 0) schedule(pauseMs);
}

function schedule(pauseMs: number): void {
  setTimeout(() => void look(pauseMs), pauseMs);
}

async function look(pauseMs: number): Promise<void> {
  const slower = Math.min(pauseMs * 1.2, MAX_PAUSE_MS);
  const old = document.querySelector<HTMLElement>('[data-refresh]');
  if (!old) return;
  if (document.hidden || isInUse(old)) return schedule(pauseMs);
  const response = await fetch(location.href).catch(() => undefined);
  if (!response?.ok) return schedule(slower);
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const fresh = page.querySelector<HTMLElement>('[data-refresh]');
  if (!fresh) return;
  if (fresh.dataset['state'] === old.dataset['state']) return schedule(slower);
  document.title = page.title;
  old.replaceWith(document.adoptNode(fresh));
  announce(fresh.querySelector('h1')?.textContent ?? '');
  const nextMs = Number(fresh.dataset['refresh'] ?? 0);
  if (nextMs > 0) schedule(nextMs);
}

/** Somebody types in it or has ticked something: an exchange would take that away. */
function isInUse(part: HTMLElement): boolean {
  return part.contains(document.activeElement) || part.querySelector(':checked') !== null;
}

/** Says the new headline to screen readers, which do not see that something changed. */
function announce(text: string): void {
  let region = document.getElementById('neuigkeit');
  if (!region) {
    region = document.createElement('p');
    region.id = 'neuigkeit';
    region.className = 'aw-sr-only';
    region.setAttribute('role', 'status');
    document.querySelector('main')?.append(region);
  }
  region.textContent = text;
}
