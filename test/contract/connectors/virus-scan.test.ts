import { expect } from 'chai';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeClamd } from '../../../connectors/virus-scan/clamd.ts';
import type { VirusScanPort } from '../../../connectors/virus-scan/port.ts';
import type { ClamdAddress } from '../../../core/config/clamd-address.ts';
import {
  EICAR,
  findClamd,
  startClamd,
  STREAM_MAX_BYTES,
  type TestClamd,
} from '../../support/clamd.ts';
import { expectFailure, failureOf } from './failures.ts';

const timeoutMs = 15_000;
const bytes = (text: string): Uint8Array => Buffer.from(text);

describe('virus scan by clamd', () => {
  describe('with a real clamd', function () {
    this.timeout(40_000);
    const binary = findClamd();
    let clamd: TestClamd | undefined;
    let scanner: VirusScanPort;

    before(
      'clamd (package clamav-daemon) is needed; skipped where it is not installed',
      async function () {
        if (binary === undefined) return this.skip();
        clamd = await startClamd(binary);
        scanner = makeClamd({ address: { path: clamd.socketPath }, timeoutMs });
      },
    );
    after(() => clamd?.stop());

    it('answers that it is there', async () => {
      const good = { configured: true, reachable: true, credentialsAccepted: true };
      expect(await scanner.check()).to.include(good);
    });

    it('calls harmless files clean, empty ones too', async () => {
      expect(await scanner.scan(bytes('Guten Tag'))).to.deep.equal({ result: 'clean' });
      expect(await scanner.scan(bytes(''))).to.deep.equal({ result: 'clean' });
    });

    it('finds the EICAR text and names it, also beyond the first chunk', async () => {
      const infected = { result: 'infected', signature: 'Amtsweg.Eicar-Test.UNOFFICIAL' };
      expect(await scanner.scan(bytes(EICAR))).to.deep.equal(infected);
      expect(await scanner.scan(bytes('x'.repeat(200_000) + EICAR))).to.deep.equal(infected);
    });

    it('says that a file is too large, and takes the next one', async () => {
      const large = new Uint8Array(STREAM_MAX_BYTES * 6);
      const tooLarge = { kind: 'rejected', reason: 'too-large' };
      expectFailure(await failureOf(scanner.scan(large)), tooLarge);
      expect(await scanner.scan(bytes('small'))).to.deep.equal({ result: 'clean' });
    });

    it('scans several at once, each with its own verdict', async () => {
      const files = Array.from({ length: 8 }, (_, at) => (at % 2 ? EICAR : `file ${at}`));
      const verdicts = await Promise.all(files.map((text) => scanner.scan(bytes(text))));
      expect(verdicts.map(({ result }) => result)).to.deep.equal(
        files.map((text) => (text === EICAR ? 'infected' : 'clean')),
      );
    });
  });

  describe('when the other side fails', () => {
    let server: Server | undefined;
    const sockets = new Set<Socket>();
    afterEach(async () => {
      for (const socket of sockets) socket.destroy();
      sockets.clear();
      await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
      server = undefined;
    });

    async function against(serve: (socket: Socket) => void, limitMs = timeoutMs) {
      const listening = createServer((socket) => {
        sockets.add(socket);
        socket.on('error', () => undefined);
        serve(socket);
      });
      server = listening;
      await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
      const { port } = listening.address() as AddressInfo;
      return makeClamd({ address: { host: '127.0.0.1', port }, timeoutMs: limitMs });
    }

    const says = (answer: string) => (socket: Socket) => {
      socket.once('data', () => socket.end(answer));
    };

    it('speaks the documented protocol, byte by byte', async () => {
      const received: Buffer[] = [];
      const scanner = await against((socket) => {
        socket.on('data', (chunk) => {
          received.push(chunk);
          if (Buffer.concat(received).subarray(-4).readUInt32BE() === 0) socket.end('stream: OK\0');
        });
      });
      expect(await scanner.scan(bytes('abc'))).to.deep.equal({ result: 'clean' });
      const sent = Buffer.concat(received).toString('latin1');
      expect(sent).to.equal('zINSTREAM\0\0\0\0\x03abc\0\0\0\0');
    });

    const answers: [string, string, { kind: string; reason: string }][] = [
      [
        'a size limit',
        'INSTREAM size limit exceeded. ERROR\0',
        { kind: 'rejected', reason: 'too-large' },
      ],
      [
        'another error',
        "stream: Can't allocate memory ERROR\0",
        { kind: 'transient', reason: 'scan-failed' },
      ],
      ['an unknown command', 'UNKNOWN COMMAND\0', { kind: 'misconfigured', reason: 'protocol' }],
      [
        'another protocol',
        'HTTP/1.1 400 Bad Request\r\n\r\n\0',
        { kind: 'garbage', reason: 'protocol' },
      ],
      ['a verdict on another name', 'other: OK\0', { kind: 'garbage', reason: 'protocol' }],
      [
        'a verdict with a line break',
        'stream: x\ny FOUND\0',
        { kind: 'garbage', reason: 'protocol' },
      ],
      ['half an answer', 'stream: O', { kind: 'transient', reason: 'connection-lost' }],
      ['nothing', '', { kind: 'transient', reason: 'connection-lost' }],
      ['without end', 'x'.repeat(5000), { kind: 'garbage', reason: 'answer-too-large' }],
    ];
    for (const [name, answer, wanted] of answers) {
      it(`answers with ${name}: ${wanted.kind}, ${wanted.reason}`, async () => {
        const scanner = await against(says(answer));
        expectFailure(await failureOf(scanner.scan(bytes('abc'))), wanted);
        expect(await scanner.check()).to.include({ configured: true, credentialsAccepted: false });
      });
    }

    it('resets the connection', async () => {
      const scanner = await against((socket) =>
        socket.once('data', () => socket.resetAndDestroy()),
      );
      const lost = { kind: 'transient', reason: 'connection-lost' };
      expectFailure(await failureOf(scanner.scan(bytes('abc'))), lost);
    });

    it('closes while the file is still being sent: asked again, its answer is read', async () => {
      let asked = 0;
      const scanner = await against((socket) => {
        asked += 1;
        if (asked < 3) socket.once('data', () => socket.resetAndDestroy());
        else says('INSTREAM size limit exceeded. ERROR\0')(socket);
      });
      const tooLarge = { kind: 'rejected', reason: 'too-large' };
      expectFailure(await failureOf(scanner.scan(bytes('abc'))), tooLarge);
      expect(asked).to.equal(3);
    });

    it('says nothing, and takes nothing: the time runs out', async () => {
      const scanner = await against((socket) => socket.pause(), 300);
      const late = { kind: 'transient', reason: 'timeout' };
      expectFailure(await failureOf(scanner.scan(new Uint8Array(20_000_000))), late);
    });

    const absent: [string, () => ClamdAddress, { kind: string; reason: string }][] = [
      [
        'no socket',
        () => ({ path: '/nowhere/clamd.sock' }),
        { kind: 'transient', reason: 'unreachable' },
      ],
      [
        'no listener',
        () => ({ host: '127.0.0.1', port: 1 }),
        { kind: 'transient', reason: 'unreachable' },
      ],
    ];
    for (const [name, address, wanted] of absent) {
      it(`${name}: ${wanted.kind}`, async () => {
        const scanner = makeClamd({ address: address(), timeoutMs });
        expectFailure(await failureOf(scanner.scan(bytes('abc'))), wanted);
        expect(await scanner.check()).to.include({ configured: true, reachable: false });
      });
    }

    it('a file that is no socket', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'amtsweg-scan-'));
      const path = join(folder, 'file');
      writeFileSync(path, '');
      const failure = await failureOf(makeClamd({ address: { path }, timeoutMs }).scan(bytes('a')));
      rmSync(folder, { recursive: true });
      expect(['unreachable', 'address']).to.include(failure.reason);
    });
  });
});
