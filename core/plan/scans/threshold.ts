/** `warn_if` and `error_if` where they compare the count with plain numbers; what else they may be only the database knows. */
import type { Json } from '../../resources/json.js';

export interface Threshold {
  /** As it is written behind the count. */
  readonly text: string;
  readonly isMet: (count: bigint) => boolean;
}

const COMPARISON = /^\s*(=|!=|<>|<=?|>=?)\s*(\d+)\s*$/;
const RANGE = /^\s*between\s+(\d+)\s+and\s+(\d+)\s*$/i;

const comparisons: Readonly<Record<string, (count: bigint, bound: bigint) => boolean>> = {
  '=': (count, bound) => count === bound,
  '!=': (count, bound) => count !== bound,
  '<>': (count, bound) => count !== bound,
  '<': (count, bound) => count < bound,
  '<=': (count, bound) => count <= bound,
  '>': (count, bound) => count > bound,
  '>=': (count, bound) => count >= bound,
};

/** Null when it is more than such a comparison. What is left out, or no text, stands for `!= 0`. */
export function readThreshold(setting: Json | undefined): Threshold | null {
  const text = typeof setting === 'string' ? setting : '!= 0';
  const [, operator, bound] = COMPARISON.exec(text) ?? [];
  if (bound !== undefined) return { text, isMet: (count) => comparisons[operator!]!(count, BigInt(bound)) };
  const [, least, most] = RANGE.exec(text) ?? [];
  if (most === undefined) return null;
  return { text, isMet: (count) => count >= BigInt(least!) && count <= BigInt(most) };
}
