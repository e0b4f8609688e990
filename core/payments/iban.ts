/** ISO 13616: two letters, two check digits, up to 30 more; mod 97 over the turned-round IBAN is 1. */
export function isIban(text: string): boolean {
  if (!/^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$/.test(text)) return false;
  if (text.startsWith('DE') && text.length !== 22) return false;
  return remainder97(text.slice(4) + text.slice(0, 4)) === 1;
}

function remainder97(text: string): number {
  let remainder = 0;
  for (const sign of text) {
    const digits = parseInt(sign, 36);
    remainder = (remainder * (digits > 9 ? 100 : 10) + digits) % 97;
  }
  return remainder;
}
