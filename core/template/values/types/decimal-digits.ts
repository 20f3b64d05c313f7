/** Exact decimal numbers as an integer and a power of ten, and their rounding half to even. */

/** `coefficient * 10 ** exponent`; the sign apart, so that -0.0 keeps it. */
export interface DecimalDigits {
  readonly isNegative: boolean;
  readonly coefficient: bigint;
  readonly exponent: number;
}

/** The exact decimal value of a finite double. */
export function digitsOfDouble(number: number): DecimalDigits {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, number);
  const bits = view.getBigUint64(0);
  const rawExponent = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const mantissa = rawExponent === 0 ? fraction : fraction | 0x10000000000000n;
  const power = Math.max(rawExponent, 1) - 1075;
  const isNegative = bits >> 63n === 1n;
  if (power >= 0) return { isNegative, coefficient: mantissa << BigInt(power), exponent: 0 };
  return { isNegative, coefficient: mantissa * 5n ** BigInt(-power), exponent: power };
}

/** The coefficient divided by ten to a power, rounded half to even. */
export function dropDigits(coefficient: bigint, count: number): bigint {
  const divisor = 10n ** BigInt(count);
  const quotient = coefficient / divisor;
  const twice = (coefficient % divisor) * 2n;
  const isUp = twice > divisor || (twice === divisor && quotient % 2n === 1n);
  return isUp ? quotient + 1n : quotient;
}

/** The number as a count of `10 ** -places`, rounded half to even. */
export function scaledTo(digits: DecimalDigits, places: number): bigint {
  const drop = -places - digits.exponent;
  return drop > 0 ? dropDigits(digits.coefficient, drop) : digits.coefficient * 10n ** BigInt(-drop);
}

/** The number rounded to so many significant digits: those digits, and the exponent of the first. */
export function significantDigits(digits: DecimalDigits, count: number): { text: string; exponent: number } {
  if (digits.coefficient === 0n) return { text: '0'.repeat(count), exponent: 0 };
  const all = digits.coefficient.toString();
  const exponent = all.length - 1 + digits.exponent;
  if (all.length <= count) return { text: all.padEnd(count, '0'), exponent };
  const kept = dropDigits(digits.coefficient, all.length - count).toString();
  return kept.length > count ? { text: kept.slice(0, count), exponent: exponent + 1 } : { text: kept, exponent };
}

/** Plain text with so many places after the point. */
export function fixedText(digits: DecimalDigits, places: number): string {
  const text = scaledTo(digits, places)
    .toString()
    .padStart(places + 1, '0');
  return places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`;
}
