/**
 * Arrivals at a fixed rate, whatever is measured does. Each latency counts from when its arrival
 * was due, so that a stall is not left out.
 * @returns milliseconds, one for each arrival
 */
export async function arriveAtRate(
  count: number,
  seconds: number,
  act: (index: number) => Promise<void>,
): Promise<number[]> {
  const beginMs = performance.now();
  const latencies: number[] = [];
  const running: Promise<void>[] = [];
  for (let index = 0; index < count; index++) {
    const dueMs = beginMs + (index / count) * seconds * 1000;
    const waitMs = dueMs - performance.now();
    if (waitMs > 1) await new Promise((resolve) => setTimeout(resolve, waitMs));
    running.push(act(index).then(() => void latencies.push(performance.now() - dueMs)));
  }
  await Promise.all(running);
  return latencies;
}
