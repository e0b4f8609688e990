import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine, LaunchPlan, OptionValues, Place } from '../engine.ts';
import { credentialsOf, portOf, textOf, urlOf, wrongUsage } from '../option-values.ts';

const FOLDER = import.meta.dirname;
const JAR = 'camunda7.jar';
/** The versions of all parts stand in here; this one is the engine's. */
const POM = 'pom.xml';
const SOURCES = [POM, 'Camunda7.java', 'application.yaml'];

const HELP = `  --port PORT              of the REST interface (8080)
  --database URL           postgres://user:password@host:port/name instead of a file of its own (H2)
  --auth USER:PASSWORD     basic authentication for the REST interface
  --clock-controlled       POST /actuator/clock/add {"offsetMilli": 1000} puts its clock forward,
                           DELETE /actuator/clock sets it right again
`;

/** Camunda 7 as a Spring Boot application of our own, which Maven builds from this folder. */
export function camunda7Engine(): Engine {
  const version = readVersion();
  return {
    name: 'camunda7',
    title: `Camunda ${version}`,
    java: { version: 17, withCompiler: true },
    program: {
      key: `${version}-${hashOf(SOURCES)}`,
      what: `Camunda ${version} and what it needs (60 MB)`,
      neededMb: 200,
      mavenArguments: (folder) => [
        `--file=${join(FOLDER, POM)}`,
        `-Dbuild.folder=${folder}`,
        'package',
      ],
      mainFile: JAR,
    },
    options: {
      port: { type: 'string' },
      database: { type: 'string' },
      auth: { type: 'string' },
      'clock-controlled': { type: 'boolean' },
    },
    help: HELP,
    plan,
  };
}

function plan(values: OptionValues, place: Place): LaunchPlan {
  const port = portOf(values, 'port', 8080);
  const base = `http://127.0.0.1:${port}`;
  const isClockControlled = values['clock-controlled'] === true;
  return {
    ports: [{ port, option: 'port' }],
    addresses: [
      { label: 'REST', url: `${base}/engine-rest` },
      ...(isClockControlled ? [{ label: 'Clock', url: `${base}/actuator/clock` }] : []),
    ],
    neededMb: 100,
    javaArguments: ['-jar', join(place.program, JAR)],
    environment: {
      SERVER_PORT: String(port),
      ...databaseSettings(values, place),
      ...authSettings(values),
      ...(isClockControlled ? { AMTSWEG_CLOCK_CONTROLLED: 'true' } : {}),
    },
    // The list of engines is open to everybody, with and without --auth.
    ready: [
      {
        url: `${base}/engine-rest/engine`,
        accepts: (answer) => Array.isArray(answer) && answer.length > 0,
      },
    ],
  };
}

function databaseSettings(values: OptionValues, place: Place): Record<string, string> {
  const url = urlOf(values, 'database', ['postgres:', 'postgresql:']);
  if (url === undefined) {
    return {
      // Else the database is gone at a stop before the engine has written its last word.
      SPRING_DATASOURCE_URL: `jdbc:h2:file:${join(place.run, 'database', 'camunda7')};DB_CLOSE_ON_EXIT=FALSE`,
      SPRING_DATASOURCE_USERNAME: 'camunda7',
    };
  }
  const { user, password } = credentialsOf(url);
  return {
    SPRING_DATASOURCE_URL: `jdbc:postgresql://${url.host}${url.pathname}${url.search}`,
    SPRING_DATASOURCE_USERNAME: user,
    SPRING_DATASOURCE_PASSWORD: password,
  };
}

function authSettings(values: OptionValues): Record<string, string> {
  const auth = textOf(values, 'auth');
  if (auth === undefined) return {};
  const [, user, password] = /^([A-Za-z0-9]+):(.+)$/.exec(auth) ?? [];
  // Camunda takes no other characters in the name of a user.
  if (user === undefined || password === undefined) {
    throw wrongUsage('--auth must be USER:PASSWORD, the user of letters and digits');
  }
  return { AMTSWEG_AUTH_USER: user, AMTSWEG_AUTH_PASSWORD: password };
}

function readVersion(): string {
  const pom = readFileSync(join(FOLDER, POM), 'utf8');
  return /<camunda\.version>([^<]+)</.exec(pom)?.[1] ?? 'unknown';
}

function hashOf(files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(join(FOLDER, file)));
  return hash.digest('hex').slice(0, 12);
}
