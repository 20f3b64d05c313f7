/**
 * Plain data as YAML and JSON hold it. Integers beyond 2^53 are bigint so that no digit is lost, and floats that are
 * whole are JsonFloat so that `1.0` stays a float; all else is as in JSON. Config, vars, meta and properties are Json
 * everywhere outside the template layer, which converts at its border.
 */
export type Json = null | boolean | number | bigint | string | JsonFloat | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** A float that happens to be whole: `1.0` is no integer to templates, names of tests and artifacts. */
export class JsonFloat {
  readonly number: number;
  constructor(number: number) {
    this.number = number;
  }
  /** As Python spells it: `1.0`, `-0.0`, `1e+16`. */
  toString(): string {
    if (Math.abs(this.number) >= LONGEST_PLAIN) return this.number.toExponential();
    return `${Object.is(this.number, -0) ? '-0' : this.number}.0`;
  }
  /** For arithmetic and comparisons. */
  valueOf(): number {
    return this.number;
  }
  /** For JSON.stringify, which can spell no `1.0`; artifacts are written by jsonText. */
  toJSON(): number {
    return this.number;
  }
}

/** Where Python begins to write exponents. */
const LONGEST_PLAIN = 1e16;

/** A float as Json keeps it. */
export function jsonFloat(number: number): number | JsonFloat {
  return Number.isInteger(number) ? new JsonFloat(number) : number;
}

/** Whether the value is a mapping: neither a list nor a float. */
export function isMapping(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof JsonFloat);
}

/** Whether the value holds other values: a list or a mapping. */
export function isCollection(value: Json | undefined): value is readonly Json[] | JsonObject {
  return Array.isArray(value) || isMapping(value);
}
