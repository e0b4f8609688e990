import type { System } from '../../demo/faults/fault-plan.ts';
import { startDemoCity, type DemoCity, type DemoCityOptions } from '../../demo/start-demo-city.ts';

export interface FaultOrder {
  mode: string;
  at?: 'before' | 'after';
  operation?: string;
  nextCalls?: number;
  delayMs?: number;
  retryAfterSeconds?: number;
}

export interface Effects {
  calls: Record<System, Record<string, number>>;
  /** How often each requestId, bookingId, Message-ID took effect. */
  payments: Record<string, number>;
  paymentsByPurpose: Record<string, number>;
  transactions: { transactionId: string; requestId: string; purpose: string; status: string }[];
  bookings: Record<string, number>;
  bookingsByItem: Record<string, number>;
  mails: Record<string, number>;
  /** Path of each document in the DMS → how many versions it has. */
  filed: Record<string, number>;
  transfers: { deliveryId: string; state: string; detail: string }[];
}

export interface TestMail {
  messageId: string;
  from: string;
  recipients: string[];
  subject: string;
  text: string;
  html?: string;
}

/** The demo city with its switches at hand: all over HTTP, as anybody would use them. */
export interface TestCity extends DemoCity {
  fault(system: System, order: FaultOrder): Promise<void>;
  /** Everything works again. */
  mend(): Promise<void>;
  effects(): Promise<Effects>;
  payer(transactionId: string, action: 'pay' | 'refuse' | 'abandon'): Promise<void>;
  /** The next payment is reported with this amount, whatever was asked for. */
  nextAmount(amountCents: number): Promise<void>;
  changeAmount(itemNumber: string, amountCents: number): Promise<void>;
  /** Somebody in an office works on this document of the DMS. */
  checkOut(documentId: string): Promise<void>;
  mails(filter?: { recipient?: string; messageId?: string }): Promise<TestMail[]>;
}

/** Starts a demo city of the test's own on free ports; the caller stops it. */
export async function startTestCity(options: DemoCityOptions = {}): Promise<TestCity> {
  const city = await startDemoCity(options);
  const post = (path: string, body: object = {}) => call(city.controlUrl + path, body);
  return {
    ...city,
    fault: async (system, order) => void (await post(`/control/${system}`, order)),
    mend: async () => void (await post('/control/reset')),
    effects: async () => (await call(`${city.controlUrl}/control/effects`)) as Effects,
    payer: async (transactionId, action) =>
      void (await post(`/control/payment/${transactionId}/${action}`)),
    nextAmount: async (amountCents) =>
      void (await post('/control/payment/next-amount', { amountCents })),
    changeAmount: async (itemNumber, amountCents) =>
      void (await post(`/control/library/items/${itemNumber}`, { amountCents })),
    checkOut: async (documentId) => void (await post(`/control/dms/check-out/${documentId}`)),
    async mails(filter = {}) {
      const url = `${city.mailboxUrl}/api/mails?${new URLSearchParams(filter)}`;
      return ((await call(url)) as { mails: TestMail[] }).mails;
    },
  };
}

async function call(url: string, body?: object): Promise<unknown> {
  const response = await fetch(
    url,
    body ? { method: 'POST', body: JSON.stringify(body) } : { method: 'GET' },
  );
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return response.json();
}
