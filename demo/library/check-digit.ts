/**
 * Library card numbers have ten digits; the last is a check digit by the Luhn formula (ISO/IEC
 * 7812-1, annex B): from the right, every second digit doubled (less nine past nine), the sum of
 * all divisible by ten.
 */
export function hasValidCheckDigit(cardNumber: string): boolean {
  return /^[0-9]{10}$/.test(cardNumber) && luhnSum(cardNumber) % 10 === 0;
}

/** The check digit for the first nine digits of a card number. */
export function checkDigit(firstNine: string): string {
  return String((10 - (luhnSum(`${firstNine}0`) % 10)) % 10);
}

function luhnSum(digits: string): number {
  return [...digits]
    .reverse()
    .map(Number)
    .reduce((sum, digit, index) => sum + (index % 2 === 0 ? digit : doubled(digit)), 0);
}

function doubled(digit: number): number {
  return digit > 4 ? digit * 2 - 9 : digit * 2;
}
