import { randomInt, randomUUID } from 'node:crypto';
import type { Journal } from '../journal.ts';
import type {
  PaymentMethod,
  PaymentRequest,
  PaymentStatus,
  PaymentTransaction,
} from './schemas.ts';
import { paymentMethods } from './schemas.ts';

export interface Transactions {
  all(): PaymentTransaction[];
  find(transactionId: string): PaymentTransaction | undefined;
  hasRequest(requestId: string): boolean;
  create(request: PaymentRequest, account: string): PaymentTransaction;
  /** Decides an open transaction; one that is decided stays as it is. */
  decide(transactionId: string, decision: Decision): PaymentTransaction | undefined;
  /** The next payment is reported with another amount than asked for, as faulty services do. */
  reportNextAs(amountCents: number | undefined): void;
  nextAmountCents(): number | undefined;
}

export interface Decision {
  status: Exclude<PaymentStatus, 'INITIAL'>;
  method?: PaymentMethod;
}

const statusDetails = {
  PAYED: 'Zahlung erfolgreich',
  FAILED: 'Zahlung vom Zahlungsdienstleister abgelehnt',
  CANCELED: 'Zahlung vom Zahlenden abgebrochen',
};

/** @param baseUrl where the API is reached; @param pageUrl where the payment pages are. */
export function makeTransactions(
  journal: Journal<PaymentTransaction>,
  urls: { baseUrl: string; pageUrl: string },
  now: () => Date,
): Transactions {
  const requestIds = new Set<string>();
  let nextCents: number | undefined;
  const save = (transaction: PaymentTransaction): PaymentTransaction => {
    requestIds.add(transaction.paymentRequest.requestId);
    journal.put(transaction.paymentInformation.transactionId, transaction);
    return transaction;
  };
  for (const known of [...journal.entries.values()]) save(moved(known, urls));
  return {
    all: () => [...journal.entries.values()],
    find: (transactionId) => journal.entries.get(transactionId),
    hasRequest: (requestId) => requestIds.has(requestId),
    create: (request, account) => save(newTransaction(request, account, urls, now())),
    decide(transactionId, decision) {
      const known = journal.entries.get(transactionId);
      if (!known || known.paymentInformation.status !== 'INITIAL') return known;
      const after = decided(known, decision, now());
      if (decision.status !== 'PAYED' || nextCents === undefined) return save(after);
      const grosAmount = nextCents / 100;
      nextCents = undefined;
      return save({ ...after, paymentRequest: { ...after.paymentRequest, grosAmount } });
    },
    reportNextAs: (amountCents) => void (nextCents = amountCents),
    nextAmountCents: () => nextCents,
  };
}

function newTransaction(
  paymentRequest: PaymentRequest,
  account: string,
  urls: { baseUrl: string; pageUrl: string },
  at: Date,
): PaymentTransaction {
  const transactionId = randomUUID();
  return {
    paymentInformation: {
      transactionId,
      transactionUrl: `${urls.baseUrl}/paymenttransaction/${account}/${transactionId}`,
      transactionRedirectUrl: `${urls.pageUrl}/${transactionId}`,
      transactionReference: `KZ${at.getUTCFullYear()}${randomInt(10 ** 9, 10 ** 10)}`,
      transactionTimestamp: at.toISOString(),
      status: 'INITIAL',
    },
    paymentRequest,
  };
}

/** A transaction of an earlier start under the addresses of this one: ports may have changed. */
function moved(
  known: PaymentTransaction,
  urls: { baseUrl: string; pageUrl: string },
): PaymentTransaction {
  const { transactionRedirectUrl, ...information } = known.paymentInformation;
  const path = information.transactionUrl.replace(/^.*(?=\/paymenttransaction\/)/, '');
  return {
    ...known,
    paymentInformation: {
      ...information,
      transactionUrl: urls.baseUrl + path,
      ...(transactionRedirectUrl
        ? { transactionRedirectUrl: `${urls.pageUrl}/${information.transactionId}` }
        : {}),
    },
  };
}

function decided(known: PaymentTransaction, decision: Decision, at: Date): PaymentTransaction {
  const { transactionRedirectUrl: _closed, ...information } = known.paymentInformation;
  const method = decision.method;
  return {
    paymentRequest: known.paymentRequest,
    paymentInformation: {
      ...information,
      ...(method ? { paymentMethod: method, paymentMethodDetail: paymentMethods[method] } : {}),
      transactionTimestamp: at.toISOString(),
      status: decision.status,
      statusDetail: statusDetails[decision.status],
    },
  };
}
