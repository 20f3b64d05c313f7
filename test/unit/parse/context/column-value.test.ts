import { describe, expect, it } from 'vitest';
import { ColumnClass, ColumnValue } from '../../../../core/parse/context/column-value.js';
import { HostFunction, type TemplateObject, type Value } from '../../../../core/template/values/value.js';

const spelling = { className: 'PostgresColumn', quoteIdentifier: (name: string) => `"${name}"` };

function column(
  dataType: string,
  charSize: number | null = null,
  precision: number | null = null,
  scale: number | null = null,
) {
  return new ColumnValue({ name: 'c', dataType, charSize, numericPrecision: precision, numericScale: scale }, spelling);
}

function call(value: TemplateObject, method: string, args: Value[] = []): Value {
  const found = value.attribute(method);
  if (!(found instanceof HostFunction)) throw new Error(`${method} is no function`);
  return found.call({ args, kwargs: new Map() }) as Value;
}

/** Expected values: dbt-postgres' PostgresColumn, the same calls. */
describe('a column in templates', () => {
  it.each([
    [column('integer'), 'integer'],
    [column('character varying', 10), 'character varying(10)'],
    [column('character varying'), 'character varying'],
    [column('varchar'), 'character varying(256)'],
    [column('character', 5), 'character varying(5)'],
    [column('text', 256), 'text'],
    [column('numeric', null, 10, 2), 'numeric(10,2)'],
    [column('numeric', null, 10, 0), 'numeric(10,0)'],
    [column('numeric'), 'numeric'],
    [column('decimal', null, 10), 'decimal'],
    [column('timestamp without time zone'), 'timestamp without time zone'],
  ])('%s has the data type %s', (value, expected) => {
    expect(value.attribute('data_type')).toBe(expected);
  });

  it('tells strings, integers, floats and numerics apart', () => {
    expect(call(column('character'), 'is_string')).toBe(true);
    expect(call(column('bpchar', 3), 'is_string')).toBe(false);
    expect(call(column('smallint'), 'is_integer')).toBe(true);
    expect(call(column('real'), 'is_float')).toBe(true);
    expect(call(column('decimal'), 'is_numeric')).toBe(true);
    expect(call(column('bigint'), 'is_number')).toBe(true);
    expect(call(column('bigint'), 'is_numeric')).toBe(false);
  });

  it('knows the size of strings only', () => {
    expect(call(column('text'), 'string_size')).toBe(256);
    expect(call(column('character', 5), 'string_size')).toBe(5);
    expect(() => call(column('integer'), 'string_size')).toThrow('Called string_size() on non-string field!');
  });

  it('prints as dbt prints it', () => {
    expect(column('numeric', null, 10, 2).text()).toBe(
      "PostgresColumn(column='c', dtype='numeric', char_size=None, numeric_precision=10, numeric_scale=2)",
    );
    expect(column('text').attribute('quoted')).toBe('"c"');
  });
});

describe('api.Column', () => {
  const columns = new ColumnClass(spelling);

  it('creates columns and spells types', () => {
    expect((call(columns, 'create', ['x', 'string']) as ColumnValue).attribute('data_type')).toBe('TEXT');
    expect(call(columns, 'translate_type', ['foo'])).toBe('foo');
    expect(call(columns, 'string_type', [10])).toBe('character varying(10)');
    expect(call(columns, 'numeric_type', ['numeric', 10, 2])).toBe('numeric(10,2)');
    expect(call(columns, 'numeric_type', ['numeric', 10, null])).toBe('numeric');
    const described = call(columns, 'from_description', ['x', 'numeric(10,2)']) as ColumnValue;
    expect(described.attribute('data_type')).toBe('numeric(10,2)');
  });

  it('is called like a class', () => {
    const made = columns.callable({ args: ['q'], kwargs: new Map([['dtype', 'text']]) }) as ColumnValue;
    expect(made.attribute('quoted')).toBe('"q"');
  });
});
