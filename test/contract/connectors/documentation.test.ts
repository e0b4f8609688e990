import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import type { MailPort } from '../../../connectors/mail/port.ts';

interface Example {
  makeMailGateway(settings: object): MailPort;
}

describe('docs/adding-a-connector.md', () => {
  it('shows a connector that works as it stands there', async () => {
    const gateway = createServer((request, response) => {
      const isKnown = request.headers.authorization === 'Bearer right';
      response.writeHead(isKnown ? 200 : 401).end('{"accepted":true}');
    });
    await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`;
    try {
      const { makeMailGateway } = await example();
      const settings = { url, from: 'a@b.example', timeoutMs: 5000 };
      const right = makeMailGateway({ ...settings, token: 'right' });
      expect(await right.send(mail)).to.deep.equal({ accepted: true });
      expect(await right.check()).to.include({ credentialsAccepted: true });
      const wrong = makeMailGateway({ ...settings, token: 'wrong' });
      const failure: unknown = await wrong.send(mail).catch((error: unknown) => error);
      expect(failure).to.include({ name: 'ConnectorError', kind: 'misconfigured' });
    } finally {
      gateway.close();
      gateway.closeAllConnections();
    }
  });
});

const mail = { messageKey: 'k', to: 'c@d.example', subject: 's', text: 't' };
const require = createRequire(import.meta.url);
const repository = new URL('../../../', import.meta.url);

/** The code of the page, with its imports led to the repository. */
async function example(): Promise<Example> {
  const page = await readFile(new URL('docs/adding-a-connector.md', repository), 'utf8');
  const code = /```ts\n(.*?)```/s.exec(page)?.[1] ?? '';
  const led = code.replace(/from '(\.\.?\/[^']+|zod)'/g, (_all, path: string) => {
    const url =
      path === 'zod' ? pathToFileURL(require.resolve('zod')).href : new URL(path, mailFolder).href;
    return `from '${url}'`;
  });
  const folder = await mkdtemp(join(tmpdir(), 'example-'));
  try {
    const file = join(folder, 'mail-gateway.mts');
    await writeFile(file, led);
    return (await import(pathToFileURL(file).href)) as Example;
  } finally {
    await rm(folder, { recursive: true });
  }
}

const mailFolder = new URL('connectors/mail/', repository);
