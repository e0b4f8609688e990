import { expect } from 'chai';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { camunda7Engine } from '../../tools/engines/camunda7/camunda7-engine.ts';
import { createTestDatabase } from '../support/database.ts';
import { findFreePorts, runLauncher, startLauncher } from '../support/engine-launcher.ts';
import { ask, send, sendFile, whyNotHere } from '../support/real-engine.ts';
import { processTree, survivors } from '../support/running-app.ts';

/** A gateway with FEEL over JSON, an external task, a timer of a month. */
const MODEL = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:camunda="http://camunda.org/schema/1.0/bpmn">
  <process id="fee" isExecutable="true">
    <startEvent id="start"/>
    <sequenceFlow id="f0" sourceRef="start" targetRef="which"/>
    <exclusiveGateway id="which" default="f2"/>
    <sequenceFlow id="f1" sourceRef="which" targetRef="pay">
      <conditionExpression xsi:type="tFormalExpression" language="feel">order.amount > 10</conditionExpression>
    </sequenceFlow>
    <sequenceFlow id="f2" sourceRef="which" targetRef="free"/>
    <endEvent id="free"/>
    <serviceTask id="pay" camunda:type="external" camunda:topic="pay"/>
    <sequenceFlow id="f3" sourceRef="pay" targetRef="month"/>
    <intermediateCatchEvent id="month">
      <timerEventDefinition><timeDuration xsi:type="tFormalExpression">P30D</timeDuration></timerEventDefinition>
    </intermediateCatchEvent>
    <sequenceFlow id="f4" sourceRef="month" targetRef="end"/>
    <endEvent id="end"/>
  </process>
</definitions>`;

const MONTH_MS = 30 * 24 * 60 * 60 * 1000;
const AUTH = { authorization: `Basic ${Buffer.from('ada:se:cret').toString('base64')}` };

describe('Camunda 7, for real', function () {
  this.timeout(600_000);
  let folder: string;
  let base: string;
  let args: string[];

  before(function () {
    const reason = whyNotHere(camunda7Engine());
    if (reason === undefined) return;
    console.log(`      skipped: ${reason}`);
    this.skip();
  });

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'amtsweg-camunda7-'));
    const port = await findFreePorts(1);
    base = `http://127.0.0.1:${port}`;
    args = ['--folder', folder, '--port', String(port)];
  });

  afterEach(async () => {
    await runLauncher('camunda7', ['--stop', '--folder', folder]);
    rmSync(folder, { recursive: true, force: true });
  });

  const rest = (path: string) => `${base}/engine-rest${path}`;
  const start = async (...more: string[]) => {
    const launcher = startLauncher('camunda7', [...args, ...more]);
    await launcher.saw('Ctrl-C');
    return launcher;
  };

  async function startAndPay(): Promise<void> {
    await sendFile(rest('/deployment/create'), { field: 'm', name: 'm.bpmn', text: MODEL }, AUTH);
    const order = { type: 'Json', value: '{"amount":12}' };
    await send(rest('/process-definition/key/fee/start'), { variables: { order } }, AUTH);
    const topics = [{ topicName: 'pay', lockDuration: 60_000 }];
    const fetched = { workerId: 'w', maxTasks: 1, topics };
    const [task] = (await send(rest('/external-task/fetchAndLock'), fetched, AUTH)) as [
      { id: string },
    ];
    await send(rest(`/external-task/${task.id}/complete`), { workerId: 'w' }, AUTH);
  }

  async function untilState(wanted: string): Promise<void> {
    for (;;) {
      const found = (await ask(rest('/history/process-instance'), { headers: AUTH })) as {
        state: string;
      }[];
      if (found.map(({ state }) => state).join() === wanted) return;
      await delay(50);
    }
  }

  it('runs a model, fires a timer by its clock, and keeps all for the next start', async () => {
    const first = await start('--auth', 'ada:se:cret', '--clock-controlled');
    const pids = processTree(first.child.pid ?? 0);
    expect(pids).to.have.length.greaterThan(1);
    expect((await fetch(rest('/process-instance'))).status).to.equal(401);
    await startAndPay();
    await untilState('ACTIVE');
    first.child.kill('SIGINT');
    expect((await first.ended()).exitCode).to.equal(0);
    expect(await survivors(pids)).to.deep.equal([]);

    const second = await start('--auth', 'ada:se:cret', '--clock-controlled');
    await untilState('ACTIVE');
    const moved = (await send(`${base}/actuator/clock/add`, { offsetMilli: MONTH_MS })) as {
      epochMilli: number;
    };
    expect(moved.epochMilli - Date.now()).to.be.closeTo(MONTH_MS, 60_000);
    await untilState('COMPLETED');
    const reset = (await ask(`${base}/actuator/clock`, { method: 'DELETE' })) as {
      epochMilli: number;
    };
    expect(reset.epochMilli - Date.now()).to.be.closeTo(0, 60_000);
    second.child.kill('SIGTERM');
    expect((await second.ended()).exitCode).to.equal(0);
  });

  it('has no clock and no password unless asked for, and runs on PostgreSQL', async () => {
    const database = await createTestDatabase();
    await start('--database', database.url);
    await startAndPay();
    await untilState('ACTIVE');
    expect((await fetch(`${base}/actuator/clock`)).status).to.equal(404);
    await runLauncher('camunda7', ['--stop', '--folder', folder]);
    await database.drop();
  });

  it('tells in a line that the database is not there', async () => {
    const nowhere = `postgres://a:b@127.0.0.1:${await findFreePorts(1)}/c`;
    const { exitCode, output } = await runLauncher('camunda7', [...args, '--database', nowhere]);
    expect(exitCode).to.equal(1);
    expect(output.trim().split('\n').at(-1)).to.match(/refused.* \[engine-failed\]$/);
  });
});
