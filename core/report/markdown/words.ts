/** Numbers and lists in the words of a report. */
import { code } from './inline.js';

/** `12,345`. */
export function count(value: number): string {
  return String(value).replaceAll(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 row`, `2 rows`. */
export function plural(value: number, noun: string): string {
  return `${count(value)} ${value === 1 ? noun : `${noun}s`}`;
}

/** Names as code; of many the first ones and how many more. */
export function names(all: readonly string[], most = 12): string {
  const shown = all.slice(0, most).map(code).join(', ');
  return all.length <= most ? shown : `${shown} and ${count(all.length - most)} more`;
}

/** `4.2 s`. */
export function seconds(value: number): string {
  return `${value.toFixed(value < 10 ? 2 : 1)} s`;
}
