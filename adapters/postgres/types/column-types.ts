/** Which types of Postgres hold the values of which others. What is not known to hold is taken not to. */
import type { ColumnTypes } from '../../../core/adapter/values/column-types.js';

interface Type {
  /** Without arguments: `timestamp without time zone`. */
  readonly name: string;
  readonly first: number | null;
  readonly second: number | null;
}

/** Decimal digits that the greatest value needs. */
const integerDigits: ReadonlyMap<string, number> = new Map([
  ['smallint', 5],
  ['integer', 10],
  ['bigint', 19],
]);

/** Other pairs that hold each other without arguments: holder, then what it keeps. */
const keptBy: ReadonlyMap<string, readonly string[]> = new Map([
  ['real', ['smallint']],
  ['double precision', ['smallint', 'integer', 'real']],
  ['timestamp without time zone', ['date']],
]);

/** Types whose argument only limits length or precision. */
const limited: readonly string[] = [
  'character varying',
  'bit varying',
  'timestamp without time zone',
  'timestamp with time zone',
  'time without time zone',
  'time with time zone',
];

function keeps(holder: string, kept: string): boolean {
  if (holder === kept || holder === 'text' || holder === 'character varying') return true;
  if (holder.endsWith('[]') || kept.endsWith('[]')) {
    return holder.endsWith('[]') && kept.endsWith('[]') && keeps(holder.slice(0, -2), kept.slice(0, -2));
  }
  return keepsType(parse(holder), parse(kept));
}

function keepsType(holder: Type, kept: Type): boolean {
  if (holder.name === 'numeric') return keepsNumber(holder, kept);
  if (holder.name === kept.name && limited.includes(holder.name)) return isWithin(holder.first, kept.first);
  if (holder.name === 'character varying' && kept.name === 'character') return isWithin(holder.first, kept.first);
  const [wide, narrow] = [integerDigits.get(holder.name), integerDigits.get(kept.name)];
  if (wide !== undefined && narrow !== undefined) return wide >= narrow;
  return holder.first === null && (keptBy.get(holder.name) ?? []).includes(kept.name);
}

/** A numeric holds what has no more digits on either side of the point; without limits, all that is exact. */
function keepsNumber(holder: Type, kept: Type): boolean {
  const digits = integerDigits.get(kept.name);
  if (digits === undefined && kept.name !== 'numeric') return false;
  if (holder.first === null) return true;
  const scale = holder.second ?? 0;
  if (digits !== undefined) return scale >= 0 && holder.first - scale >= digits;
  if (kept.first === null) return false;
  return scale >= (kept.second ?? 0) && holder.first - scale >= kept.first - (kept.second ?? 0);
}

function isWithin(limit: number | null, wanted: number | null): boolean {
  return limit === null || (wanted !== null && wanted <= limit);
}

function isLongerText(holder: string, kept: string): boolean {
  return (
    parse(kept).name === 'character varying' &&
    ['character varying', 'text'].includes(parse(holder).name) &&
    keeps(holder, kept) &&
    !keeps(kept, holder)
  );
}

/** `numeric(10,2)`, `timestamp(3) without time zone`, as `format_type` spells them. */
function parse(text: string): Type {
  const [, start = text, first, second, rest = ''] = /^([^(]*)(?:\((\d+)(?:,(-?\d+))?\))?(.*)$/u.exec(text) ?? [];
  return {
    name: `${start}${rest}`,
    first: first === undefined ? null : Number(first),
    second: second === undefined ? null : Number(second),
  };
}

export const postgresColumnTypes: ColumnTypes = { keeps, isLongerText, canChange: true };
