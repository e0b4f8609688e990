import { ConnectorError } from '../../connectors/connector.ts';
import { memoryDms } from './memory-dms.ts';
import type { LibraryAccount, LibraryBooking } from '../../connectors/library/port.ts';
import type { Mail } from '../../connectors/mail/port.ts';
import type { PaymentRequest, PaymentTransaction } from '../../connectors/payment/port.ts';
import type {
  PersonQuery,
  RegisteredPerson,
  RegisteredVehicle,
} from '../../connectors/register/port.ts';
import type { Delivery, DeliveryState } from '../../connectors/case-transfer/port.ts';
import type { PostingRecord } from '../../connectors/treasury/port.ts';
import type { CaseFile } from '../../core/cases/case-file.ts';
import { manualClock } from '../../core/clock.ts';
import type { JsonObject } from '../../core/json.ts';
import { normaliseName } from '../../core/persons/normalise-name.ts';
import type { Form } from '../../core/procedures/form.ts';
import type { Procedure } from '../../core/procedures/procedure.ts';
import type { JobAnswer } from '../../engine/port.ts';
import type { Worker } from '../../workers/define-worker.ts';
import type { WorkerPorts } from '../../workers/worker-ports.ts';
import { memoryStore } from './memory-store.ts';

export const WORLD_START_MS = Date.UTC(2026, 2, 2, 8);

/** What the next call outside does instead of its work; `lost`: it acts, and the answer is lost. */
export type Fault = ConnectorError | 'lost';

/** A case, and an outside world that workers act on, each part able to fail on command. */
export function workerWorld(
  start: Partial<CaseFile> = {},
  payload?: Procedure['payload'],
  config: Record<string, unknown> = {},
) {
  const store = memoryStore(start);
  const clock = manualClock(WORLD_START_MS);
  const faults: Fault[] = [];
  const { ports: outsidePorts, ...outside } = makeOutside(faults);
  const ports: WorkerPorts = {
    clock,
    ...store,
    ...outsidePorts,
    issued: notHere<WorkerPorts['issued']>('the register of issued documents'),
    publicUrl: 'https://portal.example.org',
  };
  const run = (worker: Worker, input: JsonObject, elementInstanceKey = 'e1') =>
    worker.run(input, {
      file: store.file(),
      procedure: procedure(payload, config),
      ports,
      elementInstanceKey,
      elementId: 'task',
      topic: worker.topic,
      headers: {},
      nowMs: clock.now(),
      change: (decide) => ports.cases.change(store.file().id, `worker:${worker.topic}`, decide),
    });
  /** What the house works with beside the jobs. */
  const housePorts = {
    ...ports,
    procedures: { byHash: async () => procedure(payload, config) },
  };
  return { store, clock, faults, ports, housePorts, run, ...outside };
}

export type WorkerWorld = ReturnType<typeof workerWorld>;

/** The variables of an answer that must be `done`. */
export function variablesOf(answer: JobAnswer): JsonObject {
  if (answer.type !== 'done') throw new Error(`answered ${JSON.stringify(answer)}`);
  return answer.variables ?? {};
}

function makeOutside(faults: Fault[]) {
  const transactions = new Map<string, PaymentTransaction>();
  const requested: PaymentRequest[] = [];
  const bookings = new Map<string, LibraryBooking>();
  const records = new Map<string, PostingRecord>();
  const deliveries = new Map<string, { delivery: Delivery; state: DeliveryState }>();
  const dms = memoryDms();
  const mails: Mail[] = [];
  const account: { current: LibraryAccount } = { current: { state: 'unknown', items: [] } };
  const registers = {
    persons: [] as RegisteredPerson[],
    /** What the population register was asked for. */
    asked: [] as PersonQuery[],
    vehicles: new Map<string, RegisteredVehicle>(),
    zones: {} as Record<string, string>,
  };
  const perform = async <Result>(act: () => Result): Promise<Result> => {
    const fault = faults.shift();
    if (fault instanceof ConnectorError) throw fault;
    const result = act();
    if (fault === 'lost') throw new ConnectorError('in-doubt', 'timeout', 'no answer in time');
    return result;
  };
  const check = async () => ({
    configured: true,
    reachable: true,
    credentialsAccepted: true,
    detail: 'memory',
  });
  return {
    transactions,
    requested,
    bookings,
    records,
    deliveries,
    dms,
    mails,
    account,
    registers,
    ports: {
      payment: {
        check,
        create: (request) =>
          perform(() => {
            const transactionId = `t-${transactions.size + 1}`;
            requested.push(request);
            const made: PaymentTransaction = {
              requestId: request.requestId,
              transactionId,
              redirectUrl: `https://pay.example.org/${transactionId}`,
              status: 'open',
              amountCents: request.items.reduce((sum, item) => sum + item.amountCents, 0),
            };
            transactions.set(transactionId, made);
            return made;
          }),
        read: (transactionId) =>
          perform(() => {
            const found = transactions.get(transactionId);
            if (!found) throw new ConnectorError('rejected', 'not-found', 'no such transaction');
            return found;
          }),
      },
      library: {
        check,
        account: () => perform(() => account.current),
        book: (booking) =>
          perform(() => {
            bookings.set(booking.bookingId, booking);
            return { bookingId: booking.bookingId, bookedAtMs: 1 };
          }),
        findBooking: async (bookingId) =>
          bookings.has(bookingId) ? { bookingId, bookedAtMs: 1 } : undefined,
      },
      treasury: {
        check,
        post: (record) =>
          perform(() => {
            records.set(record.key, record);
            return { recordId: record.key };
          }),
        find: async (key) => (records.has(key) ? { recordId: key } : undefined),
      },
      dms: {
        check,
        openProcedure: (place) => perform(() => dms.open(place)),
        file: (procedureId, document) => perform(() => dms.file(procedureId, document)),
        close: (procedureId, closedOn) => perform(() => dms.close(procedureId, closedOn)),
      },
      caseTransfer: {
        check,
        deliver: (delivery) =>
          perform(() => {
            const { deliveryId } = delivery;
            const state = { state: 'delivered', deliveredAtMs: WORLD_START_MS } as const;
            if (!deliveries.has(deliveryId)) deliveries.set(deliveryId, { delivery, state });
            return { deliveredAtMs: WORLD_START_MS };
          }),
        find: ({ deliveryId }) => perform(() => deliveries.get(deliveryId)?.state),
      },
      mail: {
        check,
        send: (mail) =>
          perform(() => {
            mails.push(mail);
            return { accepted: true };
          }),
      },
      populationRegister: {
        check,
        findPersons: (query) =>
          perform(() => {
            registers.asked.push(query);
            const wanted = normaliseName(query.familyName);
            return registers.persons.filter(({ familyName, birthName = '', birthDate }) => {
              const names = [familyName, birthName].map(normaliseName);
              return birthDate === query.birthDate && names.includes(wanted);
            });
          }),
      },
      vehicleRegister: {
        check,
        findVehicle: (plate) => perform(() => registers.vehicles.get(plate)),
      },
      // Zones by street, as a procedure's table would tell.
      evaluateDecision: async ({ variables }) =>
        registers.zones[String(variables['street'])] ?? null,
      render: {
        mail: (_procedure, template, _locale, values) => ({
          subject: template,
          text: JSON.stringify(values['values']),
        }),
        letter: async (_procedure, template) => Buffer.from(template),
      },
    } satisfies Partial<WorkerPorts>,
  };
}

/** What only a database can promise is tested with one. */
function notHere<Port extends object>(name: string): Port {
  return new Proxy({} as Port, {
    get: () => () => Promise.reject(new Error(`${name} is not in this world`)),
  });
}

/** What workers ask a procedure for. */
function procedure(payload: Procedure['payload'], config: Record<string, unknown>): Procedure {
  const texts: Record<string, string> = {
    'fee.text': 'Bibliotheksgebühr',
    'file.name': 'Quittung',
    'service.title': 'Bibliotheksgebühr bezahlen',
  };
  return {
    key: 'bibliotheksgebuehr',
    hash: 'bundle-1',
    config: {
      key: 'bibliotheksgebuehr',
      version: '1.0.0',
      responsibleUnit: 'stadtbibliothek',
      steps: ['forms/antrag'],
      filing: { planEntry: '41.30.02', fileName: 'Gebühren {year}' },
      ...config,
    },
    processes: new Map(),
    forms: new Map(forms.map((form) => [form.name, form])),
    templates: new Map([['_building-blocks/collect-fee/templates/money-back.mail.hbs', '']]),
    ...(payload ? { payload } : {}),
    texts: {
      get: (_locale: string, key: string) => texts[key] ?? '',
      has: (key: string) => key in texts,
      find: (_locale: string, key: string) => texts[key],
    },
  } as unknown as Procedure;
}

/** One step of the assistant, and a question that was asked later. */
const forms: readonly Form[] = [
  {
    name: 'forms/nachfrage',
    title: 'Nachfrage',
    components: [
      {
        id: 'hint',
        key: 'hint',
        type: 'textarea',
        label: 'Was ist geschehen?',
        required: false,
        maxLength: 500,
      },
    ],
  },
  {
    name: 'forms/antrag',
    title: 'Womit finden wir Ihre Gebühr?',
    components: [
      {
        id: 'kind',
        key: 'kind',
        type: 'radio',
        label: 'Welche Nummer?',
        required: true,
        choices: [{ value: 'card', label: 'Ausweis' }],
      },
      {
        id: 'lost',
        key: 'lost',
        type: 'checkbox',
        label: 'Verloren',
        required: false,
        hideWhen: 'kind != "card"',
      },
    ],
  },
];
