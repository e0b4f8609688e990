import { ConnectorError } from '../../connectors/connector.ts';
import type { DmsDocument, ProcedurePlace } from '../../connectors/dms/port.ts';

/** What a DMS keeps, as its port promises it. */
export function memoryDms() {
  const procedures = new Map<string, ProcedurePlace>();
  const versions = new Map<string, DmsDocument[]>();
  const closed = new Map<string, string>();
  const refuse = (reason: string): never => {
    throw new ConnectorError('rejected', reason, reason);
  };
  return {
    procedures,
    /** By the document's name, the oldest version first. */
    versions,
    closed,
    open(place: ProcedurePlace) {
      const procedureId = `folder-${place.procedureName}`;
      if (closed.has(procedureId)) refuse('closed');
      procedures.set(procedureId, place);
      const { planEntry, fileName, procedureName } = place;
      return { procedureId, reference: [planEntry, fileName, procedureName].join('/') };
    },
    file(procedureId: string, document: DmsDocument) {
      if (!procedures.has(procedureId)) refuse('unknown-procedure');
      const kept = versions.get(document.name) ?? [];
      const newest = kept.at(-1);
      if (!newest || Buffer.compare(newest.content, document.content) !== 0) {
        if (closed.has(procedureId)) refuse('closed');
        kept.push(document);
      }
      versions.set(document.name, kept);
      return { documentId: document.name, version: `${kept.length}.0` };
    },
    close(procedureId: string, closedOn: string): void {
      if (!procedures.has(procedureId)) refuse('unknown-procedure');
      if (!closed.has(procedureId)) closed.set(procedureId, closedOn);
    },
  };
}
