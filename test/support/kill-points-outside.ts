import type { Connectors } from '../../connectors/create-connectors.ts';
import type { KillPoint, KillSwitch } from './kill-points.ts';

type OutsidePoint = Extract<KillPoint, `outside:${string}`>;

/** The outside has acted, and we have not written it down. */
export function withKillPointsOutside(connectors: Connectors, { passes }: KillSwitch): Connectors {
  const after = <Given extends unknown[], Result>(
    point: OutsidePoint,
    act: (...given: Given) => Promise<Result>,
  ) => {
    return async (...given: Given): Promise<Result> => {
      const result = await act(...given);
      passes(point);
      return result;
    };
  };
  const { payment, library, treasury, mail, dms, caseTransfer } = connectors;
  const { populationRegister, vehicleRegister } = connectors;
  return {
    ...connectors,
    payment: {
      ...payment,
      create: after('outside:payment.create:after', payment.create),
      read: after('outside:payment.read:after', payment.read),
    },
    library: { ...library, book: after('outside:library.book:after', library.book) },
    treasury: { ...treasury, post: after('outside:treasury.post:after', treasury.post) },
    mail: { ...mail, send: after('outside:mail.send:after', mail.send) },
    populationRegister: {
      ...populationRegister,
      findPersons: after('outside:population.find:after', populationRegister.findPersons),
    },
    vehicleRegister: {
      ...vehicleRegister,
      findVehicle: after('outside:vehicles.find:after', vehicleRegister.findVehicle),
    },
    caseTransfer: {
      ...caseTransfer,
      deliver: after('outside:transfer.deliver:after', caseTransfer.deliver),
      find: after('outside:transfer.find:after', caseTransfer.find),
    },
    dms: {
      ...dms,
      openProcedure: after('outside:dms.open:after', dms.openProcedure),
      file: after('outside:dms.file:after', dms.file),
      close: after('outside:dms.close:after', dms.close),
    },
  };
}

/** From now on every call of this process that acts on the DMS passes a point of its own. */
export function passAtEachPost(dmsUrl: string, { passes }: KillSwitch): void {
  const plainFetch = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const response = await plainFetch(input, init);
    const address = input instanceof Request ? input.url : String(input);
    if (init?.method === 'POST' && address.startsWith(dmsUrl)) passes('outside:dms.post:after');
    return response;
  };
}
