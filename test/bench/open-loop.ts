interface Timer {
  now(): number;
  sleep(ms: number): Promise<void>;
}

const REAL_TIME: Timer = {
  now: () => performance.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/**
 * Arrivals at a fixed rate, whatever is measured does. Each latency counts from when its arrival
 * was due, so that a stall is not left out; from when it was sent, where a timer woke early.
 * @returns milliseconds, one for each arrival
 */
export async function arriveAtRate(
  count: number,
  seconds: number,
  act: (index: number) => Promise<void>,
  timer = REAL_TIME,
): Promise<number[]> {
  const beginMs = timer.now();
  const latencies: number[] = [];
  const running: Promise<void>[] = [];
  for (let index = 0; index < count; index++) {
    const dueMs = beginMs + (index / count) * seconds * 1000;
    const waitMs = dueMs - timer.now();
    if (waitMs > 1) await timer.sleep(waitMs);
    const fromMs = Math.min(dueMs, timer.now());
    running.push(act(index).then(() => void latencies.push(timer.now() - fromMs)));
  }
  await Promise.all(running);
  return latencies;
}
