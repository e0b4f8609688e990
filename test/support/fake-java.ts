import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the launcher takes for Camunda: answers at its port until it is ended. */
const FAKE_ENGINE = `
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
if (existsSync('breaks')) {
  console.log('Caused by: java.net.ConnectException: Connection refused');
  process.exit(1);
}
createServer((request, response) => response.end('[{"name":"default"}]'))
  .listen(Number(process.env.SERVER_PORT), '127.0.0.1');
process.on('SIGTERM', () => process.exit(143));
`;

/** A Maven that succeeds, fails as the real one does, or takes for ever. */
const FAKE_MAVEN = `#!/bin/sh
for word in "$@"; do
  case "$word" in -Dbuild.folder=*) folder="\${word#*=}" ;; esac
done
mkdir -p "$folder"
echo "[INFO] Downloading from central: http://registry.invalid/some/thing.jar"
echo half > "$folder/thing.jar"
case "$MAVEN" in
  hangs) echo $$ > "$MAVEN_PID"; exec sleep 60 ;;
  offline)
    echo "[ERROR] Failed to execute goal: Could not transfer artifact a:b:1 -> [Help 1]"
    echo "[ERROR] To see the full stack trace, use -e"
    exit 1 ;;
  full) echo "[ERROR] thing.jar: No space left on device"; exit 1 ;;
  empty) exit 0 ;;
esac
echo whole > "$folder/camunda7.jar"
`;

export interface FakeJava {
  /** For the launcher: this Java, this Maven, a data folder of its own. */
  readonly env: Readonly<Record<string, string>>;
  /** The same without any Maven. */
  readonly envWithoutMaven: Readonly<Record<string, string>>;
}

/** Makes, below `folder`, a Java home and a Maven that take no time. */
export function makeFakeJava(folder: string): FakeJava {
  const javaHome = makeJavaHome(join(folder, 'java'), '21.0.2');
  writeFileSync(join(folder, 'engine.mjs'), FAKE_ENGINE);
  writeProgram(
    join(javaHome, 'bin/java'),
    `#!/bin/sh\nexec "${process.execPath}" "${join(folder, 'engine.mjs')}" "$@"\n`,
  );
  const [tools, maven] = [join(folder, 'tools'), join(folder, 'maven')];
  for (const each of [tools, maven]) mkdirSync(each);
  symlinkSync('/usr/bin/env', join(tools, 'env'));
  writeProgram(join(maven, 'mvn'), FAKE_MAVEN);
  const common = { DATA_DIR: join(folder, 'data'), JAVA_HOME: javaHome };
  return {
    env: {
      ...common,
      PATH: `${maven}:${process.env['PATH']}`,
      MAVEN_PID: join(folder, 'maven.pid'),
    },
    envWithoutMaven: { ...common, PATH: tools },
  };
}

/** A folder that says of itself that it is a Java of that version. */
export function makeJavaHome(home: string, version: string, withCompiler = true): string {
  mkdirSync(join(home, 'bin'), { recursive: true });
  writeFileSync(join(home, 'release'), `IMPLEMENTOR="Nobody"\nJAVA_VERSION="${version}"\n`);
  writeProgram(join(home, 'bin/java'), '#!/bin/sh\n');
  if (withCompiler) writeProgram(join(home, 'bin/javac'), '#!/bin/sh\n');
  return home;
}

function writeProgram(file: string, text: string): void {
  writeFileSync(file, text);
  chmodSync(file, 0o755);
}
