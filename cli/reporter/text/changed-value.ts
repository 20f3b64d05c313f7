/** A value of a table that became another: `open -> paid`. Both sides stay in sight however narrow the column is. */
import { type Cell, cellText } from '../../../core/index.js';
import { displayWidth, truncate } from './measure.js';

export interface ChangedValue {
  readonly before: string;
  readonly after: string;
}

const ARROW = ' -> ';
const MARK = '...';

/** Characters shown before the first that differs. */
const CONTEXT = 4;

/** The two texts. */
export function changedValue(before: Cell, after: Cell): ChangedValue {
  return { before: valueText(before), after: valueText(after) };
}

/** Beside an arrow, nothing would be taken for an empty text. */
function valueText(cell: Cell): string {
  return cellText(seenCell(cell)) ?? 'null';
}

/** Null is shown as nothing, so that an empty text must not be: rows that differ would look the same. */
export function seenCell(cell: Cell): Cell {
  return cell === '' ? "''" : cell;
}

/** The same with both texts as they shall be shown. */
export function mapValue({ before, after }: ChangedValue, change: (text: string) => string): ChangedValue {
  return { before: change(before), after: change(after) };
}

/** On one line, uncut. */
export function wholeChange({ before, after }: ChangedValue): string {
  return `${before}${ARROW}${after}`;
}

/** Cut to a width: the longer side gives way first, and of what both begin with only the end is shown where the rest has no room. */
export function shortChange(change: ChangedValue, width: number): string {
  const whole = wholeChange(change);
  const room = width - ARROW.length;
  if (displayWidth(whole) <= width || room < 2) return truncate(whole, width);
  const common = commonStart(change);
  const isInSight = displayWidth(change.before.slice(0, common)) < Math.floor(room / 2) - MARK.length;
  const skipped = common - CONTEXT;
  return isInSight || skipped <= MARK.length
    ? besideArrow(change, room)
    : besideArrow(
        mapValue(change, (text) => `${MARK}${text.slice(skipped)}`),
        room,
      );
}

function besideArrow({ before, after }: ChangedValue, room: number): string {
  const left = Math.min(displayWidth(before), Math.max(Math.floor(room / 2), room - displayWidth(after)));
  return `${truncate(before, left)}${ARROW}${truncate(after, room - left)}`;
}

/** Code units that both begin with; never half a character. */
function commonStart({ before, after }: ChangedValue): number {
  let length = 0;
  while (length < before.length && before[length] === after[length]) length++;
  return /[\ud800-\udbff]/.test(before[length - 1] ?? '') ? length - 1 : length;
}
