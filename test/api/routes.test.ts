import { expect } from 'chai';
import type { Route } from '../../api/route.ts';
import { ROUTES } from '../../api/routes.ts';
import type { SignedIn } from '../../connectors/identity/port.ts';
import { STAFF_ROLES } from '../../core/access/staff-role.ts';
import { startTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { makeClient, textOf } from '../support/app-client.ts';
import { putTask, submitted } from '../support/app-steps.ts';
import { aClerk, aPerson, signedIn } from '../support/fake-identity.ts';

const RULES = [
  'public',
  'draft',
  'case',
  'operator',
  'person',
  'staff',
  'staff-case',
  'staff-task',
];

/** Rules of every row, written down a second time: whoever opens a route changes it here too. */
const OPEN_TO_EVERYBODY = [
  'get /',
  'get /dienste/:key',
  'post /dienste/:key/beginnen',
  'get /verfolgen',
  'post /verfolgen',
  'get /zahlung/rueckkehr/:paymentId',
  'get /ausweis',
  'get /betrieb/zugang/:token',
  'post /betrieb/zugang/:token',
  'get /anmelden',
  'get /anmelden/zurueck',
  'post /abmelden',
  'get /abgemeldet',
  'get /mitarbeit/anmelden',
  'get /mitarbeit/anmelden/zurueck',
  'get /impressum',
  'get /datenschutz',
  'get /barrierefreiheit',
  'get /gesundheit',
  'get /robots.txt',
  'get /favicon.svg',
];

function filledIn(path: string, values: Record<string, string> = {}): string {
  return path.replace(/:(\w+)/g, (_, name: string) => values[name] ?? `x${'0'.repeat(21)}`);
}

describe('the routes of the portal', () => {
  let app: TestApp;
  before(async () => {
    app = await startTestApp();
  });
  after(() => app.stop());

  it('all have an access rule', () => {
    for (const route of ROUTES) expect(RULES, route.path).to.include(route.access);
  });

  it('are open to everybody only where this list says so', () => {
    const open = ROUTES.filter(({ access }) => access === 'public');
    expect(open.map(({ method, path }) => `${method} ${path}`)).to.have.members(OPEN_TO_EVERYBODY);
  });

  it('are the only ones that Express knows', () => {
    const served = app.express.router.stack.flatMap(({ route }) => (route ? [route.path] : []));
    expect([...new Set(served)]).to.have.members([...new Set(ROUTES.map(({ path }) => path))]);
  });

  for (const route of ROUTES.filter(({ access }) => access !== 'public')) {
    it(`refuses a stranger: ${route.method} ${route.path}`, async () => {
      const { file, path } = await submitted(app);
      const token = path.split('/')[2] ?? '';
      const stranger = makeClient(app.address);
      // A case number is no secret, a draft's token is: a stranger has the first only.
      const address = filledIn(route.path, { number: file.number });
      const page = await visit(stranger, route.method, address);
      expect(page.status, address).to.equal(refusalOfNobody(route));
      if (page.status === 303) expect(page.location).to.match(/^\/(mitarbeit\/)?anmelden\?weiter=/);
      expect(page.html).not.to.include(token);
      expect(page.html).not.to.include(file.answers['cardNumber']);
      expect(textOf(page.html)).not.to.include('kim@example.org');
    });
  }

  for (const route of ROUTES.filter(({ access }) => access === 'case')) {
    it(`refuses another citizen: ${route.method} ${route.path}`, async () => {
      const { client: other } = await submitted(app);
      const { file } = await submitted(app);
      const address = filledIn(route.path, { number: file.number });
      const page = await visit(other, route.method, address);
      expect(page.status).to.equal(404);
      expect(page.html).to.include('action="/verfolgen"');
    });
  }

  it('are the same to staff as to anybody, where a draft or a case is the key', async () => {
    const { file } = await submitted(app);
    for (const who of [aPerson(), aClerk(), aClerk({ roles: ['operator'] })]) {
      const client = await signedIn(app, who);
      for (const route of ROUTES.filter(({ access }) => access === 'case' || access === 'draft')) {
        const address = filledIn(route.path, { number: file.number });
        const page = await visit(client, route.method, address);
        expect(page.status, `${who.kind} ${address}`).to.equal(404);
      }
    }
  });

  for (const route of ROUTES.filter(isForSomebody)) {
    it(`lets in whom its rule names, and nobody else: ${route.method} ${route.path}`, async () => {
      const address = filledIn(route.path);
      for (const [name, who, isNamed] of visitors(route)) {
        const page = await visit(await signedIn(app, who), route.method, address);
        const isRefused = page.status === 403;
        expect(isRefused, `${name}: ${page.status}`).to.equal(!isNamed);
      }
    });
  }

  for (const route of ROUTES.filter(({ access }) => /^staff-/.test(access))) {
    it(`shows no case to another unit: ${route.method} ${route.path}`, async () => {
      const { file } = await submitted(app);
      const { key } = putTask(app, file, { candidateGroups: ['stadtbibliothek', 'applicant'] });
      const address = filledIn(route.path, { number: file.number, taskKey: key });
      const other = await signedIn(app, aClerk({ units: ['strassenverkehr'] }));
      const page = await visit(other, route.method, address);
      expect(page.status).to.equal(404);
      expect(page.html).not.to.include(file.answers['cardNumber']);
    });
  }

  for (const route of ROUTES.filter(({ method }) => method === 'post')) {
    it(`demands the session's token: post ${route.path}`, async () => {
      const { client, file } = await submitted(app);
      const address = filledIn(route.path, { number: file.number });
      for (const token of ['', 'wrong']) {
        const page = await client.post(address, { _csrf: token });
        expect(page.status).to.equal(403);
        expect(textOf(page.html)).to.include('Bitte versuchen Sie es noch einmal');
      }
    });
  }

  for (const route of ROUTES.filter(({ method }) => method === 'post')) {
    it(`takes files only where its row says so: post ${route.path}`, async () => {
      const { client, file } = await submitted(app);
      const address = filledIn(route.path, { number: file.number });
      const files = [{ field: 'a', name: 'a.pdf', content: Buffer.from('%PDF-') }];
      const page = await client.upload(address, { _csrf: 'wrong' }, files);
      // Who may not use the row is refused first, then who has no token.
      const refused = route.access === 'case' ? 403 : 404;
      expect(page.status).to.equal(route.uploads ? refused : 415);
    });
  }

  it('answer another method with 405 and what is allowed', async () => {
    for (const method of ['PUT', 'DELETE', 'PATCH']) {
      const client = makeClient(app.address);
      await client.get('/verfolgen');
      const token = /name="_csrf" value="([^"]+)"/.exec(client.lastPage()?.html ?? '')?.[1] ?? '';
      const response = await fetch(`${app.address}/verfolgen`, {
        method,
        body: new URLSearchParams({ _csrf: token }),
        headers: { cookie: [...client.cookies].map(([k, v]) => `${k}=${v}`).join('; ') },
      });
      expect(response.status, method).to.equal(405);
      expect(response.headers.get('allow')).to.equal('GET, HEAD, POST');
    }
  });
});

/** 404 hides what there is; a page of one's own begins with the sign-in; the rest is refused. */
function refusalOfNobody({ access, method }: Route): number {
  if (access === 'draft' || access === 'case') return 404;
  return access !== 'operator' && method === 'get' ? 303 : 403;
}

function isForSomebody({ access }: Route): boolean {
  return access === 'operator' || access === 'person' || access.startsWith('staff');
}

/** Everybody who can be signed in, and whether the rule of this row names them. */
function visitors(route: Route): [name: string, who: SignedIn, isNamed: boolean][] {
  const roles: readonly string[] = 'roles' in route ? route.roles : [];
  const wanted = route.access === 'operator' ? ['operator'] : roles;
  return [
    ['a person', aPerson({ level: 4 }), route.access === 'person'],
    ...STAFF_ROLES.map((role): [string, SignedIn, boolean] => [
      role,
      aClerk({ roles: [role] }),
      wanted.includes(role),
    ]),
    ['an unknown role', aClerk({ roles: ['mayor'] }), false],
  ];
}

async function visit(client: ReturnType<typeof makeClient>, method: string, path: string) {
  if (method === 'get') return client.get(path);
  const before = await client.get('/verfolgen');
  const token = /name="_csrf" value="([^"]+)"/.exec(before.html)?.[1] ?? '';
  return client.post(path, { _csrf: token });
}
