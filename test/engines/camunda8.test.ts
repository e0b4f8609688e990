import { expect } from 'chai';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { camunda8Engine } from '../../tools/engines/camunda8/camunda8-engine.ts';
import { findRecord } from '../../tools/engines/engine-record.ts';
import { findFreePorts, runLauncher, startLauncher } from '../support/engine-launcher.ts';
import { ask, send, sendFile, whyNotHere } from '../support/real-engine.ts';
import { survivors } from '../support/running-app.ts';

/** A job, a timer of a month, another job. */
const MODEL = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0">
  <process id="fee" isExecutable="true">
    <startEvent id="start"/>
    <sequenceFlow id="f0" sourceRef="start" targetRef="pay"/>
    <serviceTask id="pay">
      <extensionElements><zeebe:taskDefinition type="pay"/></extensionElements>
    </serviceTask>
    <sequenceFlow id="f1" sourceRef="pay" targetRef="month"/>
    <intermediateCatchEvent id="month">
      <timerEventDefinition><timeDuration xsi:type="tFormalExpression">P30D</timeDuration></timerEventDefinition>
    </intermediateCatchEvent>
    <sequenceFlow id="f2" sourceRef="month" targetRef="remind"/>
    <serviceTask id="remind">
      <extensionElements><zeebe:taskDefinition type="remind"/></extensionElements>
    </serviceTask>
    <sequenceFlow id="f3" sourceRef="remind" targetRef="end"/>
    <endEvent id="end"/>
  </process>
</definitions>`;

const MONTH_MS = 30 * 24 * 60 * 60 * 1000;

describe('Zeebe, for real', function () {
  this.timeout(600_000);
  let folder: string;
  let rest: string;
  let management: string;
  let args: string[];

  before(function () {
    const reason = whyNotHere(camunda8Engine());
    if (reason === undefined) return;
    console.log(`      skipped: ${reason}`);
    this.skip();
  });

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'amtsweg-camunda8-'));
    const port = await findFreePorts(5);
    rest = `http://127.0.0.1:${port}/v2`;
    management = `http://127.0.0.1:${port + 4}`;
    args = ['--folder', folder, '--port', String(port), '--grpc-port', String(port + 1)];
    args.push('--management-port', String(port + 4), '--clock-controlled');
  });

  afterEach(async () => {
    await runLauncher('camunda8', ['--stop', '--folder', folder]);
    rmSync(folder, { recursive: true, force: true });
  });

  async function completeJob(type: string): Promise<void> {
    const request = { type, maxJobsToActivate: 1, timeout: 60_000, requestTimeout: 10_000 };
    for (;;) {
      const { jobs } = (await send(`${rest}/jobs/activation`, request)) as {
        jobs: { key: number }[];
      };
      if (jobs[0] === undefined) continue;
      await send(`${rest}/jobs/${jobs[0].key}/completion`, {});
      return;
    }
  }

  it('runs a model, is found again after its launcher was killed, and goes on', async () => {
    const first = startLauncher('camunda8', args);
    await first.saw('Ctrl-C');
    await sendFile(`${rest}/deployments`, { field: 'resources', name: 'm.bpmn', text: MODEL });
    await send(`${rest}/process-instances`, { processDefinitionId: 'fee', bpmnProcessId: 'fee' });
    await completeJob('pay');
    first.child.kill('SIGKILL');
    await first.ended();
    const left = findRecord(folder)?.pid ?? 0;
    expect((await runLauncher('camunda8', ['--status', '--folder', folder])).exitCode).to.equal(0);

    const second = await runLauncher('camunda8', [...args, '--background']);
    expect(second.exitCode, second.output).to.equal(0);
    expect(second.output).to.contain(`Process ${left} is left from a start that was killed`);
    await send(`${management}/actuator/clock/add`, { offsetMilli: MONTH_MS });
    await completeJob('remind');
    const pid = findRecord(folder)?.pid ?? 0;
    const stopped = await runLauncher('camunda8', ['--stop', '--folder', folder]);
    expect(stopped.output).to.equal(`${camunda8Engine().title} was stopped.\n`);
    expect(await survivors([left, pid])).to.deep.equal([]);
  });

  it('has the partitions it was asked for, and sends its records with the secret', async () => {
    const requests: string[] = [];
    const valueTypes = new Set<string>();
    const receiver = createServer((request, response) => {
      requests.push(`${request.headers.authorization} ${request.method} ${request.url}`);
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        for (const [, type = ''] of body.matchAll(/"valueType":"(\w+)"/g)) valueTypes.add(type);
        response.setHeader('content-type', 'application/json');
        response.end('{"errors":false,"items":[]}');
      });
    });
    receiver.listen(0, '127.0.0.1').unref();
    await once(receiver, 'listening');
    const { port } = receiver.address() as AddressInfo;
    const exporter = ['--exporter-url', `http://ada:s%3A3@127.0.0.1:${port}`];
    const launcher = startLauncher('camunda8', [
      ...[...args, '--partitions', '2'],
      ...[...exporter, '--exporter-bulk-size', '1'],
    ]);
    await launcher.saw('Ctrl-C');
    const topology = (await ask(`${rest}/topology`)) as { partitionsCount: number };
    expect(topology.partitionsCount).to.equal(2);
    await sendFile(`${rest}/deployments`, { field: 'resources', name: 'm.bpmn', text: MODEL });
    while (!valueTypes.has('PROCESS')) await delay(50);
    const secret = Buffer.from('ada:s:3').toString('base64');
    // What a receiver has to know, beside the records: once at the start it is told about retention.
    expect([...new Set(requests)]).to.have.members([
      `Basic ${secret} PUT /zeebe-record*/_settings?allow_no_indices=true`,
      `Basic ${secret} POST /_bulk`,
    ]);
    launcher.child.kill('SIGINT');
    expect((await launcher.ended()).exitCode).to.equal(0);
  });
});
