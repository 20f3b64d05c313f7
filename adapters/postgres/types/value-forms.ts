/** Values of Postgres in the forms in which they are compared. Pure. Types come as `format_type` spells them. */
import type { ValueForms } from '../../../core/adapter/values/value-forms.js';

type Family = 'number' | 'double' | 'boolean' | 'date' | 'timestamptz' | 'bytes' | 'other native' | 'text';

/** Types whose own equality is that of their values, by name without arguments. All others are compared as text: json has no equality. */
const families: ReadonlyMap<string, Family> = new Map<string, Family>([
  ['smallint', 'number'],
  ['integer', 'number'],
  ['bigint', 'number'],
  ['numeric', 'number'],
  ['oid', 'number'],
  ['real', 'double'],
  ['double precision', 'double'],
  ['boolean', 'boolean'],
  ['date', 'date'],
  ['timestamp with time zone', 'timestamptz'],
  ['timestamp without time zone', 'other native'],
  ['time without time zone', 'other native'],
  ['uuid', 'other native'],
  ['bytea', 'bytes'],
]);

function familyOf(type: string | null): Family {
  return families.get((type ?? '').replace(/\(\d+(,-?\d+)?\)/, '')) ?? 'text';
}

/** Collations in which `a` and `A` are equal exist, and types with one (citext). */
function byteText(expression: string): string {
  return `((${expression})::text collate "C")`;
}

function comparable(expression: string, type: string | null): string {
  return familyOf(type) === 'text' ? byteText(expression) : expression;
}

/** Digits of a numeric without the zeros at the end of its fraction. */
function numberText(text: string): string {
  return `(case when ${text} like '%.%' then rtrim(rtrim(${text}, '0'), '.') else ${text} end)`;
}

function plainText(expression: string, type: string | null): string {
  const text = `(${expression})::text`;
  switch (familyOf(type)) {
    case 'number':
      return numberText(text);
    case 'double':
      return `(case when ${text} in ('NaN', 'Infinity', '-Infinity') then ${text} else ${numberText(`${text}::numeric::text`)} end)`;
    case 'date':
      return `(${expression})::timestamp::text`;
    case 'timestamptz':
      return `((${expression}) at time zone 'UTC')::text`;
    case 'bytes':
      return `encode(${expression}, 'hex')`;
    default:
      return text;
  }
}

/** What the text of moments, also within arrays and ranges, spans and amounts of money depends on. */
const settings = [
  "select pg_catalog.set_config('TimeZone', 'UTC', true), pg_catalog.set_config('IntervalStyle', 'postgres', true), pg_catalog.set_config('lc_monetary', 'C', true)",
];

export const postgresValueForms: ValueForms = {
  comparable,
  text: (expression, type) => byteText(plainText(expression, type)),
  keyText: (expression, type) => `(coalesce('=' || ${plainText(expression, type)}, '') collate "C")`,
  settings,
};
