/** Template values as YAML text in blocks, as PyYAML writes it; reading it gives the same values. Long lines are not broken. */
import { Dict } from '../../../template/values/dict.js';
import { sortValues } from '../../../template/values/operators/sorting.js';
import { listOf, tryIterate } from '../../../template/values/operators/truth.js';
import { typeError } from '../../../template/values/python-error.js';
import { repr, str } from '../../../template/values/text.js';
import { typeName } from '../../../template/values/types/type-name.js';
import { FloatValue, TemplateObject, UndefinedValue, type Value } from '../../../template/values/value.js';
import { readPlainScalar } from '../../yaml/yaml-scalar.js';

/** The text, with a line break at its end. Values that hold themselves are refused. */
export function writeYaml(value: Value, sortsKeys: boolean): string {
  return `${block(value, { indent: '', sortsKeys, depth: 0 }).replace(/^\n/, '')}\n`;
}

interface Place {
  readonly indent: string;
  readonly sortsKeys: boolean;
  readonly depth: number;
}

const DEEPEST = 200;

/** A value after `key:` or `-`: a scalar stands on the same line, a collection on the next ones. */
function block(value: Value, place: Place): string {
  if (place.depth > DEEPEST) throw typeError('the value is nested too deeply for YAML');
  if (value instanceof Dict) return mapping(value, place);
  const isText = typeof value === 'string' || value instanceof UndefinedValue;
  if (!isText && tryIterate(value) !== null) return sequence(listOf(value), place);
  return scalar(value);
}

function mapping(dict: Dict, place: Place): string {
  const keys = place.sortsKeys ? sortValues([...dict.keys()], (key) => key) : [...dict.keys()];
  if (keys.length === 0) return '{}';
  const lines = keys.map((key) => {
    const value = dict.get(key) ?? null;
    const isList = !(value instanceof Dict) && isCollection(value);
    const inner = block(value, {
      ...place,
      indent: isList ? place.indent : `${place.indent}  `,
      depth: place.depth + 1,
    });
    return `${place.indent}${scalar(key)}:${inner.startsWith('\n') ? inner : ` ${inner}`}`;
  });
  return `\n${lines.join('\n')}`;
}

function sequence(items: readonly Value[], place: Place): string {
  if (items.length === 0) return '[]';
  const lines = items.map((item) => {
    const inner = block(item, { ...place, indent: `${place.indent}  `, depth: place.depth + 1 });
    return `${place.indent}- ${inner.startsWith('\n') ? inner.slice(1).trimStart() : inner}`;
  });
  return `\n${lines.join('\n')}`;
}

function isCollection(value: Value): boolean {
  return typeof value !== 'string' && !(value instanceof UndefinedValue) && tryIterate(value) !== null;
}

function scalar(value: Value): string {
  if (value === null || value instanceof UndefinedValue) return 'null';
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number' && !Number.isFinite(value)) return infinite(value);
  if (value instanceof FloatValue || typeof value === 'number' || typeof value === 'bigint') return repr(value);
  if (value instanceof TemplateObject) return quoted(str(value));
  throw typeError(`cannot represent an object of type '${typeName(value)}'`);
}

function infinite(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  return value > 0 ? '.inf' : '-.inf';
}

const UNSAFE_START = /^[-?:](?:\s|$)|^[,[\]{}#&*!|>'"%@`]|^(?:---|\.\.\.)|^\s|\s$|^=$|^<<$/;
const UNSAFE_INSIDE = /: |:$| #/;
const UNPRINTABLE = /[\p{Cc}\u2028\u2029\ufeff]/u;
const DATE = /^\d{4}-\d\d?-\d\d?/;

function quoted(text: string): string {
  if (UNPRINTABLE.test(text)) return JSON.stringify(text);
  const isPlain =
    readPlainScalar(text) === text && !UNSAFE_START.test(text) && !UNSAFE_INSIDE.test(text) && !DATE.test(text);
  return isPlain ? text : `'${text.replaceAll("'", "''")}'`;
}
