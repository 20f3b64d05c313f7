/**
 * Opens a seed's file: the first pass checks every row and finds the column types, the second, when the rows are loaded,
 * gives typed values. A row that does not fit the header stops it before anything is loaded. Regular files are looked at as
 * bytes; all others, and what is wrong with them, are for the reader of texts.
 */
import { stat } from 'node:fs/promises';
import type { Cell } from '../../adapter/cell.js';
import { canCut } from '../../adapter/delimited/block-reader.js';
import type { CellForm } from '../../adapter/delimited/cell-forms.js';
import type { DiagnosticCode } from '../../diagnostics/codes.js';
import { TsdbtError } from '../../diagnostics/error.js';
import type { SeedFile, SeedOptions } from '../../execute/seed-source.js';
import { isMapping } from '../../resources/json.js';
import type { SeedNode } from '../../resources/node.js';
import { guessFile } from './plain/guess-file.js';
import { type InferOptions, inferFile } from './plain/infer-file.js';
import { typedBlocks } from './plain/typed-rows.js';
import { CsvError, type CsvOptions, type CsvRow, readCsv } from './read-csv.js';
import { columnTyper, type TypedColumn } from './typing/infer-columns.js';

/** Smaller files are looked at in less time than a load takes that is begun twice. */
const WORTH_GUESSING = 8_000_000;

export async function openSeed(seed: SeedNode, { mayGuess }: SeedOptions): Promise<SeedFile> {
  const options = csvOptions(seed);
  const { stamp: before, size } = await stampOf(seed);
  const guessed = mayGuess && size >= WORTH_GUESSING ? await readRegular(seed, options, guessFile) : null;
  const regular = guessed ?? (await readRegular(seed, options, inferFile));
  const { names, types, rows, forms } = regular ?? (await firstPass(seed, options));
  const { delimiter } = options;
  const watched = guessed === null ? {} : { watch: guessed.watch };
  return {
    columns: names.map((name, index) => ({ name, type: types[index].type })),
    rows,
    batches: () => (regular === null ? typedRows(seed, options, types) : typedBlocks(seed.dataPath, delimiter, types)),
    plain: forms === null ? null : { path: seed.dataPath, delimiter, forms, ...watched },
    isGuessed: guessed !== null,
    rowError: async (row, message) =>
      problem(seed, 'TSDBT_SEED_ROW_BROKEN', await lineOfRow(seed, options, row), message),
    changed: async () => ((await stampOf(seed)).stamp === before ? null : changedFile(seed)),
  };
}

/** Changes when the file is written to. */
async function stampOf({ dataPath }: SeedNode): Promise<{ readonly stamp: string; readonly size: number }> {
  const stats = await stat(dataPath, { bigint: true }).catch(() => null);
  return stats === null
    ? { stamp: '', size: 0 }
    : { stamp: `${stats.size} ${stats.mtimeNs}`, size: Number(stats.size) };
}

function changedFile(seed: SeedNode): TsdbtError {
  return problem(seed, 'TSDBT_SEED_FILE_BROKEN', 1, 'it was written to while it was read');
}

/** Null when the file is not regular. */
async function readRegular<T>(
  seed: SeedNode,
  { delimiter }: CsvOptions,
  read: (path: string, options: InferOptions) => Promise<T | null>,
): Promise<T | null> {
  if (!canCut(delimiter)) return null;
  const named = typedByConfig(seed);
  try {
    return await read(seed.dataPath, {
      delimiter,
      nameColumns: (values) => headerOf(seed, { line: 1, values }),
      isText: (name) => named.has(name),
    });
  } catch (error) {
    throw readingError(seed, error);
  }
}

interface FirstPass {
  readonly names: readonly string[];
  readonly types: readonly TypedColumn[];
  readonly rows: number;
  /** Null when the file cannot be loaded as it lies there. */
  readonly forms: readonly CellForm[] | null;
}

async function firstPass(seed: SeedNode, options: CsvOptions): Promise<FirstPass> {
  const named = typedByConfig(seed);
  let names: readonly string[] | null = null;
  let typers: ReturnType<typeof columnTyper>[] = [];
  let rows = 0;
  for await (const batch of dataRows(seed, options)) {
    for (const row of batch) {
      if (names === null) {
        names = headerOf(seed, row);
        typers = names.map((name) => columnTyper(named.has(name)));
        continue;
      }
      checkWidth(seed, row, names.length);
      for (const [index, value] of row.values.entries()) typers[index].see(value);
      rows++;
    }
  }
  if (names === null) throw problem(seed, 'TSDBT_SEED_FILE_BROKEN', 1, 'it is empty, expected a line of column names');
  return { names, types: typers.map((typer) => typer.finish()), rows, forms: null };
}

async function* typedRows(
  seed: SeedNode,
  options: CsvOptions,
  types: readonly TypedColumn[],
): AsyncGenerator<readonly (readonly Cell[])[]> {
  let isHeader = true;
  for await (const batch of dataRows(seed, options)) {
    const rows = isHeader ? batch.slice(1) : batch;
    isHeader = false;
    for (const row of rows) checkWidth(seed, row, types.length);
    if (rows.length > 0) yield rows.map((row) => row.values.map((value, index) => types[index].toCell(value)));
  }
}

async function lineOfRow(seed: SeedNode, options: CsvOptions, row: number): Promise<number> {
  let before = 0;
  for await (const batch of dataRows(seed, options)) {
    const found = batch[row - before];
    if (found !== undefined) return found.line;
    before += batch.length;
  }
  return 1;
}

/** Rows without blank lines: in a file of several columns a blank line holds nothing; in one of a single column it is a null. */
async function* dataRows(seed: SeedNode, options: CsvOptions): AsyncGenerator<readonly CsvRow[]> {
  let width: number | null = null;
  try {
    for await (const batch of readCsv(seed.dataPath, options)) {
      width ??= batch[0]?.values.length ?? null;
      const isWide = width !== 1;
      yield isWide ? batch.filter(({ values }) => values.length !== 1 || values[0] !== '') : batch;
    }
  } catch (error) {
    if (error instanceof CsvError) throw problem(seed, 'TSDBT_SEED_ROW_BROKEN', error, error.message);
    throw readingError(seed, error);
  }
}

function readingError(seed: SeedNode, error: unknown): unknown {
  if (!isFileError(error)) return error;
  return problem(seed, 'TSDBT_SEED_FILE_BROKEN', 1, `it cannot be read: ${error.message}`);
}

/** Columns without a name get letters, as dbt gives them; a name twice would hide a column. */
function headerOf(seed: SeedNode, row: CsvRow): readonly string[] {
  const names = row.values.map((name, index) => (name === '' ? letterName(index) : name));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return names;
  throw problem(
    seed,
    'TSDBT_SEED_FILE_BROKEN',
    row.line,
    `the column ${JSON.stringify(twice)} stands twice in the header`,
  );
}

function letterName(index: number): string {
  return String.fromCharCode(97 + (index % 26)).repeat(Math.floor(index / 26) + 1);
}

function checkWidth(seed: SeedNode, row: CsvRow, width: number): void {
  const { length } = row.values;
  if (length === width) return;
  const message = `the row has ${length} ${length === 1 ? 'value' : 'values'}, expected ${width} as in the header`;
  throw problem(seed, 'TSDBT_SEED_ROW_BROKEN', row.line, message);
}

function csvOptions(seed: SeedNode): CsvOptions {
  const { delimiter } = seed.config;
  if (delimiter === undefined || delimiter === null) return { delimiter: ',', quote: '"', encoding: 'utf-8' };
  if (typeof delimiter !== 'string' || delimiter.length !== 1 || /["\r\n]/.test(delimiter)) {
    const found = JSON.stringify(delimiter);
    throw problem(seed, 'TSDBT_CONFIG_INVALID', 1, `its delimiter is ${found}, expected one character`);
  }
  return { delimiter, quote: '"', encoding: 'utf-8' };
}

function typedByConfig(seed: SeedNode): ReadonlySet<string> {
  const types = seed.config.column_types;
  return new Set(isMapping(types) ? Object.keys(types) : []);
}

function isFileError(error: unknown): error is Error {
  return error instanceof Error && 'syscall' in error;
}

/** `at` is a line, or a place in it. */
function problem(
  seed: SeedNode,
  code: DiagnosticCode,
  at: number | { readonly line: number; readonly column: number },
  message: string,
): TsdbtError {
  const { line, column } = typeof at === 'number' ? { line: at, column: 1 } : at;
  const location = { file: seed.originalFilePath, line, column };
  const place = column === 1 ? String(line) : `${line}:${column}`;
  const text = `${seed.originalFilePath}:${place}: ${message}; nothing of ${seed.name} was loaded.`;
  return new TsdbtError([{ code, severity: 'error', message: text, location, node: seed.uniqueId }]);
}
