import pg from 'pg';
import type { IssuedDocument, IssueRequest } from '../../core/issued/issued-document.ts';
import type { TestStore } from './store.ts';
import { openTestStore, submitSomething } from './store.ts';

/** A house whose register of issued documents is tested. */
export interface IssuedHouse {
  readonly house: TestStore;
  /** Of whoever does not say otherwise. */
  readonly caseId: string;
  newCase(): Promise<string>;
  /** Each with holder and subject of its own, unless it says otherwise. */
  request(change?: Partial<IssueRequest>): IssueRequest;
  issue(wanted: IssueRequest): Promise<IssuedDocument>;
  /** Keys of the commands that make a case look at its document. */
  looks(ofCase: string): Promise<string[]>;
  inDatabase<T>(work: (client: pg.Client) => Promise<T>): Promise<T>;
}

/** Within `describe`: opens it before its tests and drops it in the end. */
export function issuedHouse(): IssuedHouse {
  const open: { house?: TestStore; caseId?: string } = {};
  let count = 0;
  before(async () => {
    open.house = await openTestStore();
    open.caseId = await world.newCase();
  });
  after(() => open.house?.drop());
  const world: IssuedHouse = {
    get house() {
      if (!open.house) throw new Error('the house is not open');
      return open.house;
    },
    get caseId() {
      return open.caseId ?? '';
    },
    newCase: async () => (await submitSomething(world.house.store)).file.id,
    request(change = {}) {
      count += 1;
      return {
        key: `issue-${count}`,
        kind: 'permit',
        caseId: world.caseId,
        holder: `holder ${count}`,
        subject: `PB-A ${count}`,
        validFrom: '2026-03-02',
        validUntil: '2027-03-01',
        shown: { zone: 'B', plate: `PB-A ${count}` },
        ...change,
      };
    },
    async issue(wanted) {
      const answer = await world.house.store.issued.issue(wanted, 'worker:document-register');
      if (answer.outcome !== 'issued') throw new Error(`conflict with ${answer.conflict.with}`);
      return answer.document;
    },
    looks: (ofCase) =>
      world.inDatabase(async (client) => {
        const { rows } = await client.query<{ key: string }>(
          `select key from engine_command where case_id = $1 and command ->> 'type' = 'publishMessage'
             and command ->> 'name' = 'document-changed' and command ->> 'correlationKey' = $1::text`,
          [ofCase],
        );
        return rows.map(({ key }) => key);
      }),
    async inDatabase(work) {
      const client = new pg.Client({ connectionString: world.house.url });
      await client.connect();
      try {
        return await work(client);
      } finally {
        await client.end();
      }
    },
  };
  return world;
}
