import { expect } from 'chai';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkPorts } from '../../../tools/engines/check-ports.ts';
import { checkSpace } from '../../../tools/engines/check-space.ts';
import { reasonIn } from '../../../tools/engines/engine-process.ts';
import { chooseJava, findJava, readJava } from '../../../tools/engines/find-java.ts';
import { findPortHolder } from '../../../tools/engines/port-holder.ts';
import { explainMaven, fileInLine } from '../../../tools/engines/run-maven.ts';
import { makeJavaHome } from '../../support/fake-java.ts';

const engine = { title: 'Zeebe', java: { version: 21, withCompiler: false } };
const builder = { title: 'Camunda', java: { version: 17, withCompiler: true } };

describe('the Java of an engine', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'amtsweg-java-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is known by its file release', () => {
    const home = makeJavaHome(join(folder, 'jdk'), '21.0.2');
    expect(readJava(home)).to.deep.equal([{ home, version: 21, withCompiler: true }]);
    const runtime = makeJavaHome(join(folder, 'jre'), '17', false);
    expect(readJava(runtime)).to.deep.equal([{ home: runtime, version: 17, withCompiler: false }]);
    const ancient = makeJavaHome(join(folder, 'old'), '1.8.0_392');
    expect(readJava(ancient)[0]?.version).to.equal(1);
    expect(readJava(folder)).to.deep.equal([]);
  });

  it('is that of JAVA_HOME when it suits', () => {
    const home = makeJavaHome(join(folder, 'jdk'), '99');
    expect(findJava(engine, home).home).to.equal(home);
  });

  it('is the first that suits', () => {
    const found = [
      { home: '/17', version: 17, withCompiler: true },
      { home: '/21', version: 21, withCompiler: false },
      { home: '/25', version: 25, withCompiler: true },
    ];
    expect(chooseJava(engine, found).home).to.equal('/21');
    expect(chooseJava(builder, found.slice(1)).home).to.equal('/25');
    const complaint = (...args: Parameters<typeof chooseJava>) => {
      try {
        return chooseJava(...args).home;
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(complaint(engine, found.slice(0, 1))).to.equal(
      'Zeebe needs Java 21 or later; found: 17 in /17. Install one, or set JAVA_HOME.',
    );
    expect(complaint(builder, found.slice(1, 2))).to.equal(
      'Camunda needs Java 17 or later with a compiler (a JDK); found: 21 without a compiler in /21. Install one, or set JAVA_HOME.',
    );
    expect(complaint(engine, [])).to.contain('none was found');
  });
});

describe('what Maven says', () => {
  it('is one line', () => {
    const explain = (exitCode: number, ...lines: string[]) => {
      const { code, message } = explainMaven(exitCode, lines);
      return `${code}: ${message}`;
    };
    expect(explain(127)).to.match(/^maven-missing: /);
    expect(
      explain(
        1,
        '[INFO] Building',
        '[ERROR] Could not find artifact a:b:1 -> [Help 1]',
        '[ERROR] x',
      ),
    ).to.equal('fetch-failed: Maven could not fetch what is needed: Could not find artifact a:b:1');
    expect(explain(1, '[ERROR] COMPILATION ERROR :')).to.equal(
      'build-failed: Maven did not succeed: COMPILATION ERROR :',
    );
    expect(explain(1, 'Error: JAVA_HOME is wrong')).to.equal(
      'build-failed: Maven did not succeed: it ended with 1',
    );
    expect(explain(1, '[ERROR] /x: No space left on device')).to.match(/^disk-full: /);
  });

  it('names the file under way', () => {
    const line = 'Downloading from central: http://registry.invalid/a/b/thing-1.jar';
    expect(fileInLine(`[INFO] ${line}`)).to.equal('thing-1.jar');
    expect(fileInLine('[INFO] BUILD SUCCESS')).to.equal(undefined);
  });
});

describe('the reason in the log of an engine', () => {
  it('is the innermost cause, else the last line', () => {
    expect(reasonIn('Error: a\nCaused by: b: c\n\tat x\nCaused by: d\n\tat y\n')).to.equal('d.');
    expect(reasonIn('one\ntwo!\n\n')).to.equal('two!');
    expect(reasonIn('')).to.equal('it wrote nothing.');
  });
});

describe('room and ports', () => {
  it('are looked at before something is begun', () => {
    expect(() => checkSpace('/data', 700, 'Fetching', () => 699_999_999)).to.throw(
      'Fetching needs about 700 MB, and the disk that holds /data has 699 MB left.',
    );
    checkSpace('/data', 700, 'Fetching', () => 700_000_000);
    checkSpace(tmpdir(), 0, 'Nothing');
  });

  it('are not planned twice', async () => {
    const ports = [
      { port: 1, option: 'port' },
      { port: 1, option: 'grpc-port' },
    ];
    const error = await checkPorts(ports).then(
      () => undefined,
      (reason: Error) => reason,
    );
    expect(error?.message).to.match(/^--port and --grpc-port both take port 1;/);
  });

  it('have a holder that Linux names', async function () {
    if (process.platform !== 'linux') this.skip();
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    expect(findPortHolder(port)?.pid).to.equal(process.pid);
    server.close();
    await once(server, 'close');
    expect(findPortHolder(port)).to.equal(undefined);
  });
});
