/** Abbreviations of time zones. Intl knows them by language only, so several English ones are asked. */

const LOCALES = ['en-US', 'en-GB', 'en-AU', 'en-NZ', 'en-IN', 'en-ZA'];

/** Abbreviations that no English locale of Intl has. */
const ABBREVIATIONS: ReadonlyMap<string, string> = new Map([
  ['Asia/Hong_Kong', 'HKT'],
  ['Asia/Jakarta', 'WIB'],
  ['Asia/Karachi', 'PKT'],
  ['Asia/Manila', 'PST'],
  ['Asia/Seoul', 'KST'],
  ['Asia/Shanghai', 'CST'],
  ['Asia/Taipei', 'CST'],
  ['Asia/Tokyo', 'JST'],
  ['Europe/Moscow', 'MSK'],
]);

/** `CET`, `EST`; the offset as `+04` where a zone has no letters. */
export function abbreviationOf(region: string, milliseconds: number, offset: bigint): string {
  const known = ABBREVIATIONS.get(region);
  if (known !== undefined) return known;
  for (const locale of LOCALES) {
    const format = new Intl.DateTimeFormat(locale, { timeZone: region, timeZoneName: 'short' });
    const name = format.formatToParts(milliseconds).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    if (/^[A-Z]{3,5}$/.test(name)) return name;
  }
  return numericName(offset);
}

function numericName(offset: bigint): string {
  const minutes = Number((offset < 0n ? -offset : offset) / 60_000_000n);
  const two = (number: number) => String(number).padStart(2, '0');
  const rest = minutes % 60 === 0 ? '' : two(minutes % 60);
  return `${offset < 0n ? '-' : '+'}${two(Math.floor(minutes / 60))}${rest}`;
}
