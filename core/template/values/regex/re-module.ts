/** `modules.re`: regular expressions in Python's syntax, run under a bound on steps. */
import { hostFunction } from '../host-function.js';
import { checkTextLength } from '../limits.js';
import { integerArgument } from '../methods/arguments.js';
import { typeError } from '../python-error.js';
import { type Members, ModuleValue } from '../types/class-value.js';
import { GeneratorValue } from '../types/generator.js';
import { Tuple, type Value } from '../value.js';
import type { Flags } from './nodes.js';
import { type MatchValue, PatternValue, Regex, subjectText } from './pattern-value.js';
import { replacementOf } from './replacement.js';

/** Bits of the flags and their names. */
const FLAG_BITS: readonly (readonly [keyof Flags | null, number, readonly string[]])[] = [
  ['ignoresCase', 2, ['I', 'IGNORECASE']],
  [null, 4, ['L', 'LOCALE']],
  ['isMultiline', 8, ['M', 'MULTILINE']],
  ['dotMatchesAll', 16, ['S', 'DOTALL']],
  [null, 32, ['U', 'UNICODE']],
  ['isVerbose', 64, ['X', 'VERBOSE']],
  ['isAscii', 256, ['A', 'ASCII']],
  [null, 0, ['NOFLAG']],
];

/** What each function does with a pattern and its further arguments; also the methods of compiled patterns. */
const OPERATIONS: Readonly<Record<string, readonly [string, (regex: Regex, args: readonly Value[]) => Value]>> = {
  match: ['string', (regex, [text]) => regex.find(subjectText(text), 'match')],
  fullmatch: ['string', (regex, [text]) => regex.find(subjectText(text), 'fullmatch')],
  search: ['string', (regex, [text]) => regex.find(subjectText(text), 'search')],
  findall: ['string', (regex, [text]) => Array.from(regex.findAll(subjectText(text)), found)],
  finditer: [
    'string',
    (regex, [text]) =>
      new GeneratorValue(regex.findAll(subjectText(text)), 'callable_iterator object', 'callable_iterator'),
  ],
  split: ['string, maxsplit=0', (regex, [text, limit]) => split(regex, subjectText(text), integerArgument(limit))],
  sub: ['repl, string, count=0', (regex, args) => substitute(regex, args)[0]],
  subn: ['repl, string, count=0', (regex, args) => new Tuple(substitute(regex, args))],
};

/** The module. */
export function createReModule(): ModuleValue {
  return new ModuleValue('re', members);
}

function members(): Members {
  const constants = FLAG_BITS.flatMap(([, bit, names]) => names.map((name) => [name, bit] as const));
  const functions = Object.entries(OPERATIONS).map(([name, [signature, body]]) => {
    const whole = `pattern, ${signature}, flags=0`;
    return [
      name,
      hostFunction(name, whole, ([pattern, ...rest]) => body(regexOf(pattern, rest.at(-1) as Value), rest)),
    ] as const;
  });
  return new Map<string, Value>([
    ...constants,
    ...functions,
    [
      'compile',
      hostFunction('compile', 'pattern, flags=0', ([pattern, flags]) => new CompiledPattern(regexOf(pattern, flags))),
    ],
    ['escape', hostFunction('escape', 'pattern', ([pattern]) => escapePattern(subjectText(pattern)))],
    ['purge', hostFunction('purge', '', () => null)],
  ]);
}

/** A compiled pattern with all operations as methods. */
class CompiledPattern extends PatternValue {
  override attribute(name: string): Value | undefined {
    const own = super.attribute(name);
    if (own !== undefined || !Object.hasOwn(OPERATIONS, name)) return own;
    const [signature, body] = OPERATIONS[name];
    return hostFunction(name, signature, (args) => body(this.regex, args));
  }
}

function regexOf(pattern: Value, flags: Value): Regex {
  if (pattern instanceof PatternValue) return pattern.regex;
  if (typeof pattern !== 'string') throw typeError('first argument must be string or compiled pattern');
  return new Regex(pattern, flagsOf(integerArgument(flags)));
}

function flagsOf(bits: number): Flags {
  const isSet = (wanted: keyof Flags) => FLAG_BITS.some(([name, bit]) => name === wanted && (bits & bit) !== 0);
  return {
    ignoresCase: isSet('ignoresCase'),
    isMultiline: isSet('isMultiline'),
    dotMatchesAll: isSet('dotMatchesAll'),
    isVerbose: isSet('isVerbose'),
    isAscii: isSet('isAscii'),
  };
}

/** What `findall` gives for a match: the whole, the one group, or all groups. */
function found(match: MatchValue): Value {
  const groups = match.groups('');
  if (groups.length === 0) return match.whole;
  return groups.length === 1 ? groups[0] : new Tuple(groups);
}

function split(regex: Regex, text: string, limit: number): Value[] {
  const characters = Array.from(text);
  const parts: Value[] = [];
  let from = 0;
  let count = 0;
  for (const match of regex.findAll(text)) {
    if (limit !== 0 && count >= Math.max(limit, 0)) break;
    parts.push(characters.slice(from, match.start).join(''), ...match.groups(null));
    from = match.end;
    count++;
  }
  parts.push(characters.slice(from).join(''));
  return parts;
}

function substitute(regex: Regex, [replacement, subject, limit]: readonly Value[]): [string, number] {
  const text = subjectText(subject);
  const most = integerArgument(limit);
  const replace = replacementOf(replacement, regex);
  const characters = Array.from(text);
  const pieces: string[] = [];
  let size = text.length;
  let from = 0;
  let count = 0;
  for (const match of regex.findAll(text)) {
    if (most > 0 && count >= most) break;
    const piece = replace(match);
    size += piece.length;
    checkTextLength(size);
    pieces.push(characters.slice(from, match.start).join(''), piece);
    from = match.end;
    count++;
  }
  pieces.push(characters.slice(from).join(''));
  return [pieces.join(''), count];
}

function escapePattern(text: string): string {
  return text.replace(/[()[\]{}?*+\-|^$\\.&~# \t\n\r\v\f]/g, '\\$&');
}
