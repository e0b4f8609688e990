import { expect } from 'chai';
import { once } from 'node:events';
import { connect } from 'node:net';
import { listen } from '../../tools/launch/listen.ts';

describe('listening', () => {
  /** A server that is in the midst of reading a request: half of its body is still to come. */
  async function openWithHalfRequest(closeLimitMs: number) {
    let begun: () => void;
    const underWay = new Promise<void>((resolve) => (begun = resolve));
    const server = await listen(
      (request, response) => {
        begun();
        request.resume();
        request.on('end', () => response.end('done'));
      },
      { host: '127.0.0.1', port: 0, closeLimitMs },
    );
    const socket = connect(server.port, '127.0.0.1');
    let answer = '';
    socket.on('data', (data: Buffer) => (answer += data.toString()));
    const ended = once(socket, 'close');
    socket.write('POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 4\r\n\r\nab');
    await underWay;
    return { server, socket, ended, answer: () => answer };
  }

  it('lets a request under way come to its end', async () => {
    const { server, socket, ended, answer } = await openWithHalfRequest(10_000);
    const closed = server.close();
    socket.write('cd');
    await Promise.all([closed, ended]);
    expect(answer()).to.contain('done');
  });

  it('does not wait for connections on which nothing was asked, or everything answered', async () => {
    const server = await listen((_request, response) => void response.end('done'), {
      host: '127.0.0.1',
      port: 0,
      closeLimitMs: 60_000,
    });
    const unused = connect(server.port, '127.0.0.1');
    const kept = connect(server.port, '127.0.0.1');
    kept.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    await Promise.all([once(unused, 'connect'), once(kept, 'data')]);
    await Promise.all([server.close(), once(unused, 'close'), once(kept, 'close')]);
  });

  it('does not wait for a request that never ends', async () => {
    const { server, ended, answer } = await openWithHalfRequest(50);
    await Promise.all([server.close(), ended]);
    expect(answer()).to.equal('');
  });
});
