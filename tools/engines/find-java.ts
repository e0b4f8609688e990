import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Engine } from './engine.ts';
import { LaunchError } from './launch-error.ts';

export interface Java {
  readonly home: string;
  readonly version: number;
  readonly withCompiler: boolean;
}

/**
 * The Java that runs the engine: that of JAVA_HOME, else that of the path, else the oldest that suits
 * of those in the usual places, which is nearest to what the vendor tests with.
 */
export function findJava(engine: Pick<Engine, 'title' | 'java'>, javaHome?: string): Java {
  const chosen = javaHome === undefined ? [] : readJava(javaHome);
  const found = [...chosen, ...javaOfPath(), ...javasInUsualPlaces()];
  return chooseJava(engine, found);
}

/** The first that suits. */
export function chooseJava(
  { title, java: needed }: Pick<Engine, 'title' | 'java'>,
  found: readonly Java[],
): Java {
  const suits = (java: Java): boolean =>
    java.version >= needed.version && (java.withCompiler || !needed.withCompiler);
  const chosen = found.find(suits);
  if (chosen !== undefined) return chosen;
  const wanted = `Java ${needed.version} or later${needed.withCompiler ? ' with a compiler (a JDK)' : ''}`;
  throw new LaunchError(
    'java-missing',
    `${title} needs ${wanted}; ${describe(found)}. Install one, or set JAVA_HOME.`,
  );
}

function describe(found: readonly Java[]): string {
  if (found.length === 0) return 'none was found';
  const each = found.map(
    ({ home, version, withCompiler }) =>
      `${version}${withCompiler ? '' : ' without a compiler'} in ${home}`,
  );
  return `found: ${[...new Set(each)].join(', ')}`;
}

/** Every Java since 9 says in its file `release` what it is; nothing when there is none. */
export function readJava(home: string): Java[] {
  try {
    const release = readFileSync(join(home, 'release'), 'utf8');
    const version = Number(/^JAVA_VERSION="(\d+)/m.exec(release)?.[1]);
    if (!Number.isInteger(version) || !existsSync(join(home, 'bin/java'))) return [];
    return [{ home, version, withCompiler: existsSync(join(home, 'bin/javac')) }];
  } catch {
    return [];
  }
}

function javaOfPath(): Java[] {
  const settings = spawnSync('java', ['-XshowSettings:properties', '-version'], {
    encoding: 'utf8',
    timeout: 20_000,
  });
  const home = /^\s*java\.home = (.+)$/m.exec(settings.stderr ?? '')?.[1];
  return home === undefined ? [] : readJava(home);
}

function javasInUsualPlaces(): Java[] {
  const home = homedir();
  const places: [folder: string, below: string][] = [
    ['/usr/lib/jvm', ''],
    ['/usr/java', ''],
    ['/opt/java', ''],
    ['/Library/Java/JavaVirtualMachines', 'Contents/Home'],
    [join(home, 'Library/Java/JavaVirtualMachines'), 'Contents/Home'],
    ['/opt/homebrew/opt', 'libexec/openjdk.jdk/Contents/Home'],
    [join(home, '.sdkman/candidates/java'), ''],
    [join(home, '.jdks'), ''],
  ];
  return places
    .flatMap(([folder, below]) => entriesOf(folder).map((name) => join(folder, name, below)))
    .flatMap((candidate) => readJava(candidate))
    .sort((one, other) => one.version - other.version);
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
