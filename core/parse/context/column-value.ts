/** Columns as templates see them: what `adapter.get_columns_in_relation` answers, and `api.Column`. */
import type { ColumnInfo } from '../../resources/relation.js';
import { Dict } from '../../template/values/dict.js';
import { hostFunction } from '../../template/values/host-function.js';
import { PythonError } from '../../template/values/python-error.js';
import { repr, str } from '../../template/values/text.js';
import { smallIntOf } from '../../template/values/types/numbers.js';
import { type CallArguments, TemplateObject, type Value } from '../../template/values/value.js';

/** What a database calls its columns. */
export interface ColumnSpelling {
  readonly className: string;
  readonly quoteIdentifier: (name: string) => string;
}

const stringTypes: readonly string[] = ['text', 'character varying', 'character', 'varchar'];
const integerTypes: readonly string[] = [
  ...['smallint', 'integer', 'bigint', 'smallserial', 'serial', 'bigserial'],
  ...['int2', 'int4', 'int8', 'serial2', 'serial4', 'serial8'],
];
const floatTypes: readonly string[] = ['real', 'float4', 'float', 'double precision', 'float8', 'double'];
const numericTypes: readonly string[] = ['numeric', 'decimal'];

/** Length of a string column that states none. */
const DEFAULT_STRING_SIZE = 256;

export class ColumnValue extends TemplateObject {
  readonly typeName: string;
  readonly info: ColumnInfo;
  readonly #spelling: ColumnSpelling;

  constructor(info: ColumnInfo, spelling: ColumnSpelling) {
    super();
    this.info = info;
    this.#spelling = spelling;
    this.typeName = spelling.className;
  }

  /** The type with its length or precision, as a column definition has it. */
  get dataType(): string {
    const { dataType, charSize, numericPrecision, numericScale } = this.info;
    const type = dataType.toLowerCase();
    if (type === 'text' || (type === 'character varying' && charSize === null)) return dataType;
    if (this.#isOneOf(stringTypes)) return stringType(this.#stringSize());
    if (this.#isOneOf(numericTypes)) return numericType(dataType, numericPrecision, numericScale);
    return dataType;
  }

  override attribute(name: string): Value | undefined {
    return columnAttributes.get(name)?.(this) ?? this.#method(name);
  }

  /** The name as SQL quotes it. */
  get quoted(): string {
    return this.#spelling.quoteIdentifier(this.info.name);
  }

  /** Whether both are texts and the other one holds longer ones. */
  canExpandTo(other: ColumnValue): boolean {
    return this.#isOneOf(stringTypes) && other.#isOneOf(stringTypes) && other.#stringSize() > this.#stringSize();
  }

  override isTrue(): boolean {
    return true;
  }

  override text(): string {
    const { name, dataType, charSize, numericPrecision, numericScale } = this.info;
    const fields: [string, Value][] = [
      ['column', name],
      ['dtype', dataType],
      ['char_size', charSize],
      ['numeric_precision', numericPrecision],
      ['numeric_scale', numericScale],
    ];
    return `${this.typeName}(${fields.map(([field, value]) => `${field}=${repr(value)}`).join(', ')})`;
  }

  override equals(other: Value): boolean {
    return other instanceof ColumnValue && other.text() === this.text();
  }

  override hashKey(): string {
    return `\0column${this.text()}`;
  }

  #method(name: string): Value | undefined {
    const types = typeQuestions.get(name);
    if (types !== undefined) return hostFunction(name, '', () => this.#isOneOf(types));
    if (name === 'string_size') return hostFunction(name, '', () => this.#stringSize());
    if (name === 'literal') return hostFunction(name, 'value', ([value]) => `${str(value)}::${this.dataType}`);
    if (name === 'can_expand_to')
      return hostFunction(name, 'other_column', ([other]) => other instanceof ColumnValue && this.canExpandTo(other));
    return columnFunction(name, this.#spelling);
  }

  #isOneOf(types: readonly string[]): boolean {
    return types.includes(this.info.dataType.toLowerCase());
  }

  #stringSize(): number {
    if (!this.#isOneOf(stringTypes)) {
      throw new PythonError('RuntimeError', 'Called string_size() on non-string field!');
    }
    const { dataType, charSize } = this.info;
    return dataType.toLowerCase() === 'text' || charSize === null ? DEFAULT_STRING_SIZE : charSize;
  }
}

const columnAttributes: ReadonlyMap<string, (column: ColumnValue) => Value> = new Map<
  string,
  (column: ColumnValue) => Value
>([
  ['name', ({ info }) => info.name],
  ['column', ({ info }) => info.name],
  ['quoted', (column) => column.quoted],
  ['dtype', ({ info }) => info.dataType],
  ['data_type', (column) => column.dataType],
  ['char_size', ({ info }) => info.charSize],
  ['numeric_precision', ({ info }) => info.numericPrecision],
  ['numeric_scale', ({ info }) => info.numericScale],
]);

const typeQuestions: ReadonlyMap<string, readonly string[]> = new Map([
  ['is_string', stringTypes],
  ['is_integer', integerTypes],
  ['is_float', floatTypes],
  ['is_numeric', numericTypes],
  ['is_number', [...integerTypes, ...floatTypes, ...numericTypes]],
]);

/** `api.Column`: callable, with the functions that need no column. */
export class ColumnClass extends TemplateObject {
  readonly typeName = 'type';
  readonly #spelling: ColumnSpelling;
  override readonly callable: (call: CallArguments) => Value | Promise<Value>;

  constructor(spelling: ColumnSpelling) {
    super();
    this.#spelling = spelling;
    const signature = 'column, dtype, char_size=None, numeric_precision=None, numeric_scale=None';
    const make = hostFunction('Column', signature, ([name, type, size, precision, scale]) =>
      columnOf({ name, type, size, precision, scale }, spelling),
    );
    this.callable = make.call;
  }

  override attribute(name: string): Value | undefined {
    return columnFunction(name, this.#spelling);
  }

  override text(): string {
    return `<class '${this.#spelling.className}'>`;
  }
}

function columnFunction(name: string, spelling: ColumnSpelling): Value | undefined {
  switch (name) {
    case 'create':
      return hostFunction(name, 'name, label_or_dtype', ([column, type]) =>
        columnOf({ name: column, type: translateType(str(type)) }, spelling),
      );
    case 'translate_type':
      return hostFunction(name, 'dtype', ([type]) => translateType(str(type)));
    case 'string_type':
      return hostFunction(name, 'size', ([size]) => stringType(intOf(size)));
    case 'numeric_type':
      return hostFunction(name, 'dtype, precision, scale', ([type, precision, scale]) =>
        numericType(str(type), intOf(precision), intOf(scale)),
      );
    case 'from_description':
      return hostFunction(name, 'name, raw_data_type', ([column, raw]) =>
        fromDescription(str(column), str(raw), spelling),
      );
    case 'TYPE_LABELS':
      return new Dict([['STRING', 'TEXT']]);
    default:
      return undefined;
  }
}

interface ColumnParts {
  readonly name: Value;
  readonly type: Value;
  readonly size?: Value;
  readonly precision?: Value;
  readonly scale?: Value;
}

function columnOf(
  { name, type, size = null, precision = null, scale = null }: ColumnParts,
  spelling: ColumnSpelling,
): Value {
  const sizes = { charSize: intOf(size), numericPrecision: intOf(precision), numericScale: intOf(scale) };
  return new ColumnValue({ name: str(name), dataType: str(type), ...sizes }, spelling);
}

/** `numeric(10,2)`, `character varying(20)`: type and what stands in brackets. */
function fromDescription(name: string, raw: string, spelling: ColumnSpelling): Value {
  const [, type, inside] = /^([^(]+)(?:\(([^)]*)\))?/u.exec(raw) ?? [];
  if (type === undefined) throw new PythonError('RuntimeError', `Could not interpret data type "${raw}"`);
  const [first = null, second = null] = (inside ?? '')
    .split(',')
    .filter((part) => part.trim() !== '')
    .map(Number);
  const isPair = second !== null;
  const sizes = { charSize: isPair ? null : first, numericPrecision: isPair ? first : null, numericScale: second };
  return new ColumnValue({ name, dataType: type, ...sizes }, spelling);
}

function translateType(type: string): string {
  return type.toUpperCase() === 'STRING' ? 'TEXT' : type;
}

function stringType(size: number | null): string {
  return `character varying(${repr(size)})`;
}

function numericType(type: string, precision: number | null, scale: number | null): string {
  return precision === null || scale === null ? type : `${type}(${precision},${scale})`;
}

function intOf(value: Value): number | null {
  return value === null ? null : smallIntOf(value as number);
}
