import { isIban } from '../payments/iban.ts';
import { readPlate } from '../vehicles/plate.ts';

/** Named checks of text fields (`properties.format`). A format also says how a value is kept. */
export interface FieldFormat {
  /** The value as it is kept, or `undefined` when it does not fit. */
  readonly read: (text: string) => string | undefined;
  /** What exactly does not fit, where there is more to say than that it does not. */
  readonly problem?: (text: string) => string | undefined;
}

/** Characters that people put between groups of digits. */
const GROUPING = /[\s./-]+/g;

/** Local part and domain as mail systems take them; what is behind it only sending can tell. */
const EMAIL = /^[^\s@<>()[\],;:\\"]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}$/i;

const FORMATS: Readonly<Record<string, FieldFormat>> = {
  email: { read: (text) => (text.length <= 254 && EMAIL.test(text) ? text : undefined) },
  /** Ten digits, the last one a check digit by the Luhn formula (ISO/IEC 7812-1, annex B). */
  'library-card': {
    read(text) {
      const digits = text.replace(GROUPING, '');
      return /^\d{10}$/.test(digits) && luhnSum(digits) % 10 === 0 ? digits : undefined;
    },
  },
  /** A vehicle's plate, kept as `PB-AB 123 E`; foreign ones as they are. */
  plate: {
    read(text) {
      const read = readPlate(text);
      return 'plate' in read ? read.plate : undefined;
    },
    problem: (text) => (readPlate(text).kind === 'unclear' ? 'unclear' : undefined),
  },
  /** ISO 13616: check digits by ISO/IEC 7064, MOD 97-10. German ones have 22 characters. */
  iban: {
    read(text) {
      const iban = text.replace(/\s+/g, '').toUpperCase();
      return isIban(iban) ? iban : undefined;
    },
  },
};

export function findFormat(name: string): FieldFormat | undefined {
  return Object.hasOwn(FORMATS, name) ? FORMATS[name] : undefined;
}

export function formatNames(): string[] {
  return Object.keys(FORMATS);
}

function luhnSum(digits: string): number {
  return [...digits].reverse().reduce((sum, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return sum + (value > 9 ? value - 9 : value);
  }, 0);
}
