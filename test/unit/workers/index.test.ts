import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { workers } from '../../../workers/index.ts';

describe('the workers', () => {
  it('have topics that tell them apart, and titles for the analyst', () => {
    const topics = workers.map(({ topic }) => topic);
    expect(new Set(topics).size).to.equal(topics.length);
    for (const { topic, title } of workers) {
      expect(topic).to.match(/^[a-z]+(-[a-z]+)*$/);
      expect(title).to.match(/^\p{Lu}/u);
    }
  });

  it('stand in the documents with all that they take and give', () => {
    const url = new URL('../../../docs/adding-a-worker.md', import.meta.url);
    const items = readFileSync(url, 'utf8').split(/\n(?=- |\n)/);
    for (const worker of workers) {
      const item = items.find((each) => each.includes(`- **\`${worker.topic}\`**`)) ?? '';
      const names = [...memberNames(worker.input), ...memberNames(worker.output)];
      for (const name of [...names, ...Object.keys(worker.errors)]) {
        expect(item, worker.topic).to.contain(`\`${name}\``);
      }
    }
  });
});

function memberNames(schema: z.ZodType): string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}
