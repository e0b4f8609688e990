import { expect } from 'chai';
import { readClamdAddress } from '../../core/config/clamd-address.ts';
import { readConfig } from '../../core/config.ts';

describe('the address of clamd', () => {
  it('is a host with a port, or a socket', () => {
    expect(readClamdAddress('tcp://scanner.internal:3310')).to.deep.equal({
      host: 'scanner.internal',
      port: 3310,
    });
    expect(readClamdAddress('tcp://[::1]:3310')).to.deep.equal({ host: '::1', port: 3310 });
    const path = '/run/clamav/clamd.ctl';
    expect(readClamdAddress(`unix:${path}`)).to.deep.equal({ path });
    expect(readClamdAddress(`unix://${path}`)).to.deep.equal({ path });
  });

  for (const wrong of ['tcp://host', 'tcp://host:0', 'tcp://host:70000', 'unix:clamd', 'host:1']) {
    it(`is not ${wrong}`, () => {
      expect(readClamdAddress(wrong)).to.equal(undefined);
      expect(() => readConfig({ CLAMD: wrong })).to.throw('CLAMD must be tcp://');
    });
  }

  it('is read from CLAMD, and absent without it', () => {
    expect(readConfig({}).clamd).to.equal(undefined);
    expect(readConfig({ CLAMD: 'unix:/run/clamd' }).clamd).to.deep.equal({ path: '/run/clamd' });
  });
});
