/**
 * Reads CSV files in batches of rows that know their line. Line ends of every system and a byte order mark are taken
 * as they come; a quote that is not closed is an error at the line where it was opened.
 */
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import Papa from 'papaparse';
import { createStrictDecoder, UndecodableError } from './strict-decoder.js';

export interface CsvOptions {
  readonly delimiter: string;
  readonly quote: string;
  /** A label of the WHATWG Encoding Standard: `utf-8`, `windows-1252` ... */
  readonly encoding: string;
}

export interface CsvRow {
  /** Line where the row starts, from 1. */
  readonly line: number;
  readonly values: readonly string[];
}

/** What is wrong with a file, for people; the caller adds the file's name and a diagnostic code. */
export class CsvError extends Error {
  readonly line: number;
  readonly column: number;
  constructor(line: number, message: string, column = 1) {
    super(message);
    this.name = 'CsvError';
    this.line = line;
    this.column = column;
  }
}

/**
 * Characters of one row, and a bit more: a row is taken in whole, and its first part is looked at again with each piece
 * of the file.
 */
const LONGEST_ROW = 10_000_000;

/** The rows of a file, header included, in batches as they are read; nothing is read ahead of the consumer but one batch. */
export async function* readCsv(path: string, options: CsvOptions): AsyncGenerator<readonly CsvRow[]> {
  const progress = { given: 0 };
  const chunks = counted(textChunks(path, options.encoding), progress);
  const batches = parsedBatches(Readable.from(chunks, { objectMode: false }), options);
  let line = 1;
  let taken = 0;
  for await (const { data, errors } of batches) {
    const rows: CsvRow[] = [];
    if (data.length > 0) taken = progress.given;
    else if (progress.given - taken > LONGEST_ROW) throw tooLong(line, options);
    for (const values of data) {
      rows.push({ line, values });
      line += 1 + breaksIn(values);
    }
    const broken = errors.find((error) => error.type === 'Quotes');
    if (broken !== undefined) {
      const at = rows[broken.row ?? 0]?.line ?? line;
      const isOpen = broken.code === 'MissingQuotes';
      throw new CsvError(at, isOpen ? 'a quote is opened and never closed' : 'text follows a closing quote');
    }
    if (rows.length > 0) yield rows;
  }
}

async function* counted(chunks: AsyncIterable<string>, progress: { given: number }): AsyncGenerator<string> {
  for await (const chunk of chunks) {
    progress.given += chunk.length;
    yield chunk;
  }
}

function tooLong(line: number, { quote }: CsvOptions): CsvError {
  const limit = `a row here is longer than ${LONGEST_ROW / 1e6} million characters`;
  return new CsvError(line, `${limit}; perhaps a ${quote} is opened and never closed`);
}

/** Makes every line end a `\n`. The last one is left out: it ends the last row and does not begin another. */
async function* textChunks(path: string, encoding: string): AsyncGenerator<string> {
  const decoder = createStrictDecoder(encoding);
  const place = { line: 1, column: 1 };
  let held = '';
  try {
    for await (const bytes of createReadStream(path, { highWaterMark: 1 << 18 })) {
      const text = held + decoder.decode(bytes as Uint8Array);
      const end = text.length - lastBreakLength(text);
      held = text.slice(end);
      const chunk = withPlainBreaks(text.slice(0, end));
      advance(place, chunk);
      if (chunk !== '') yield chunk;
    }
    const last = withPlainBreaks(held + decoder.decode()).replace(/\n$/, '');
    if (last !== '') yield last;
  } catch (error) {
    if (!(error instanceof UndecodableError)) throw error;
    advance(place, withPlainBreaks(held + error.before));
    throw new CsvError(place.line, error.message, place.column);
  }
}

function lastBreakLength(text: string): number {
  if (text.endsWith('\r\n')) return 2;
  return text.endsWith('\n') || text.endsWith('\r') ? 1 : 0;
}

function withPlainBreaks(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n');
}

/** Moves a place over a text. */
function advance(place: { line: number; column: number }, text: string): void {
  place.line += breaksIn([text]);
  const after = text.lastIndexOf('\n') + 1;
  place.column = text.length - after + (after === 0 ? place.column : 1);
}

interface Batch {
  readonly data: readonly (readonly string[])[];
  readonly errors: readonly Papa.ParseError[];
}

/** Papa tells batches by callback; here they wait until they are asked for. */
async function* parsedBatches(stream: Readable, { delimiter, quote }: CsvOptions): AsyncGenerator<Batch> {
  let parser: Papa.Parser | null = null;
  let failure: unknown = null;
  let isDone = false;
  const waiting: Batch[] = [];
  let wake: () => void = () => {};
  const tell = () => wake();
  Papa.parse<string[]>(stream, {
    delimiter,
    quoteChar: quote,
    escapeChar: quote,
    newline: '\n',
    chunk: (results, handle) => {
      waiting.push({ data: results.data, errors: results.errors });
      parser = handle;
      handle.pause();
      tell();
    },
    complete: () => {
      isDone = true;
      tell();
    },
    error: (error) => {
      failure = error;
      tell();
    },
  });
  try {
    for (;;) {
      const batch = waiting.shift();
      if (batch !== undefined) yield batch;
      else if (failure !== null) throw failure;
      else if (isDone) return;
      else {
        const next = new Promise<void>((resolve) => {
          wake = resolve;
        });
        (parser as Papa.Parser | null)?.resume();
        await next;
      }
    }
  } finally {
    stream.destroy();
  }
}

function breaksIn(values: readonly string[]): number {
  let count = 0;
  for (const value of values) {
    for (let at = value.indexOf('\n'); at !== -1; at = value.indexOf('\n', at + 1)) count++;
  }
  return count;
}
