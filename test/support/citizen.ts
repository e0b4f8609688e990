import { fieldsOf, formAction, linkIn, textsOf, type FormFields } from './read-page.ts';

/** What the portal answered at the end of its redirects. */
export interface SeenPage {
  readonly status: number;
  /** Path and query. */
  readonly path: string;
  readonly html: string;
}

export interface Application {
  readonly cardNumber?: string;
  readonly invoiceNumber?: string;
  readonly email?: string;
}

/** An application that is filled in, on its page "check your answers". */
export interface FilledDraft {
  readonly token: string;
  readonly action: string;
  readonly fields: FormFields;
}

export interface Receipt {
  readonly number: string;
  readonly code: string;
}

export interface CaseStatus {
  readonly headline: string;
  readonly ended: boolean;
  readonly tasks: readonly string[];
  readonly canPay: boolean;
}

/** A citizen with a browser without JavaScript: plain HTTP, cookies, forms as the pages have them. */
export interface Citizen {
  /** Begins an application for a library fee and answers its questions. */
  fill(application: Application): Promise<FilledDraft>;
  /** The same for any service without choices, by its address. */
  fillService(service: string, answers: FormFields): Promise<FilledDraft>;
  /** Sends it; may be repeated, as a double click or a reload would. */
  submit(draft: FilledDraft): Promise<Receipt>;
  apply(application: Application): Promise<Receipt>;
  /** Opens a case with number and code; false when they are wrong. */
  open(receipt: Receipt): Promise<boolean>;
  status(number: string): Promise<CaseStatus>;
  /** The page of a task; its form is gone (404) when it was answered. */
  task(path: string): Promise<SeenPage>;
  /** Fills the form of a task page: what `answers` names, all choices, all boxes. */
  answer(page: SeenPage, answers?: FormFields): Promise<SeenPage>;
  /** The transaction of the payment that is open; absent when there is nothing to pay. */
  openPayment(number: string): Promise<{ transactionId: string } | undefined>;
  /** Comes back from the payment page. */
  comeBack(paymentId: string): Promise<SeenPage>;
  get(path: string): Promise<SeenPage>;
  /** The cookies that the portal has set, as a browser would send them. */
  cookieHeader(): string;
}

const SERVICE = '/dienste/bibliotheksgebuehr';

/** Anything that a person would answer by trying again: no connection, or a page that says so. */
export class PortalAway extends Error {}

/** @param address where the citizen comes from, for a portal that trusts its proxy */
export function makeCitizen(portalUrl: string, address?: string): Citizen {
  const cookies = new Map<string, string>();
  const browse = makeBrowser(portalUrl, cookies, address);
  const get = (path: string) => browse(path);

  const fillService = async (service: string, answers: FormFields): Promise<FilledDraft> => {
    const begin = expectPage(await get(service));
    let page = await browse(`${service}/beginnen`, fieldsOf(begin.html));
    for (let tries = 0; tries < 10; tries += 1) {
      const token = /^\/antrag\/([^/]+)/.exec(expectPage(page, 422, 409).path)?.[1] ?? '';
      const fields = fieldsOf(page.html);
      if (page.path.endsWith('/pruefen')) return { token, action: page.path, fields };
      page = await browse(page.path, { ...fields, ...answers, action: 'next' });
    }
    throw new Error(`The assistant does not come to an end: ${page.path}`);
  };
  const fill = (application: Application) => fillService(SERVICE, wanted(application));
  const submit = async (draft: FilledDraft): Promise<Receipt> => {
    const page = expectPage(await browse(draft.action, draft.fields));
    const [number = '', code = ''] = textsOf(page.html, 'dd', 'aw-code');
    if (number === '' || code === '') throw new Error(`No receipt on ${page.path}`);
    return { number, code };
  };

  return {
    fill,
    fillService,
    submit,
    apply: async (application) => submit(await fill(application)),
    async open({ number, code }) {
      const form = expectPage(await get('/verfolgen'));
      const fields = { ...fieldsOf(form.html), nummer: number, code };
      const page = expectPage(await browse('/verfolgen', fields), 422);
      return page.status === 200 && page.path === `/vorgang/${number}`;
    },
    async status(number) {
      const { html } = expectPage(await get(`/vorgang/${number}`));
      return {
        headline: textsOf(html, 'h1')[0] ?? '',
        ended: /data-refresh="0"/.test(html),
        tasks: [...html.matchAll(/href="(\/vorgang\/[^"]+\/aufgabe\/[^"]+)"/g)].map(
          ([, href = '']) => href,
        ),
        canPay: linkIn(html, `/vorgang/${number}/zahlung`),
      };
    },
    task: get,
    async answer(page, answers = {}) {
      const fields = { ...fieldsOf(page.html, { all: true }), ...answers, action: 'next' };
      const next = await browse(formAction(page.html) ?? page.path, fields);
      return expectPage(next, 404, 422);
    },
    async openPayment(number) {
      const page = await browse(`/vorgang/${number}/zahlung/weiter`);
      const away = /\/zahlungen\/([\w-]+)$/.exec(page.path)?.[1];
      return away === undefined ? undefined : { transactionId: away };
    },
    comeBack: async (paymentId) => expectPage(await get(`/zahlung/rueckkehr/${paymentId}`)),
    get,
    cookieHeader: () => headerOf(cookies),
  };
}

function wanted({ cardNumber, invoiceNumber, email }: Application): FormFields {
  return {
    identification: cardNumber === undefined ? 'invoice' : 'card',
    ...(cardNumber === undefined ? {} : { cardNumber }),
    ...(invoiceNumber === undefined ? {} : { invoiceNumber }),
    ...(email === undefined ? {} : { email }),
  };
}

/** `allowed`: statuses besides 200 that the caller understands. */
function expectPage(page: SeenPage, ...allowed: number[]): SeenPage {
  if (page.status === 200 || allowed.includes(page.status)) return page;
  const text = `${page.path} answered ${page.status}`;
  throw page.status >= 500 || page.status === 429 ? new PortalAway(text) : new Error(text);
}

const MAX_REDIRECTS = 5;
const LIMIT_MS = 20_000;

/** GET, or POST when there are fields; follows redirects within the portal, keeps its cookies. */
function makeBrowser(portalUrl: string, cookies: Map<string, string>, address?: string) {
  const send = async (path: string, fields?: FormFields): Promise<Response> => {
    const response = await fetch(portalUrl + path, {
      method: fields === undefined ? 'GET' : 'POST',
      redirect: 'manual',
      signal: AbortSignal.timeout(LIMIT_MS),
      headers: {
        cookie: headerOf(cookies),
        ...(address === undefined ? {} : { 'x-forwarded-for': address }),
      },
      ...(fields === undefined ? {} : { body: encoded(fields) }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (name !== undefined && value !== undefined) cookies.set(name, value);
    }
    return response;
  };
  return async (path: string, fields?: FormFields): Promise<SeenPage> => {
    try {
      let [at, response] = [path, await send(path, fields)];
      for (let hops = 0; hops < MAX_REDIRECTS && response.status === 303; hops += 1) {
        await response.body?.cancel();
        const location = response.headers.get('location') ?? '';
        // To the payment service: the citizen's next stop is not ours to visit.
        if (!location.startsWith('/')) return { status: 303, path: location, html: '' };
        at = location;
        response = await send(at);
      }
      return { status: response.status, path: at, html: await response.text() };
    } catch (error) {
      throw new PortalAway(`${path}: ${String(error)}`, { cause: error });
    }
  };
}

function headerOf(cookies: ReadonlyMap<string, string>): string {
  return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
}

function encoded(fields: FormFields): URLSearchParams {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) {
    for (const one of typeof value === 'string' ? [value] : value) body.append(name, one);
  }
  return body;
}
