import { EventEmitter } from 'node:events';
import type { ChildProcess } from 'node:child_process';
import { expect } from 'chai';
import { keepRunning } from '../../tools/launch/keep-running.ts';

/** A process as far as it is looked at. */
class FakeChild extends EventEmitter {
  exitCode: number | null = null;
  signalCode: NodeJS.Signals | null = null;

  kill(signal: NodeJS.Signals): void {
    this.signalCode = signal;
    this.emit('exit', null, signal);
  }
}

interface Alarm {
  readonly delayMs: number;
  readonly work: () => void;
}

describe('a process that is kept running', () => {
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  function given(launches: (FakeChild | Error)[]) {
    const first = new FakeChild();
    const lines: string[] = [];
    const alarms = new Set<Alarm>();
    const stopped: unknown[] = [];
    const kept = keepRunning({
      name: 'The demo city',
      first: first as unknown as ChildProcess,
      launch: async () => {
        const next = launches.shift() ?? new FakeChild();
        if (next instanceof Error) throw next;
        return next as unknown as ChildProcess;
      },
      tell: (line) => void lines.push(line),
      stop: async (child) => void stopped.push(child),
      after: (delayMs, work) => {
        const alarm = { delayMs, work };
        alarms.add(alarm);
        return () => void alarms.delete(alarm);
      },
    });
    const ring = async (delayMs: number): Promise<void> => {
      const alarm = [...alarms].find((one) => one.delayMs === delayMs);
      if (alarm === undefined) throw new Error(`nothing happens in ${delayMs} ms`);
      alarms.delete(alarm);
      alarm.work();
      await settled();
    };
    return { first, kept, lines, alarms, stopped, ring };
  }

  it('given its death, then one line says so, and it is started again', async () => {
    const second = new FakeChild();
    const { first, lines, ring, kept, stopped } = given([second]);
    first.kill('SIGKILL');
    expect(lines).to.deep.equal(['The demo city has ended (SIGKILL); it is started again in 1 s.']);
    await ring(1_000);
    expect(lines.slice(1)).to.deep.equal(['The demo city is running again.']);
    await kept.stop();
    expect(stopped).to.deep.equal([second]);
  });

  it('given that it keeps dying, then it is tried later and later; steady again, soon', async () => {
    const children = [new FakeChild(), new FakeChild()];
    const { first, lines, ring } = given([new Error('port taken'), ...children]);
    first.exitCode = 1;
    first.emit('exit', 1, null);
    await ring(1_000);
    expect(lines[1]).to.equal(
      'The demo city could not be started again (port taken); it is started again in 2 s.',
    );
    await ring(2_000);
    await ring(60_000);
    children[0]?.kill('SIGKILL');
    expect(lines.at(-1)).to.contain('in 1 s');
  });

  it('given a stop while it is gone, then nothing is started any more', async () => {
    const { first, kept, alarms, stopped } = given([]);
    first.kill('SIGKILL');
    await kept.stop();
    expect([alarms.size, stopped]).to.deep.equal([0, []]);
  });

  it('given a stop while it is being started, then it is stopped as soon as it is there', async () => {
    const second = new FakeChild();
    const { first, kept, alarms, stopped, lines } = given([second]);
    first.kill('SIGKILL');
    const [alarm] = alarms;
    alarm?.work();
    await kept.stop();
    expect(stopped).to.deep.equal([second]);
    expect(lines).to.have.length(1);
  });
});
