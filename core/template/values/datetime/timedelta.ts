/** Python's timedelta: a span of time in microseconds. */

import { boundMethod, type MethodTable, methodTable } from '../methods/method.js';
import { holds } from '../operators/comparison.js';
import { overflowError, PythonError, typeError } from '../python-error.js';
import { bigintOf, floatOf, isFloat, isInt, makeFloat, makeInt, type Numeric } from '../types/numbers.js';
import { typeName } from '../types/type-name.js';
import { type HashKey, type OperatorName, TemplateObject, type UnaryName, type Value } from '../value.js';
import { floorDivide, MICROS_PER_DAY } from './clock.js';
import { addLeftOver, divideNearest, ratioOf, wholeAndFraction } from './rounding.js';

const MAX_DAYS = 999_999_999n;

export class TimeDeltaValue extends TemplateObject {
  readonly typeName = 'datetime.timedelta';
  readonly micros: bigint;

  constructor(micros: bigint) {
    super();
    const [days] = floorDivide(micros, MICROS_PER_DAY);
    if (days > MAX_DAYS || days < -MAX_DAYS) {
      throw overflowError(`days=${days}; must have magnitude <= ${MAX_DAYS}`);
    }
    this.micros = micros;
  }

  get days(): number {
    return Number(floorDivide(this.micros, MICROS_PER_DAY)[0]);
  }

  get seconds(): number {
    return Number(floorDivide(this.micros, MICROS_PER_DAY)[1] / 1_000_000n);
  }

  get microseconds(): number {
    return Number(floorDivide(this.micros, 1_000_000n)[1]);
  }

  override attribute(name: string): Value | undefined {
    if (name === 'days') return this.days;
    if (name === 'seconds') return this.seconds;
    if (name === 'microseconds') return this.microseconds;
    return boundMethod(timeDeltaMethods, this, name);
  }

  override isTrue(): boolean {
    return this.micros !== 0n;
  }

  override hashKey(): HashKey {
    return `\0delta${this.micros}`;
  }

  override equals(other: Value): boolean {
    return other instanceof TimeDeltaValue && other.micros === this.micros;
  }

  override operate(operator: OperatorName, other: Value, isReflected: boolean): Value | undefined {
    if (other instanceof TimeDeltaValue) {
      return isReflected ? combine(operator, other, this) : combine(operator, this, other);
    }
    if (operator === '*' && (isInt(other) || isFloat(other))) return scale(this, other);
    return isReflected ? undefined : divideByNumber(operator, this, other);
  }

  override operateUnary(operator: UnaryName): Value | undefined {
    if (operator === 'neg') return new TimeDeltaValue(-this.micros);
    if (operator === 'pos') return this;
    if (operator === 'abs') return new TimeDeltaValue(this.micros < 0n ? -this.micros : this.micros);
    return undefined;
  }

  override text(): string {
    const { days, seconds, microseconds } = this;
    const two = (number: number) => String(number).padStart(2, '0');
    const clock = `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
    const fraction = microseconds === 0 ? '' : `.${String(microseconds).padStart(6, '0')}`;
    return `${days === 0 ? '' : `${days} day${Math.abs(days) === 1 ? '' : 's'}, `}${clock}${fraction}`;
  }

  override representation(): string {
    const parts = [
      ['days', this.days],
      ['seconds', this.seconds],
      ['microseconds', this.microseconds],
    ] as const;
    const shown = parts.filter(([, count]) => count !== 0).map(([name, count]) => `${name}=${count}`);
    return `datetime.timedelta(${shown.length === 0 ? '0' : shown.join(', ')})`;
  }
}

const timeDeltaMethods: MethodTable<TimeDeltaValue> = methodTable<TimeDeltaValue>({
  total_seconds: ['', (self) => makeFloat(Number(self.micros) / 1_000_000)],
});

function combine(operator: OperatorName, left: TimeDeltaValue, right: TimeDeltaValue): Value | undefined {
  switch (operator) {
    case '+':
      return new TimeDeltaValue(left.micros + right.micros);
    case '-':
      return new TimeDeltaValue(left.micros - right.micros);
    case '/':
      if (right.micros === 0n) throw new PythonError('ZeroDivisionError', 'division by zero');
      return makeFloat(Number(left.micros) / Number(right.micros));
    case '//':
      return makeInt(floorDivide(left.micros, nonZero(right.micros))[0]);
    case '%':
      return new TimeDeltaValue(floorDivide(left.micros, nonZero(right.micros))[1]);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return holds(operator, left.micros, right.micros);
    default:
      return undefined;
  }
}

function nonZero(divisor: bigint): bigint {
  if (divisor === 0n) throw new PythonError('ZeroDivisionError', 'integer division or modulo by zero');
  return divisor;
}

function scale(delta: TimeDeltaValue, factor: Numeric): TimeDeltaValue {
  if (isInt(factor)) return new TimeDeltaValue(delta.micros * bigintOf(factor));
  const [numerator, denominator] = ratioOf(floatOf(factor));
  return new TimeDeltaValue(divideNearest(delta.micros * numerator, denominator));
}

function divideByNumber(operator: OperatorName, delta: TimeDeltaValue, other: Value): Value | undefined {
  if (operator === '//' && isInt(other)) {
    return new TimeDeltaValue(floorDivide(delta.micros, nonZero(bigintOf(other)))[0]);
  }
  if (operator !== '/' || !(isInt(other) || isFloat(other))) return undefined;
  const [numerator, denominator] = isInt(other) ? [bigintOf(other), 1n] : ratioOf(floatOf(other));
  if (numerator === 0n) throw new PythonError('ZeroDivisionError', 'division by zero');
  return new TimeDeltaValue(divideNearest(delta.micros * denominator, numerator));
}

/** Microseconds of each unit of the constructor. */
const UNITS: readonly (readonly [string, number])[] = [
  ['days', 86_400_000_000],
  ['seconds', 1_000_000],
  ['microseconds', 1],
  ['milliseconds', 1_000],
  ['minutes', 60_000_000],
  ['hours', 3_600_000_000],
  ['weeks', 604_800_000_000],
];

/** Signature of the constructor. */
export const TIMEDELTA_SIGNATURE = UNITS.map(([name]) => `${name}=0`).join(', ');

/** The span of the constructor's arguments, in the order of its signature. */
export function timeDeltaOf(counts: readonly Value[]): TimeDeltaValue {
  let micros = 0n;
  let leftOver = 0;
  for (const [index, [name, size]] of UNITS.entries()) {
    const count = counts[index];
    if (isInt(count)) micros += bigintOf(count) * BigInt(size);
    else if (isFloat(count)) {
      const [whole, fraction] = wholeAndFraction(floatOf(count), size);
      micros += whole;
      leftOver += fraction;
    } else throw typeError(`unsupported type for timedelta ${name} component: ${typeName(count)}`);
  }
  return new TimeDeltaValue(addLeftOver(micros, leftOver));
}
