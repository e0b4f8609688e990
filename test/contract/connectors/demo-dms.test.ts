import { expect } from 'chai';
import { demoCredentials } from '../../../demo/credentials.ts';
import { startTestCity, type TestCity } from '../../support/demo-city.ts';

interface Said {
  status: number;
  // Whatever the browser binding answers: the tests say what they expect of it.
  body: Record<string, never> & { succinctProperties: Record<string, unknown> };
}

const { user, password } = demoCredentials.dms;
const Authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

/** The demo city's repository as any client of CMIS 1.1 would see it. */
describe("the demo city's DMS", () => {
  let city: TestCity;
  let root: string;

  before(async () => {
    city = await startTestCity();
    root = `${city.dmsUrl}/${city.dmsRepositoryId}/root`;
  });
  after(() => city.stop());

  async function said(response: Response): Promise<Said> {
    return { status: response.status, body: (await response.json()) as Said['body'] };
  }

  const get = async (path: string, query: Record<string, string> = {}) => {
    const search = new URLSearchParams({ succinct: 'true', ...query });
    return said(await fetch(`${root}${path}?${search}`, { headers: { Authorization } }));
  };

  async function post(
    action: string,
    controls: Record<string, string>,
    properties: Record<string, string> = {},
    content?: string,
  ): Promise<Said> {
    const form = new FormData();
    form.set('cmisaction', action);
    form.set('succinct', 'true');
    for (const [name, value] of Object.entries(controls)) form.set(name, value);
    Object.entries(properties).forEach(([id, value], index) => {
      form.set(`propertyId[${index}]`, id);
      form.set(`propertyValue[${index}]`, value);
    });
    if (content !== undefined) form.set('content', new Blob([content]), 'größe.txt');
    return said(await fetch(root, { method: 'POST', headers: { Authorization }, body: form }));
  }

  const idOf = ({ body }: Said) => String(body.succinctProperties['cmis:objectId']);
  const folder = async (name: string, objectId = 'root') =>
    post('createFolder', { objectId }, { 'cmis:objectTypeId': 'cmis:folder', 'cmis:name': name });
  const document = async (name: string, objectId: string) =>
    post(
      'createDocument',
      { objectId },
      { 'cmis:objectTypeId': 'cmis:document', 'cmis:name': name },
      'text',
    );
  const refusal = ({ status, body }: Said) => [status, body['exception']];

  it('lists its repository, by its service and by itself', async () => {
    const service = await said(await fetch(city.dmsUrl, { headers: { Authorization } }));
    const info = service.body[city.dmsRepositoryId] as unknown as Record<string, string>;
    expect(info).to.include({ cmisVersionSupported: '1.1', rootFolderUrl: root });
    const own = await fetch(String(info['repositoryUrl']), { headers: { Authorization } });
    expect((await said(own)).body).to.deep.equal(service.body);
  });

  it('lets nobody in without the password', async () => {
    const answer = await fetch(root);
    expect(answer.status).to.equal(401);
    expect(answer.headers.get('WWW-Authenticate')).to.match(/^Basic/);
    expect(await answer.json()).to.include({ exception: 'permissionDenied' });
  });

  it('tells each property with its type when nobody asks for the short form', async () => {
    const { body } = await get('/Aktenplan', { succinct: 'false' });
    expect(body).to.have.nested.property('properties.cmis:objectId.type', 'id');
    expect(body).to.have.nested.property('properties.cmis:creationDate.type', 'datetime');
    expect(body).to.have.nested.property('properties.cmis:name.value', 'Aktenplan');
  });

  it('lists children page by page', async () => {
    const parent = idOf(await folder('Seiten'));
    for (const name of ['c', 'a', 'b']) await folder(name, parent);
    const first = await get('/Seiten', { cmisselector: 'children', maxItems: '2' });
    expect(first.body).to.deep.include({ hasMoreItems: true, numItems: 3 });
    expect(first.body['objects']).to.have.length(2);
    const more = { cmisselector: 'children', maxItems: '2', skipCount: '2' };
    const last = await get('/Seiten', more);
    expect(last.body).to.have.property('hasMoreItems', false);
    expect(last.body).to.have.nested.property(
      'objects[0].object.succinctProperties.cmis:name',
      'c',
    );
  });

  it('refuses a name that is taken, in words of the standard', async () => {
    expect((await folder('Einmal')).status).to.equal(201);
    expect(refusal(await folder('Einmal'))).to.deep.equal([409, 'nameConstraintViolation']);
    expect(refusal(await folder('a/b'))).to.deep.equal([409, 'constraint']);
    expect(refusal(await folder('x', 'nowhere'))).to.deep.equal([404, 'objectNotFound']);
    expect(refusal(await get('/nowhere'))).to.deep.equal([404, 'objectNotFound']);
    expect(refusal(await post('fly', { objectId: 'root' }))).to.deep.equal([405, 'notSupported']);
    expect(refusal(await post('delete', {}))).to.deep.equal([400, 'invalidArgument']);
  });

  it('takes actions in any spelling, and forms without files', async () => {
    const body = new URLSearchParams({
      cmisaction: 'CREATEFOLDER',
      objectId: 'root',
      succinct: 'true',
      'propertyId[0]': 'cmis:objectTypeId',
      'propertyValue[0]': 'cmis:folder',
      'propertyId[1]': 'cmis:name',
      'propertyValue[1]': 'Größe & Maß',
    });
    const answer = await fetch(root, { method: 'POST', headers: { Authorization }, body });
    expect((await said(answer)).body.succinctProperties).to.include({ 'cmis:name': 'Größe & Maß' });
    expect((await get('/Gr%C3%B6%C3%9Fe%20&%20Ma%C3%9F')).status).to.equal(200);
  });

  it('renames, describes, and refuses who has not seen the last change', async () => {
    const made = await folder('Alt');
    const objectId = idOf(made);
    const changeToken = String(made.body.succinctProperties['cmis:changeToken']);
    const renamed = await post('update', { objectId, changeToken }, { 'cmis:name': 'Neu' });
    expect(renamed.body.succinctProperties).to.include({ 'cmis:path': '/Neu' });
    expect((await get('/Alt')).status).to.equal(404);
    const late = await post('update', { objectId, changeToken }, { 'cmis:description': 'x' });
    expect(refusal(late)).to.deep.equal([409, 'updateConflict']);
  });

  it('checks out once, in and out again, and keeps every version', async () => {
    const objectId = idOf(await document('brief', idOf(await folder('Versionen'))));
    const copy = idOf(await post('checkOut', { objectId }));
    expect(refusal(await post('checkOut', { objectId }))).to.deep.equal([409, 'updateConflict']);
    await post('cancelCheckOut', { objectId: copy });
    expect(refusal(await post('checkIn', { objectId: copy }, {}, 'x'))[0]).to.equal(404);
    const second = idOf(await post('checkOut', { objectId }));
    const minor = await post('checkIn', { objectId: second, major: 'false' }, {}, 'new');
    expect(minor.body.succinctProperties).to.include({ 'cmis:versionLabel': '1.1' });
    const versions = await get('', { cmisselector: 'versions', objectId });
    const labels = (versions.body as unknown as Said['body'][]).map(
      ({ succinctProperties }) => succinctProperties['cmis:versionLabel'],
    );
    expect(labels).to.deep.equal(['1.1', '1.0']);
  });

  it('deletes documents and empty folders, and their names are free again', async () => {
    const parent = idOf(await folder('Weg'));
    const objectId = idOf(await document('brief', parent));
    const full = await post('delete', { objectId: parent });
    expect(refusal(full)).to.deep.equal([409, 'constraint']);
    expect((await post('delete', { objectId })).status).to.equal(200);
    expect((await document('brief', parent)).status).to.equal(201);
    expect(refusal(await post('delete', { objectId: 'root' }))).to.deep.equal([409, 'constraint']);
  });

  it('shows what lies there to people, link by link, and no markup of others', async () => {
    const parent = idOf(await folder('<b>Akte'));
    const objectId = idOf(await document('<i>brief', parent)).split(';')[0];
    const start = await (await fetch(city.cityUrl)).text();
    expect(start).to.include('href="/akten"');
    const page = await (await fetch(`${city.cityUrl}/akten/${parent}`)).text();
    expect(page).to.include(`href="/akten/${objectId}"`).and.not.include('<i>brief');
    const shown = await (await fetch(`${city.cityUrl}/akten/${objectId}`)).text();
    expect(shown).to.include('größe.txt').and.not.include('<b>Akte');
    for (const nothing of ['/akten/nowhere', `/akten/${objectId}/9`, `/akten/${parent}/0`]) {
      expect((await fetch(city.cityUrl + nothing)).status, nothing).to.equal(404);
    }
  });
});
