/** The Länder by their codes (ISO 3166-2:DE without `DE-`). */
export type Land =
  | 'BB'
  | 'BE'
  | 'BW'
  | 'BY'
  | 'HB'
  | 'HE'
  | 'HH'
  | 'MV'
  | 'NI'
  | 'NW'
  | 'RP'
  | 'SH'
  | 'SL'
  | 'SN'
  | 'ST'
  | 'TH';

/** Month and day, or days after Easter Sunday; in which Länder, all when absent. */
type Holiday = readonly [when: string | number, laender?: string];

/**
 * Holidays by the laws of the Länder, as they stand in 2026. Those of single municipalities (in
 * Bavaria the Assumption, in Saxony and Thuringia Corpus Christi, in Augsburg the Peace Festival)
 * are left out: a period that ends on one of them is reckoned one day too short there.
 */
const HOLIDAYS: readonly Holiday[] = [
  ['01-01'],
  ['01-06', 'BW BY ST'],
  ['03-08', 'BE MV'],
  [-2],
  [0, 'BB'],
  [1],
  ['05-01'],
  [39],
  [49, 'BB'],
  [50],
  [60, 'BW BY HE NW RP SL'],
  ['08-15', 'SL'],
  ['09-20', 'TH'],
  ['10-03'],
  ['10-31', 'BB HB HH MV NI SH SN ST TH'],
  ['11-01', 'BW BY NW RP SL'],
  ['12-25'],
  ['12-26'],
];

const known = new Map<string, ReadonlySet<string>>();

/** ISO dates. */
export function holidays(year: number, land: Land): ReadonlySet<string> {
  const key = `${year} ${land}`;
  const there = known.get(key);
  if (there) return there;
  const days = new Set(
    HOLIDAYS.filter(([, laender]) => laender === undefined || laender.includes(land)).map(
      ([when]) => (typeof when === 'string' ? `${year}-${when}` : dayAfterEaster(year, when)),
    ),
  );
  if (land === 'SN') days.add(dayOfRepentance(year));
  known.set(key, days);
  return days;
}

function dayAfterEaster(year: number, days: number): string {
  const { month, day } = easterSunday(year);
  return new Date(Date.UTC(year, month - 1, day + days)).toISOString().slice(0, 10);
}

/** The Wednesday before 23 November. */
function dayOfRepentance(year: number): string {
  const date = new Date(Date.UTC(year, 10, 22));
  date.setUTCDate(22 - ((date.getUTCDay() + 4) % 7));
  return date.toISOString().slice(0, 10);
}

/** Gregorian Easter by the anonymous algorithm (Meeus, Jones, Butcher). */
function easterSunday(year: number): { month: number; day: number } {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - Math.floor(b / 4) - d + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const sum = h + l - 7 * m + 114;
  return { month: Math.floor(sum / 31), day: (sum % 31) + 1 };
}
