import { createHash } from 'node:crypto';

export interface TransferOrder {
  /** Makes the identifiers of message and payment. */
  readonly key: string;
  readonly createdAtMs: number;
  readonly debtor: { readonly name: string; readonly iban: string; readonly bic?: string };
  readonly creditor: { readonly name: string; readonly iban: string };
  readonly amountCents: number;
  readonly endToEndId: string;
  readonly remittance: string;
}

/**
 * A SEPA credit transfer as ISO 20022 pain.001.001.09. The same order gives the same bytes: its
 * identifiers and dates come from the order alone. Addresses are left out, so that none has to be
 * structured.
 */
export function toPain001(order: TransferOrder): string {
  const amount = toDecimal(order.amountCents);
  const id = identifier(order.key);
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09">
  <CstmrCdtTrfInitn>
    <GrpHdr>
      <MsgId>${id}</MsgId>
      <CreDtTm>${new Date(order.createdAtMs).toISOString()}</CreDtTm>
      <NbOfTxs>1</NbOfTxs>
      <CtrlSum>${amount}</CtrlSum>
      <InitgPty><Nm>${sepaText(order.debtor.name, 70)}</Nm></InitgPty>
    </GrpHdr>
    <PmtInf>
      <PmtInfId>${id}</PmtInfId>
      <PmtMtd>TRF</PmtMtd>
      <NbOfTxs>1</NbOfTxs>
      <CtrlSum>${amount}</CtrlSum>
      <PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl></PmtTpInf>
      <ReqdExctnDt><Dt>${berlinDate(order.createdAtMs)}</Dt></ReqdExctnDt>
      <Dbtr><Nm>${sepaText(order.debtor.name, 70)}</Nm></Dbtr>
      <DbtrAcct><Id><IBAN>${order.debtor.iban}</IBAN></Id></DbtrAcct>
      <DbtrAgt><FinInstnId>${agent(order.debtor.bic)}</FinInstnId></DbtrAgt>
      <ChrgBr>SLEV</ChrgBr>
      <CdtTrfTxInf>
        <PmtId><EndToEndId>${identifier(order.endToEndId)}</EndToEndId></PmtId>
        <Amt><InstdAmt Ccy="EUR">${amount}</InstdAmt></Amt>
        <Cdtr><Nm>${sepaText(order.creditor.name, 70)}</Nm></Cdtr>
        <CdtrAcct><Id><IBAN>${order.creditor.iban}</IBAN></Id></CdtrAcct>
        <RmtInf><Ustrd>${sepaText(order.remittance, 140)}</Ustrd></RmtInf>
      </CdtTrfTxInf>
    </PmtInf>
  </CstmrCdtTrfInitn>
</Document>
`;
}

function toDecimal(cents: number): string {
  return (cents / 100).toFixed(2);
}

function agent(bic?: string): string {
  return bic ? `<BICFI>${bic}</BICFI>` : '<Othr><Id>NOTPROVIDED</Id></Othr>';
}

/** Identifiers have at most 35 characters of the SEPA set; others become a hash of themselves. */
function identifier(text: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9.-]{0,34}$/.test(text)) return text;
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

const letters: Record<string, string> = {
  Ä: 'Ae',
  Ö: 'Oe',
  Ü: 'Ue',
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  ß: 'ss',
  '&': '+',
};

/**
 * The character set of SEPA that every bank takes: letters, digits and / - ? : ( ) . , ' + blank.
 * Umlauts are spelt out, other marks are dropped; nothing is left that XML would have to escape
 * but the apostrophe, which may stand in text.
 */
function sepaText(text: string, maxLength: number): string {
  const spelt = text
    .normalize('NFC')
    .replace(/[ÄÖÜäöüß&]/g, (sign) => letters[sign] ?? sign)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9/?:().,'+ -]/g, ' ')
    .replace(/ +/g, ' ')
    .trim();
  return spelt.slice(0, maxLength).trim() || 'NOTPROVIDED';
}

function berlinDate(atMs: number): string {
  const zone = { timeZone: 'Europe/Berlin' };
  return new Intl.DateTimeFormat('sv-SE', zone).format(new Date(atMs));
}
