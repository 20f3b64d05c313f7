/** `'...{field!conversion:specification}...'.format(...)`, with the engine's own attribute and item look-up. */
import { checkTextLength } from '../limits.js';
import type { Lookup } from '../methods/method.js';
import { indexError, PythonError, valueError } from '../python-error.js';
import { repr, str } from '../text.js';
import type { TemplateObject, Value } from '../value.js';
import { formatValue } from './format-value.js';

export interface FormatArguments {
  readonly args: readonly Value[];
  readonly named: TemplateObject;
  readonly lookup: Lookup;
}

/** Automatic numbering: the next number, or that fields are numbered by hand. */
interface Numbering {
  next: number;
  isManual: boolean;
}

const MAX_NESTING = 2;

/** The template with its fields replaced. */
export function formatTemplate(template: string, args: FormatArguments): string {
  return expand(template, { args, numbering: { next: 0, isManual: false }, depth: MAX_NESTING });
}

interface Expansion {
  readonly args: FormatArguments;
  readonly numbering: Numbering;
  readonly depth: number;
}

function expand(template: string, state: Expansion): string {
  if (state.depth < 0) throw valueError('Max string recursion exceeded');
  let text = '';
  let index = 0;
  while (index < template.length) {
    const character = template.charAt(index);
    if (character !== '{' && character !== '}') {
      const end = nextBrace(template, index);
      text += template.slice(index, end);
      index = end;
    } else if (template.charAt(index + 1) === character) {
      text += character;
      index += 2;
    } else {
      if (character === '}') throw valueError("Single '}' encountered in format string");
      const end = fieldEnd(template, index);
      text += expandField(template.slice(index + 1, end), state);
      index = end + 1;
    }
    checkTextLength(text.length);
  }
  return text;
}

function nextBrace(template: string, from: number): number {
  const offset = template.slice(from).search(/[{}]/);
  return offset === -1 ? template.length : from + offset;
}

/** Where the field that begins here ends; its specification may hold fields. */
function fieldEnd(template: string, start: number): number {
  let depth = 0;
  for (let index = start; index < template.length; index++) {
    if (template.charAt(index) === '{') depth++;
    else if (template.charAt(index) === '}' && --depth === 0) return index;
  }
  throw valueError(
    start === template.length - 1 ? "Single '{' encountered in format string" : "expected '}' before end of string",
  );
}

const FIELD = /^((?:[^[\]!:]|\[[^\]]*\])*)(?:!(.))?(?::(.*))?$/s;

function expandField(field: string, state: Expansion): string {
  const match = FIELD.exec(field);
  if (match === null) throw valueError("expected ':' after conversion specifier");
  const [, name = '', conversion, specification = ''] = match;
  const value = convert(fieldValue(name, state), conversion);
  return formatValue(value, expand(specification, { ...state, depth: state.depth - 1 }));
}

function convert(value: Value, conversion: string | undefined): Value {
  if (conversion === undefined) return value;
  if (conversion === 's') return str(value);
  if (conversion === 'r' || conversion === 'a') return repr(value);
  throw valueError(`Unknown conversion specifier ${conversion}`);
}

function fieldValue(field: string, { args, numbering }: Expansion): Value {
  const [, first = '', path = ''] = /^([^.[]*)(.*)$/s.exec(field) ?? [];
  let value = /^\d*$/.test(first) ? positional(first, args, numbering) : named(first, args);
  for (const [step, attribute, item = ''] of path.matchAll(/\.([^.[]+)|\[([^\]]+)\]|./gs)) {
    if (attribute === undefined && item === '') {
      throw valueError(
        step.startsWith('.') || step.startsWith('[')
          ? 'Empty attribute in format string'
          : `Only '.' or '[' may follow ']' in format field specifier`,
      );
    }
    if (attribute !== undefined) value = args.lookup.getAttribute(value, attribute);
    else value = args.lookup.getItem(value, /^\d+$/.test(item) ? Number(item) : item);
  }
  return value;
}

function positional(text: string, args: FormatArguments, numbering: Numbering): Value {
  if (text === '' ? numbering.isManual : numbering.next > 0) {
    throw valueError('cannot switch from manual field specification to automatic field numbering');
  }
  if (text !== '') numbering.isManual = true;
  const value = args.args[text === '' ? numbering.next++ : Number(text)];
  if (value === undefined) throw indexError('tuple index out of range');
  return value;
}

function named(name: string, args: FormatArguments): Value {
  const value = args.named.item(name);
  if (value === undefined) throw new PythonError('KeyError', repr(name));
  return value;
}
