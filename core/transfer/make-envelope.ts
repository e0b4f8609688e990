import { createHash } from 'node:crypto';
import { safeFileNames } from './file-names.ts';
import type { Xml } from './xml.ts';
import { element, escapeText } from './xml.ts';

/**
 * Our own profile of an envelope, named as such: no schema of the XFall container is public, so
 * none is claimed. `schemas/xfall-container-profile-1.xsd` describes it.
 */
export const ENVELOPE_NAMESPACE = 'urn:amtsweg:xfall-container-profile:1';

/** What an envelope may hold at most, with everything in it: it is filed as a document, too. */
export const MAX_ENVELOPE_BYTES = 25_000_000;

export interface EnvelopeContent {
  /** One envelope, one delivery. */
  readonly deliveryId: string;
  readonly createdAtMs: number;
  readonly caseNumber: string;
  readonly receivedAtMs: number;
  readonly service: {
    readonly key: string;
    readonly version: string;
    readonly title: string;
    readonly leikaKey?: string | undefined;
  };
  /** Amtlicher Regionalschlüssel. */
  readonly areaKey?: string | undefined;
  /** The responsible unit that hands over. */
  readonly sender: string;
  readonly receiver: string;
  readonly trustLevel: TrustMark;
  readonly payments: readonly EnvelopePayment[];
  readonly payload: { readonly schemaUri: string; readonly xml: string };
  readonly documents: readonly EnvelopeDocument[];
}

export type TrustMark = 'ohne' | 'basis' | 'normal' | 'substantiell' | 'hoch';

export interface EnvelopePayment {
  readonly transactionId?: string | undefined;
  /** Kassenzeichen. */
  readonly reference?: string | undefined;
  readonly status: 'PAYED' | 'REFUNDED';
  readonly amountCents: number;
}

export interface EnvelopeDocument {
  /** Unique in the envelope; the payload refers to it. */
  readonly id: string;
  /** `anlage`: what the applicant gave; `bericht`: what the house wrote. */
  readonly purpose: 'anlage' | 'bericht';
  readonly fileName: string;
  readonly mediaType: string;
  readonly content: Uint8Array;
}

/** The whole envelope as UTF-8 XML, or nothing when it is larger than `maxBytes`. */
export function makeEnvelope(
  content: EnvelopeContent,
  maxBytes = MAX_ENVELOPE_BYTES,
): Uint8Array | undefined {
  // Before base64 takes up a third more than that.
  if (leastSize(content) > maxBytes) return undefined;
  const root = element('container', { xmlns: ENVELOPE_NAMESPACE, version: '1' }, [
    makeHead(content),
    element('absender', { ref: content.sender }),
    element('empfaenger', { ref: content.receiver }),
    element('antragsteller', { vertrauensniveau: content.trustLevel }),
    ...content.payments.map(makePayment),
    makePayloadElement(content.payload),
    element('anlagen', {}, makeDocuments(content.documents)),
  ]);
  const bytes = Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`);
  return bytes.byteLength > maxBytes ? undefined : bytes;
}

function leastSize({ documents, payload }: EnvelopeContent): number {
  return documents.reduce((sum, { content }) => sum + content.byteLength, payload.xml.length);
}

function makeHead(content: EnvelopeContent): Xml {
  const { service, areaKey } = content;
  return element('kopf', {}, [
    element('containerId', {}, [escapeText(content.deliveryId)]),
    element('erstelltUm', {}, [escapeText(toTime(content.createdAtMs))]),
    element('erstelltVon', { produkt: 'Amtsweg' }),
    element('vorgang', {
      aktenzeichen: content.caseNumber,
      eingang: toTime(content.receivedAtMs),
    }),
    element('leistung', {
      verfahren: service.key,
      version: service.version,
      bezeichnung: service.title,
      urn: service.leikaKey && `urn:de:fim:leika:leistung:${service.leikaKey}`,
    }),
    ...(areaKey === undefined ? [] : [element('gebiet', { ars: areaKey })]),
  ]);
}

function makePayment({ transactionId, reference, status, amountCents }: EnvelopePayment): Xml {
  return element('bezahlung', {
    transaktionsId: transactionId,
    kassenzeichen: reference,
    status,
    betrag: (amountCents / 100).toFixed(2),
  });
}

/** The hash is that of the bytes between the tags, exactly as they stand there. */
function makePayloadElement({ schemaUri, xml }: EnvelopeContent['payload']): Xml {
  const attributes = { schemaUri, mimeType: 'application/xml', sha512: sha512(xml) };
  return element('fachdaten', attributes, [xml as Xml]);
}

function makeDocuments(documents: readonly EnvelopeDocument[]): Xml[] {
  const names = safeFileNames(documents.map(({ fileName }) => fileName));
  return documents.map(({ id, purpose, mediaType, content }, index) =>
    element(
      'anlage',
      {
        id,
        zweck: purpose,
        dateiname: names[index],
        mimeType: mediaType,
        laenge: String(content.byteLength),
        sha512: sha512(content),
      },
      [escapeText(Buffer.from(content).toString('base64'))],
    ),
  );
}

function toTime(ms: number): string {
  return new Date(ms).toISOString();
}

function sha512(data: string | Uint8Array): string {
  return createHash('sha512').update(data).digest('hex');
}
