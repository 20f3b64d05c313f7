/**
 * Looks at the cells of a block column by column: those of a plain form are typed by their bytes, the others by their text.
 * Remembers which columns held nothing but plain cells.
 */
import {
  booleanAt,
  type CellForm,
  dateAt,
  dateTimeAt,
  type NumberPlaces,
  numberAt,
} from '../../../adapter/delimited/cell-forms.js';
import { isNull, strip } from '../../../adapter/delimited/python-text.js';
import { cellText, type RowBlock } from '../../../adapter/delimited/row-block.js';
import { type ColumnTyper, columnTyper, type Kind, type TypedColumn } from '../typing/infer-columns.js';

export interface BlockColumn {
  /** Looks at the rows of the block from the given one on. */
  readonly see: (block: RowBlock, column: number, firstRow: number) => void;
  readonly finish: () => TypedColumn;
  /** The form of all cells that hold something, after the last one; null when some have another. */
  readonly form: () => CellForm | null;
  /** Whether what was seen leaves a single type beside text. */
  readonly isTold: () => boolean;
}

/** `isText` as for `columnTyper`. */
export function blockColumn(isText: boolean): BlockColumn {
  const typer = columnTyper(isText);
  const places: NumberPlaces = { whole: 1, decimal: 0, hasPoint: false };
  let only = typer.only();
  let isPlain = true;
  let hasPoint = false;
  const seeText = (block: RowBlock, cell: number): void => {
    const text = cellText(block, cell);
    if (isNull(strip(text))) return;
    typer.see(text);
    only = typer.only();
    isPlain &&= only !== null && block.flags[cell] === 0 && isPlainAt(block, cell, only, places);
    hasPoint ||= places.hasPoint;
  };
  return {
    see: (block, column, firstRow) => {
      const { bytes, starts, ends, flags, width } = block;
      const end = block.rows * width;
      for (let cell = firstRow * width + column; cell < end && only !== 'text'; cell += width) {
        if (starts[cell] === ends[cell]) continue;
        if (flags[cell] !== 0 || only === null) seeText(block, cell);
        else if (only === 'number') {
          if (numberAt(bytes, starts[cell], ends[cell], places)) {
            typer.seePlaces(places.whole, places.decimal);
            hasPoint ||= places.hasPoint;
          } else seeText(block, cell);
        } else if (!isPlainAt(block, cell, only, places)) seeText(block, cell);
      }
    },
    finish: () => typer.finish(),
    isTold: () => typer.only() !== null,
    form: () => formOf(typer, { isPlain, hasPoint }),
  };
}

function isPlainAt({ bytes, starts, ends }: RowBlock, cell: number, kind: Kind, places: NumberPlaces): boolean {
  const start = starts[cell];
  const end = ends[cell];
  switch (kind) {
    case 'number':
      return numberAt(bytes, start, end, places);
    case 'date':
      return dateAt(bytes, start, end);
    case 'datetime':
    case 'iso':
      return dateTimeAt(bytes, start, end, kind);
    case 'boolean':
      return booleanAt(bytes, start, end) !== null;
    case 'text':
      return true;
  }
}

/** A column of text takes every cell as it is; an integer with a point is none to a database. */
function formOf(typer: ColumnTyper, seen: { readonly isPlain: boolean; readonly hasPoint: boolean }): CellForm | null {
  const { type } = typer.finish();
  const only = typer.only();
  if (type === 'text') return 'text';
  if (only === 'text' || !seen.isPlain) return null;
  if (type === 'integer') return seen.hasPoint ? null : 'integer';
  if (type === 'number') return 'decimal';
  return only === 'number' ? null : only;
}
