/** Rows of a delimited UTF-8 file as the bytes they stand in and the places of their cells: no text is made of a cell that nobody reads. */

/** Quotes in it are doubled. */
export const ESCAPED = 1;
/** It holds a carriage return, which is read as a line feed. */
export const RETURNS = 2;
/** It holds characters beyond ASCII. */
export const WIDE = 4;

export interface RowBlock {
  /** Valid until the next block is read. */
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly rows: number;
  /** Of cell `row * width + column`: where its text begins and ends in `bytes`, quotes around it left out. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** 0 where the bytes are the text, else what has to be done with them. */
  readonly flags: Uint8Array;
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The text of a cell. */
export function cellText({ bytes, starts, ends, flags }: RowBlock, cell: number): string {
  const text = decoder.decode(bytes.subarray(starts[cell], ends[cell]));
  const flag = flags[cell];
  const unescaped = (flag & ESCAPED) === 0 ? text : text.replaceAll('""', '"');
  return (flag & RETURNS) === 0 ? unescaped : unescaped.replaceAll(/\r\n?/g, '\n');
}

const LETTER_N = 0x6e;

/**
 * Whether a cell may be one that holds nothing: empty, white space, or the word `null`. Most cells are told by their first
 * byte; of the others the text decides.
 */
export function mayBeNull({ bytes, starts, ends }: RowBlock, cell: number): boolean {
  const start = starts[cell];
  const length = ends[cell] - start;
  if (length === 0) return true;
  const first = bytes[start];
  if (first > 0x20 && first < 0x7f)
    return (first | 0x20) === LETTER_N && length >= 4 && (bytes[start + 1] | 0x20) === 0x75;
  // The first bytes of the white space that Unicode has.
  return first <= 0x20 || first === 0xc2 || (first >= 0xe1 && first <= 0xe3);
}

/** Whether a cell of a plain column holds nothing. Every value of a plain form ends with a digit, or with the `e` of true and false. */
export function holdsNothing(bytes: Uint8Array, start: number, end: number): boolean {
  if (start === end) return true;
  const last = bytes[end - 1];
  return (last < 0x30 || last > 0x39) && (last | 0x20) !== 0x65;
}
