/** A value in words, for messages that say what was found. */
import { JsonFloat } from '../../resources/json.js';

/** `the text "abc"`, `the number 3`, `a list`, `a mapping`, `nothing`. */
export function describeJson(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (typeof value === 'string') return `the text "${shorten(value)}"`;
  if (typeof value === 'number' || typeof value === 'bigint' || value instanceof JsonFloat)
    return `the number ${value}`;
  if (typeof value === 'boolean') return String(value);
  return Array.isArray(value) ? 'a list' : 'a mapping';
}

const LONGEST = 60;

function shorten(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST)}...`;
}
