import { performance } from 'node:perf_hooks';
import type { EngineChange } from '../../engine/mirror.ts';
import { instanceTold } from './mirror-changes.ts';
import { openMirrorHouse, takeStart } from './mirror-house.ts';
import type { MirrorHouse } from './mirror-house.ts';

/** `node --import tsx test/support/mirror-load.ts [CHANGES] [PER BATCH]`: prints changes per second. */
const AT_ONCE = 100;

async function main(wanted = 50_000, perBatch = 500): Promise<void> {
  const house = await openMirrorHouse();
  const changes = await load(house, wanted);
  const startedMs = performance.now();
  for (let from = 0; from < changes.length; from += perBatch) {
    await house.mirror.apply({
      source: '1',
      after: from === 0 ? undefined : String(from),
      position: String(from + perBatch),
      atMs: 0,
      changes: changes.slice(from, from + perBatch),
    });
  }
  const seconds = (performance.now() - startedMs) / 1000;
  console.log(
    `${changes.length} changes by ${perBatch}: ${Math.round(changes.length / seconds)}/s`,
  );
  await house.close();
}

/** What instances with a service task and a user task tell, a hundred of them at a time. */
async function load(house: MirrorHouse, wanted: number): Promise<EngineChange[]> {
  const told: EngineChange[] = [];
  for (let round = 0; told.length < wanted; round++) {
    const keys = Array.from({ length: AT_ONCE }, (_, index) => String(round * AT_ONCE + index));
    const rootKeys: string[] = [];
    for (const key of keys) rootKeys.push((await takeStart(house.mirror, key)).rootKey);
    const lives = keys.map((key, index) => life(key, rootKeys[index] as string));
    const longest = Math.max(...lives.map(({ length }) => length));
    for (let step = 0; step < longest; step++) {
      told.push(...lives.flatMap((one) => one[step] ?? []));
    }
  }
  return told;
}

function life(key: string, rootKey: string): EngineChange[] {
  const instance = instanceTold(key);
  const id = (name: string) => `${key}-${name}`;
  const value = { name: 'Änne Grünthal-Ölschläger', street: 'Am Markt 1', amounts: [1, 2, 3] };
  return [
    instance.link(rootKey),
    instance.began(),
    ...['a', 'b', 'c', 'd', 'amtsweg'].map((name) => instance.variable(name, value)),
    instance.element(id('s'), 'begin', { type: 'startEvent' }),
    instance.ended(id('s')),
    instance.element(id('work'), 'work', { type: 'serviceTask', via: ['s_work'] }),
    instance.variable('result', value, id('work')),
    instance.variable('result', value),
    instance.ended(id('work')),
    instance.element(id('ask'), 'ask', { type: 'userTask', via: ['work_ask'] }),
    instance.timer(id('late'), id('ask')),
    instance.task(id('task'), id('ask')),
    instance.task(id('task'), id('ask'), { assignee: 'clerk' }),
    instance.task(id('task'), id('ask'), { assignee: 'clerk', state: 'completed' }),
    instance.variable('answer', 'yes'),
    instance.timer(id('late'), id('ask'), { state: 'gone' }),
    instance.ended(id('ask')),
    instance.element(id('e'), 'end', { type: 'endEvent', via: ['ask_e'] }),
    instance.ended(id('e')),
    instance.ended(),
  ];
}

await main(...process.argv.slice(2).map(Number));
