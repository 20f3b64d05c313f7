/** The table that `run_query` and `load_result` answer: agate's, as far as templates use it. Immutable. */
import type { SeedType } from '../../../adapter/dialect.js';
import { Dict } from '../../../template/values/dict.js';
import { hostFunction } from '../../../template/values/host-function.js';
import { listOf } from '../../../template/values/operators/truth.js';
import { str } from '../../../template/values/text.js';
import { smallIntOf } from '../../../template/values/types/numbers.js';
import { SetValue } from '../../../template/values/types/set.js';
import { TemplateObject, Tuple, type Value } from '../../../template/values/value.js';
import { MappedSequence } from './mapped-sequence.js';
import { printTable } from './print-table.js';
import type { TableColumn, TableData } from './table-data.js';

/** Types as agate names them. */
const typeNames: Readonly<Record<SeedType, string>> = {
  integer: 'Integer',
  number: 'Number',
  boolean: 'Boolean',
  date: 'Date',
  datetime: 'DateTime',
  text: 'Text',
};

export class TableValue extends TemplateObject {
  readonly typeName = 'Table';
  readonly data: TableData;
  readonly #print: (text: string) => void;

  constructor(data: TableData, print: (text: string) => void) {
    super();
    this.data = data;
    this.#print = print;
  }

  override attribute(name: string): Value | undefined {
    switch (name) {
      case 'column_names':
        return new Tuple(this.#names);
      case 'column_types':
        return new Tuple(this.data.columns.map(({ type }) => typeNames[type]));
      case 'columns':
        return this.#columns();
      case 'rows':
        return new MappedSequence('MappedSequence', this.#rows(), []);
      default:
        return this.#method(name);
    }
  }

  override iterate(): Iterable<Value> {
    return this.#rows();
  }

  override isTrue(): boolean {
    return true;
  }

  override text(): string {
    const types: TableData = {
      columns: [
        { name: 'column', type: 'text' },
        { name: 'data_type', type: 'text' },
      ],
      rows: this.data.columns.map(({ name, type }) => [name, typeNames[type]]),
    };
    return `${printTable(types, { maxRows: null, maxColumns: null, maxColumnWidth: null })}\n`;
  }

  override representation(): string {
    return '<agate.table.Table object>';
  }

  get #names(): readonly string[] {
    return this.data.columns.map(({ name }) => name);
  }

  #method(name: string): Value | undefined {
    switch (name) {
      case 'print_table':
        return hostFunction(name, 'max_rows=20, max_columns=6, max_column_width=20', ([rows, columns, width]) => {
          const bounds = { maxRows: bound(rows), maxColumns: bound(columns), maxColumnWidth: bound(width) };
          this.#print(printTable(this.data, bounds));
          return null;
        });
      case 'limit':
        return hostFunction(name, 'count', ([count]) =>
          this.#with({ rows: this.data.rows.slice(0, bound(count) ?? undefined) }),
        );
      case 'select':
        return hostFunction(name, 'key', ([key]) => this.#select(namesOf(key)));
      case 'exclude':
        return hostFunction(name, 'key', ([key]) => {
          const excluded = namesOf(key);
          return this.#select(this.#names.filter((column) => !excluded.includes(column)));
        });
      case 'rename':
        return hostFunction(name, 'column_names=None', ([names]) => this.#rename(names));
      default:
        return undefined;
    }
  }

  #rows(): Value[] {
    return this.data.rows.map((row) => new MappedSequence('Row', row, this.#names));
  }

  #columns(): Value {
    const columns = this.data.columns.map((column, index) => new TableColumnValue(this.data, column, index));
    return new MappedSequence('MappedSequence', columns, this.#names);
  }

  #with(changes: Partial<TableData>): TableValue {
    return new TableValue({ ...this.data, ...changes }, this.#print);
  }

  #select(names: readonly string[]): TableValue {
    const indexes = this.#names.flatMap((name, index) => (names.includes(name) ? [index] : []));
    return this.#with({
      columns: indexes.map((index) => this.data.columns[index]),
      rows: this.data.rows.map((row) => indexes.map((index) => row[index])),
    });
  }

  #rename(names: Value): TableValue {
    const renamed = (name: string, index: number): string => {
      if (names instanceof Dict) return str(names.get(name) ?? name);
      return str(listOf(names)[index] ?? name);
    };
    return this.#with({
      columns: this.data.columns.map(({ name, type }, index) => ({ name: renamed(name, index), type })),
    });
  }
}

/** One column of a table: its values, its name and its place. */
class TableColumnValue extends MappedSequence {
  readonly #column: TableColumn;
  readonly #index: number;

  constructor({ rows }: TableData, column: TableColumn, index: number) {
    const values = rows.map((row) => row[index]);
    super('Column', values, []);
    this.#column = column;
    this.#index = index;
  }

  override attribute(name: string): Value | undefined {
    switch (name) {
      case 'name':
        return this.#column.name;
      case 'index':
        return this.#index;
      case 'data_type':
        return typeNames[this.#column.type];
      case 'values_distinct':
        return hostFunction(name, '', () => new Tuple(listOf(new SetValue(this.values))));
      case 'values_without_nulls':
        return hostFunction(name, '', () => new Tuple(this.values.filter((value) => value !== null)));
      default:
        return super.attribute(name);
    }
  }

  override representation(): string {
    return `<agate.Column: (${this.values.length})>`;
  }
}

function namesOf(key: Value): string[] {
  return typeof key === 'string' ? [key] : listOf(key).map(str);
}

function bound(value: Value): number | null {
  return value === null ? null : smallIntOf(value as number);
}
