/**
 * Finds the type of a seed's columns as dbt does: the first of number, date, datetime, ISO datetime, boolean that fits
 * every cell, else text. Empty cells and `null` are null in every type.
 */
import type { Cell } from '../../../adapter/cell.js';
import { isNull, strip } from '../../../adapter/delimited/python-text.js';
import type { SeedType } from '../../../adapter/dialect.js';
import { parseDate, parseDateTime, parseIsoDateTime } from './iso-datetime.js';
import { countPlaces, decimalCell, integerCell, isIntegral, type Places, parseNumber } from './number-text.js';

export type Kind = 'number' | 'date' | 'datetime' | 'iso' | 'boolean' | 'text';

/** In the order in which they are tried. */
const kinds: readonly Kind[] = ['number', 'date', 'datetime', 'iso', 'boolean', 'text'];

/** A column after all its cells were seen: its type, and how a cell becomes a value of it. */
export interface TypedColumn {
  readonly type: SeedType;
  readonly toCell: (text: string) => Cell;
}

export interface ColumnTyper {
  readonly see: (text: string) => void;
  /** The one kind beside text that every cell so far fits, or text; null while there are several. */
  readonly only: () => Kind | null;
  /** What `see` does with a number of so many places, where `only` is number. */
  readonly seePlaces: (whole: number, decimal: number) => void;
  readonly finish: () => TypedColumn;
}

/** A typer for one column. `isText`: the config gives the column a type, so its cells are taken as they are. */
export function columnTyper(isText: boolean): ColumnTyper {
  let index = isText ? kinds.length - 1 : 0;
  const places: Places = { whole: 1, decimal: 0 };
  /** Kinds that every cell so far fits; a later kind has to fit the earlier cells too. */
  const fitting = new Set<Kind>(kinds);
  return {
    see: (text) => {
      if (index === kinds.length - 1) return;
      const stripped = strip(text);
      if (isNull(stripped)) return;
      for (const kind of fitting) if (!fitsKind(kind, stripped, places)) fitting.delete(kind);
      while (!fitting.has(kinds[index])) index++;
    },
    only: () => (isText || fitting.size === 1 ? 'text' : fitting.size === 2 ? kinds[index] : null),
    seePlaces: (whole, decimal) => {
      if (whole > places.whole) places.whole = whole;
      if (decimal > places.decimal) places.decimal = decimal;
    },
    finish: () => typedColumn(kinds[index], places),
  };
}

function fitsKind(kind: Kind, text: string, places: Places): boolean {
  switch (kind) {
    case 'number': {
      const number = parseNumber(text);
      if (number !== null) countPlaces(places, number);
      return number !== null;
    }
    case 'boolean':
      return toBoolean(text) !== null;
    case 'text':
      return true;
    default:
      return temporal[kind](text) !== null;
  }
}

const temporal = { date: parseDate, datetime: parseDateTime, iso: parseIsoDateTime } as const;

function typedColumn(kind: Kind, places: Places): TypedColumn {
  switch (kind) {
    case 'number': {
      const isInteger = isIntegral(places);
      const convert = isInteger ? integerCell : decimalCell;
      return { type: isInteger ? 'integer' : 'number', toCell: nullOr((text) => convert(parseNumber(text)!)) };
    }
    case 'boolean':
      return { type: 'boolean', toCell: nullOr((text) => toBoolean(text)!) };
    case 'date':
      return { type: 'date', toCell: nullOr((text) => ({ kind: 'date', text: parseDate(text)! })) };
    case 'datetime':
    case 'iso':
      return { type: 'datetime', toCell: nullOr((text) => ({ kind: 'timestamp', text: temporal[kind](text)! })) };
    case 'text':
      return { type: 'text', toCell: (text) => (isNull(strip(text)) ? null : text) };
  }
}

function nullOr(convert: (stripped: string) => Cell): (text: string) => Cell {
  return (text) => {
    const stripped = strip(text);
    return isNull(stripped) ? null : convert(stripped);
  };
}

/** Agate drops thousands separators before it looks for a boolean. */
function toBoolean(text: string): boolean | null {
  const word = strip(text.replaceAll(',', '')).toLowerCase();
  if (word === 'true') return true;
  return word === 'false' ? false : null;
}
