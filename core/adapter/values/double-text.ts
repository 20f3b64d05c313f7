/** Doubles as text for people, as the `sqlite3` shell prints them: one that is whole is not taken for an integer. */

/** Digits before the point from which on an exponent is written. */
const MOST_DIGITS = 15;
const LEAST_EXPONENT = -4;

/** `100.0`, `0.1`, `1.0e+20`: the fewest digits that lead back to the same double. */
export function doubleText(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const [mantissa, power] = value.toExponential().split('e');
  const exponent = Number(power);
  const isPlain = exponent >= LEAST_EXPONENT && exponent < MOST_DIGITS;
  if (isPlain) return withPoint(Object.is(value, -0) ? '-0' : String(value));
  const digits = String(Math.abs(exponent)).padStart(2, '0');
  return `${withPoint(mantissa)}e${exponent < 0 ? '-' : '+'}${digits}`;
}

function withPoint(digits: string): string {
  return digits.includes('.') ? digits : `${digits}.0`;
}
