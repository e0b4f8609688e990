/**
 * Uploads what was chosen at once, file by file, and shows how far it is. The same request that the
 * button "Upload" sends; only the field's own part of the page is exchanged, so that nothing that is
 * typed meanwhile is lost. When it fails, the button is still there, and where the server says why,
 * its words are shown beside what was typed.
 */
export function uploadFiles(): void {
  const form = document.querySelector<HTMLFormElement>('form[data-live-form]');
  // What is chosen while another file is on its way goes after it: each answer changes the version.
  let uploads = Promise.resolve();
  form?.addEventListener('change', (event) => {
    const input = event.target;
    if (!(input instanceof HTMLInputElement) || input.type !== 'file') return;
    const field = input.closest<HTMLElement>('[data-upload]');
    if (!field) return;
    const files = [...(input.files ?? [])];
    const upload = (): Promise<void> => uploadAll(form, field.id, input.name, files);
    uploads = uploads.then(upload, upload);
  });
}

async function uploadAll(
  form: HTMLFormElement,
  fieldId: string,
  name: string,
  files: readonly File[],
): Promise<void> {
  const errors: Node[] = [];
  for (const file of files) {
    const answer = await send(form, fieldId, name, file);
    if (!answer.taken) return failed(fieldId, answer.page);
    exchange(form, fieldId, answer.page);
    errors.push(...errorsOf(fieldId));
  }
  showErrors(fieldId, errors);
  focusField(fieldId, errors.length > 0);
}

/** What the server answers: the step again with the file, or another page; none without a connection. */
type Sent = { taken: true; page: Document } | { taken: false; page: Document | undefined };

function send(form: HTMLFormElement, fieldId: string, name: string, file: File): Promise<Sent> {
  const body = new FormData();
  for (const [key, value] of new FormData(form)) {
    if (typeof value === 'string') body.append(key, value);
  }
  body.set('action', document.getElementById(fieldId)?.dataset['upload'] ?? '');
  body.append(name, file);
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('POST', form.getAttribute('action') ?? '');
    const bar = showProgress(fieldId, file.name);
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      if (bar && total > 0) bar.value = loaded / total;
    });
    request.addEventListener('loadend', () => resolve(sentTo(request, fieldId)));
    request.send(body);
  });
}

function sentTo({ status, responseText }: XMLHttpRequest, fieldId: string): Sent {
  const page = new DOMParser().parseFromString(responseText, 'text/html');
  const isStep = status === 200 || status === 422;
  if (isStep && page.getElementById(fieldId)) return { taken: true, page };
  // What failed in the house may work in a moment; every other page says what is the matter.
  return { taken: false, page: status === 0 || status >= 500 ? undefined : page };
}

function exchange(form: HTMLFormElement, fieldId: string, page: Document): void {
  const version = form.querySelector<HTMLInputElement>('[name="version"]');
  const freshVersion = page.querySelector<HTMLInputElement>('[name="version"]');
  if (version && freshVersion) version.value = freshVersion.value;
  // Questions that depend on the files come and go with them.
  const isSame = shownIn(document) === shownIn(page);
  const part = isSame ? `#${CSS.escape(fieldId)}` : '[data-live-fields]';
  const fresh = page.querySelector(part);
  if (fresh) form.querySelector(part)?.replaceWith(document.adoptNode(fresh));
}

function shownIn(page: Document): string | undefined {
  return page.querySelector<HTMLInputElement>('[name="shown"]')?.value;
}

function errorsOf(fieldId: string): Node[] {
  const error = document.getElementById(`${fieldId}-fehler`);
  return error ? [error.cloneNode(true)] : [];
}

/** Each answer says only what was wrong with its own file. */
function showErrors(fieldId: string, errors: readonly Node[]): void {
  const field = document.getElementById(fieldId);
  const body = field?.querySelector('.kern-fieldset__body');
  if (!field || !body || errors.length === 0) return;
  document.getElementById(`${fieldId}-fehler`)?.remove();
  field.classList.add('kern-fieldset--error');
  const box = document.createElement('div');
  box.append(...errors);
  for (const line of box.children) line.removeAttribute('id');
  box.id = `${fieldId}-fehler`;
  body.append(box);
}

function showProgress(fieldId: string, fileName: string): HTMLProgressElement | undefined {
  const status = statusOf(fieldId);
  if (!status) return undefined;
  const text = `${status.dataset['progress'] ?? ''} ${fileName}`;
  const bar = document.createElement('progress');
  bar.setAttribute('aria-label', text);
  status.replaceChildren(text, bar);
  return bar;
}

function failed(fieldId: string, page: Document | undefined): void {
  const status = statusOf(fieldId);
  const words = page ? reasonOn(page) : [];
  status?.replaceChildren(...(words.length > 0 ? words : [status.dataset['failed'] ?? '']));
}

/** A warning of the page, else its heading with what follows, and where it leads from there. */
function reasonOn(page: Document): Node[] {
  const warning = page.querySelector('main .kern-alert[role="alert"]');
  const heading = warning?.querySelector('.kern-title') ?? page.querySelector('main h1');
  if (!heading) return [];
  const title = document.createElement('strong');
  title.append(wordsOf(heading));
  const text = (warning ?? page.querySelector('main'))?.querySelector('p.kern-body');
  const way = warning ? null : page.querySelector<HTMLAnchorElement>('main .aw-actions a');
  return [
    title,
    document.createElement('br'),
    text ? wordsOf(text) : '',
    way ? linkAs(way) : '',
  ].map((part) => (typeof part === 'string' ? document.createTextNode(`${part} `) : part));
}

function wordsOf(element: Element): string {
  return element.textContent.trim().replace(/\s+/g, ' ');
}

function linkAs(way: HTMLAnchorElement): HTMLAnchorElement {
  const link = document.createElement('a');
  link.className = 'kern-link';
  link.href = way.getAttribute('href') ?? '';
  link.append(wordsOf(way));
  return link;
}

function statusOf(fieldId: string): HTMLElement | null | undefined {
  return document.getElementById(fieldId)?.querySelector<HTMLElement>('[data-progress]');
}

/** Readers hear the field again: with the new list, or with what was wrong. */
function focusField(fieldId: string, hasErrors: boolean): void {
  const input = document.getElementById(`${fieldId}-datei`);
  const field = document.getElementById(fieldId);
  (hasErrors ? field : (input ?? field))?.focus();
}
