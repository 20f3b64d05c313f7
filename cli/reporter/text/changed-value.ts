/** A value of a table that became another: `open -> paid`. Both sides stay in sight however narrow the column is. */
import { type Cell, cellText } from '../../../core/index.js';
import { displayWidth, truncate } from './measure.js';

export interface ChangedValue {
  readonly before: string;
  readonly after: string;
}

const ARROW = ' -> ';

/** The two texts; beside an arrow, nothing would be taken for an empty text. */
export function changedValue(before: Cell, after: Cell): ChangedValue {
  return { before: valueText(before), after: valueText(after) };
}

function valueText(cell: Cell): string {
  const text = cellText(cell);
  return text === null ? 'null' : text === '' ? "''" : text;
}

/** The same with both texts as they shall be shown. */
export function mapValue({ before, after }: ChangedValue, change: (text: string) => string): ChangedValue {
  return { before: change(before), after: change(after) };
}

/** On one line, uncut. */
export function wholeChange({ before, after }: ChangedValue): string {
  return `${before}${ARROW}${after}`;
}

/** Cut to a width: the longer side gives way first. */
export function shortChange(change: ChangedValue, width: number): string {
  const whole = wholeChange(change);
  const room = width - ARROW.length;
  if (displayWidth(whole) <= width || room < 2) return truncate(whole, width);
  const { before, after } = change;
  const left = Math.min(displayWidth(before), Math.max(Math.floor(room / 2), room - displayWidth(after)));
  return `${truncate(before, left)}${ARROW}${truncate(after, room - left)}`;
}
