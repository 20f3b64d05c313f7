/** Finds and opens the files of a source for landing: hash of the bytes, header row, rows checked against the header. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, isAbsolute, join } from 'node:path';
import type { Cell } from '../../adapter/cell.js';
import { TsdbtError } from '../../diagnostics/error.js';
import type { LandingFile, LandingFileFinder } from '../../execute/landing/landing-file.js';
import type { SourceNode } from '../../resources/node.js';
import { CsvError, type CsvOptions, type CsvRow, readCsv } from '../csv/read-csv.js';
import { matchLocation } from './match-location.js';

/** A finder for the sources of a project whose locations start at its root. */
export function landingFileFinder(root: string): LandingFileFinder {
  return async (source) => {
    const options = csvOptions(source);
    const nulls = new Set(textList(source.external?.null_values));
    const locations = textList(source.external?.location);
    const paths = [...new Set((await Promise.all(locations.map((location) => matchLocation(root, location)))).flat())];
    return Promise.all(
      paths.sort(byFileName).map((path) => {
        const absolute = isAbsolute(path) ? path : join(root, path);
        return openFile({ path, absolute, source, options, nulls });
      }),
    );
  };
}

interface Opening {
  readonly path: string;
  readonly absolute: string;
  readonly source: SourceNode;
  readonly options: CsvOptions;
  readonly nulls: ReadonlySet<string>;
}

async function openFile(opening: Opening): Promise<LandingFile> {
  const before = await stampOf(opening);
  const hash = createHash('sha256');
  for await (const bytes of createReadStream(opening.absolute)) hash.update(bytes as Uint8Array);
  const header = await readHeader(opening);
  return {
    path: opening.path,
    hash: hash.digest('hex'),
    header,
    batches: () => dataRows(opening, header.length, before),
  };
}

async function readHeader(opening: Opening): Promise<readonly string[]> {
  for await (const batch of rowsOf(opening)) {
    const [first] = batch;
    if (first !== undefined) return first.values;
  }
  throw broken(opening, 1, 'the file is empty, expected a header row');
}

/** Changes when the file is written to. */
async function stampOf({ absolute }: Opening): Promise<string> {
  const { size, mtimeMs } = await stat(absolute);
  return `${size} ${mtimeMs}`;
}

/** Rows under the hash of other bytes would land once more when the file is whole, so a change on the way is an error. */
async function* dataRows(
  opening: Opening,
  width: number,
  before: string,
): AsyncGenerator<readonly (readonly Cell[])[]> {
  let isHeader = true;
  for await (const batch of rowsOf(opening)) {
    const rows = isHeader ? batch.slice(1) : batch;
    isHeader = false;
    const cells = rows.filter((row) => !isBlank(row, width)).map((row) => cellsOf(opening, row, width));
    if (cells.length > 0) yield cells;
  }
  if ((await stampOf(opening)) !== before) throw broken(opening, 1, 'the file was written to while it was read');
}

/** A blank line holds no row, unless the file has a single column. */
function isBlank({ values }: CsvRow, width: number): boolean {
  return width > 1 && values.length === 1 && values[0] === '';
}

function cellsOf(opening: Opening, { line, values }: CsvRow, width: number): readonly Cell[] {
  if (values.length !== width) {
    throw broken(opening, line, `the row has ${values.length} fields, expected ${width} as in the header`);
  }
  return values.map((value) => (opening.nulls.has(value) ? null : value));
}

async function* rowsOf(opening: Opening): AsyncGenerator<readonly CsvRow[]> {
  try {
    yield* readCsv(opening.absolute, opening.options);
  } catch (error) {
    if (error instanceof CsvError) throw broken(opening, error, error.message);
    throw error;
  }
}

function csvOptions({ external }: SourceNode): CsvOptions {
  const text = (key: string, otherwise: string) => {
    const value = external?.[key];
    return typeof value === 'string' ? value : otherwise;
  };
  return { delimiter: text('delimiter', ','), quote: text('quote', '"'), encoding: text('encoding', 'utf-8') };
}

function textList(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** Deliveries are named by date, so the order of names is the order of time, whatever the folder. */
function byFileName(a: string, b: string): number {
  const [nameA, nameB] = [basename(a), basename(b)];
  return nameA < nameB || (nameA === nameB && a < b) ? -1 : 1;
}

type Place = { readonly line: number; readonly column: number };

/** `at` is a line, or a place in it. */
function broken({ path, source }: Opening, at: number | Place, message: string): TsdbtError {
  const { line, column } = typeof at === 'number' ? { line: at, column: 1 } : at;
  return new TsdbtError([
    {
      code: 'TSDBT_LANDING_ROW_BROKEN',
      severity: 'error',
      message: `${path}:${column === 1 ? line : `${line}:${column}`}: ${message}; nothing of this file has landed`,
      location: { file: path, line, column },
      node: source.uniqueId,
      hint: 'Ask for a whole file, or correct delimiter, quote and encoding under external: of the source.',
    },
  ]);
}
