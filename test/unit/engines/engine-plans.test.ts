import { expect } from 'chai';
import { camunda7Engine } from '../../../tools/engines/camunda7/camunda7-engine.ts';
import { camunda8Engine } from '../../../tools/engines/camunda8/camunda8-engine.ts';
import type { Engine } from '../../../tools/engines/engine.ts';
import { helpText, readArguments } from '../../../tools/engines/read-arguments.ts';

const place = { program: '/program', run: '/run' };
const [camunda7, camunda8] = [camunda7Engine(), camunda8Engine()];

function plan(engine: Engine, ...args: string[]) {
  return engine.plan(readArguments(engine, args).values, place);
}

function complaint(engine: Engine, ...args: string[]): string {
  try {
    plan(engine, ...args);
    return 'none';
  } catch (error) {
    const { code, message } = error as { code: string; message: string };
    return `${code}: ${message}`;
  }
}

describe('what the engines are asked for', () => {
  it('is one thing at a time', () => {
    expect(readArguments(camunda7, [])).to.include({ action: 'start', background: false });
    expect(readArguments(camunda7, ['--background']).background).to.equal(true);
    expect(readArguments(camunda8, ['--stop', '--folder', '/a'])).to.include({
      action: 'stop',
      folder: '/a',
    });
    expect(complaint(camunda8, '--stop', '--status')).to.match(/^wrong-usage: --stop and --status/);
  });

  it('must be known to that engine', () => {
    expect(complaint(camunda8, '--auth', 'a:b')).to.match(/^wrong-usage: Unknown option '--auth';/);
    expect(complaint(camunda7, 'start')).to.match(/^wrong-usage: Unexpected argument 'start';/);
  });

  for (const engine of [camunda7, camunda8]) {
    it(`stands in the help of ${engine.name}, each option`, () => {
      for (const option of Object.keys(engine.options)) {
        expect(helpText(engine)).to.contain(`--${option} `);
      }
    });
  }
});

describe('the plan for Camunda 7', () => {
  it('is a database of its own and the vendor’s port', () => {
    const { ports, addresses, environment, javaArguments } = plan(camunda7);
    expect(ports).to.deep.equal([{ port: 8080, option: 'port' }]);
    expect(addresses).to.deep.equal([{ label: 'REST', url: 'http://127.0.0.1:8080/engine-rest' }]);
    expect(javaArguments).to.deep.equal(['-jar', '/program/camunda7.jar']);
    expect(environment).to.deep.equal({
      SERVER_PORT: '8080',
      SPRING_DATASOURCE_URL: 'jdbc:h2:file:/run/database/camunda7;DB_CLOSE_ON_EXIT=FALSE',
      SPRING_DATASOURCE_USERNAME: 'camunda7',
    });
  });

  it('takes PostgreSQL by the address that the house uses, the password apart', () => {
    const url = 'postgres://ada:p%40ss@db:5433/camunda?sslmode=require';
    expect(plan(camunda7, '--database', url).environment).to.include({
      SPRING_DATASOURCE_URL: 'jdbc:postgresql://db:5433/camunda?sslmode=require',
      SPRING_DATASOURCE_USERNAME: 'ada',
      SPRING_DATASOURCE_PASSWORD: 'p@ss',
    });
    expect(complaint(camunda7, '--database', 'mysql://a/b')).to.match(/postgres:\/\//);
  });

  it('keeps the password of --auth out of the command line', () => {
    const { environment, javaArguments } = plan(camunda7, '--auth', 'ada:a:b c');
    expect(environment).to.include({
      AMTSWEG_AUTH_USER: 'ada',
      AMTSWEG_AUTH_PASSWORD: 'a:b c',
    });
    expect(javaArguments.join(' ')).not.to.contain('a:b c');
    for (const wrong of ['ada', 'ada:', ':x', 'a da:x']) {
      expect(complaint(camunda7, '--auth', wrong)).to.match(/^wrong-usage: --auth/);
    }
  });

  it('has a clock that can be put forward only when asked for', () => {
    expect(plan(camunda7).environment).not.to.have.property('AMTSWEG_CLOCK_CONTROLLED');
    const controlled = plan(camunda7, '--clock-controlled', '--port', '81');
    expect(controlled.environment).to.include({ AMTSWEG_CLOCK_CONTROLLED: 'true' });
    expect(controlled.addresses.at(-1)?.url).to.equal('http://127.0.0.1:81/actuator/clock');
  });

  it('is ready when its engine is listed', () => {
    const [listed] = plan(camunda7).ready;
    expect(listed?.accepts([{ name: 'default' }])).to.equal(true);
    expect(listed?.accepts([])).to.equal(false);
  });
});

describe('the plan for Zeebe', () => {
  it('is bound to the loopback at every port', () => {
    const { environment, ports } = plan(camunda8, '--grpc-port', '30000');
    const hosts = Object.entries(environment).filter(([name]) => /ADDRESS|HOST/.test(name));
    expect(hosts).to.have.length(4);
    for (const [, host] of hosts) expect(host).to.equal('127.0.0.1');
    expect(ports.map(({ port }) => port)).to.deep.equal([8080, 30_000, 30_001, 30_002, 9600]);
    expect(environment).to.include({
      SERVER_PORT: '8080',
      ZEEBE_BROKER_GATEWAY_NETWORK_PORT: '30000',
      ZEEBE_BROKER_NETWORK_COMMANDAPI_PORT: '30001',
      ZEEBE_BROKER_NETWORK_INTERNALAPI_PORT: '30002',
      MANAGEMENT_SERVER_PORT: '9600',
      ZEEBE_BROKER_DATA_DIRECTORY: '/run/data',
      ZEEBE_BROKER_CLUSTER_PARTITIONSCOUNT: '1',
    });
    expect(Object.keys(environment).join()).not.to.match(/EXPORTERS|CLOCK/);
  });

  it('sends its records where it is told, with a password that nobody sees', () => {
    const { environment, javaArguments } = plan(
      camunda8,
      ...['--exporter-url', 'http://ada:s%3A3@127.0.0.1:4000/', '--exporter-bulk-size', '1'],
    );
    const prefix = 'ZEEBE_BROKER_EXPORTERS_AMTSWEG';
    expect(environment).to.include({
      [`${prefix}_CLASSNAME`]: 'io.camunda.zeebe.exporter.ElasticsearchExporter',
      [`${prefix}_ARGS_URL`]: 'http://127.0.0.1:4000',
      [`${prefix}_ARGS_INDEX_CREATETEMPLATE`]: 'false',
      [`${prefix}_ARGS_BULK_SIZE`]: '1',
      [`${prefix}_ARGS_BULK_DELAY`]: '1',
      [`${prefix}_ARGS_AUTHENTICATION_USERNAME`]: 'ada',
      [`${prefix}_ARGS_AUTHENTICATION_PASSWORD`]: 's:3',
    });
    expect(javaArguments.join(' ')).not.to.contain('s:3');
  });

  it('takes whole numbers within their limits', () => {
    expect(complaint(camunda8, '--port', '0')).to.match(/--port must be a whole number from 1 to/);
    expect(complaint(camunda8, '--partitions', 'two')).to.match(/--partitions must be/);
    expect(plan(camunda8, '--partitions', '3').environment).to.include({
      ZEEBE_BROKER_CLUSTER_PARTITIONSCOUNT: '3',
    });
  });

  it('is ready when every partition has a healthy leader and the broker says so', () => {
    const [whole, up] = plan(camunda8).ready;
    const topology = (...partitions: object[]) => ({
      partitionsCount: 2,
      brokers: [{ partitions }],
    });
    const working = { role: 'leader', health: 'healthy' };
    expect(whole?.accepts(topology(working, working))).to.equal(true);
    expect(whole?.accepts(topology(working))).to.equal(false);
    expect(whole?.accepts(topology(working, { ...working, role: 'follower' }))).to.equal(false);
    expect(up?.accepts({ status: 'UP' })).to.equal(true);
    expect(up?.accepts({ status: 'DOWN' })).to.equal(false);
    expect(whole?.accepts({ partitionsCount: 0, brokers: [] })).to.equal(false);
  });
});
