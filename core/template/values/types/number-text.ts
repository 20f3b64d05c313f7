/** Numbers read from text as Python's `int(text)` and `float(text)` read them. */
import { MAX_INTEGER_DIGITS } from '../limits.js';
import { valueError } from '../python-error.js';
import { quote } from '../text.js';

const FLOAT = /^[+-]?(?:\d+(?:_\d+)*(?:\.(?:\d+(?:_\d+)*)?)?|\.\d+(?:_\d+)*)(?:[eE][+-]?\d+(?:_\d+)*)?$/;
const SPECIAL = /^([+-]?)(inf|infinity|nan)$/i;
const PREFIXES: ReadonlyMap<number, string> = new Map([
  [2, '0b'],
  [8, '0o'],
  [16, '0x'],
]);

/** `float(text)`. */
export function parseFloatText(text: string): number {
  const trimmed = text.trim();
  if (FLOAT.test(trimmed)) return Number(trimmed.replaceAll('_', ''));
  const [, sign, name = ''] = SPECIAL.exec(trimmed) ?? [];
  if (sign === undefined) throw valueError(`could not convert string to float: ${quote(text)}`);
  if (name.toLowerCase() === 'nan') return Number.NaN;
  return sign === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

/** `int(text, base)`; base 0 reads the prefix. */
export function parseIntText(text: string, base = 10): bigint {
  if (base !== 0 && (base < 2 || base > 36)) throw valueError('int() base must be >= 2 and <= 36, or 0');
  const [, sign, body = ''] = /^([+-]?)(.*)$/s.exec(text.trim().toLowerCase()) ?? [];
  const radix = base === 0 ? ([...PREFIXES].find(([, prefix]) => body.startsWith(prefix))?.[0] ?? 10) : base;
  const prefix = PREFIXES.get(radix) ?? '';
  const digits = prefix !== '' && body.startsWith(prefix) ? body.slice(2).replace(/^_/, '') : body;
  const isDecimalWithZero = base === 0 && radix === 10 && /^0[\d_]*[1-9]/.test(digits);
  const isValid = /^[0-9a-z]+(?:_[0-9a-z]+)*$/.test(digits) && !isDecimalWithZero;
  const magnitude = isValid ? readDigits(digits.replaceAll('_', ''), radix) : null;
  if (magnitude === null) throw valueError(`invalid literal for int() with base ${base}: ${quote(text)}`);
  return sign === '-' ? -magnitude : magnitude;
}

function readDigits(digits: string, radix: number): bigint | null {
  if (digits.length > MAX_INTEGER_DIGITS) {
    throw valueError(
      `Exceeds the limit (${MAX_INTEGER_DIGITS} digits) for integer string conversion: value has ${digits.length} digits; use sys.set_int_max_str_digits() to increase the limit`,
    );
  }
  if (radix === 10) return /^\d+$/.test(digits) ? BigInt(digits) : null;
  let value = 0n;
  for (const digit of digits) {
    const number = Number.parseInt(digit, 36);
    if (number >= radix) return null;
    value = value * BigInt(radix) + BigInt(number);
  }
  return value;
}
