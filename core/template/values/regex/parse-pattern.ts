/** Reads a regular expression in Python's syntax into its tree. */
import { MAX_PATTERN_LENGTH } from '../limits.js';
import { parseCodeSet } from './code-set-parser.js';
import { complement, namedSet, withoutCase } from './code-sets.js';
import { type Assertion, type Flags, fixedWidth, type ParsedPattern, type PatternNode } from './nodes.js';
import { PatternReader } from './pattern-reader.js';

const MAX_DEPTH = 100;
const UNBOUNDED = Number.POSITIVE_INFINITY;
const NOTHING: PatternNode = { kind: 'sequence', nodes: [] };

/** The tree of a pattern; raises Python's `re.error`. */
export function parsePattern(pattern: string, flags: Flags): ParsedPattern {
  const reader = new PatternReader(pattern);
  if (pattern.length > MAX_PATTERN_LENGTH)
    throw reader.error(`pattern is longer than ${MAX_PATTERN_LENGTH} characters`, 0);
  return new PatternParser(reader, flags).parse();
}

class PatternParser {
  readonly #reader: PatternReader;
  readonly #groupNames = new Map<string, number>();
  readonly #open = new Set<number>();
  #groupCount = 0;
  #depth = 0;
  #flags: Flags;

  constructor(reader: PatternReader, flags: Flags) {
    this.#reader = reader;
    this.#flags = flags;
  }

  parse(): ParsedPattern {
    this.#readGlobalFlags();
    const flags = this.#flags;
    const node = this.#choice();
    if (!this.#reader.isAtEnd) throw this.#reader.error('unbalanced parenthesis', this.#reader.position);
    return { node, groupCount: this.#groupCount, groupNames: this.#groupNames, flags };
  }

  /** `(?i)` and the like, which Python allows at the very start only. */
  #readGlobalFlags(): void {
    for (;;) {
      const letters = this.#reader.takeMatch(/\(\?([aiLmsux]+)\)/y);
      if (letters === null) return;
      this.#flags = withFlags(this.#flags, letters[1], true);
    }
  }

  #choice(): PatternNode {
    if (++this.#depth > MAX_DEPTH) throw this.#reader.error('pattern is nested too deeply', this.#reader.position);
    const nodes = [this.#sequence()];
    while (this.#reader.takeIf('|')) nodes.push(this.#sequence());
    this.#depth--;
    return nodes.length === 1 ? nodes[0] : { kind: 'choice', nodes };
  }

  #sequence(): PatternNode {
    const nodes: PatternNode[] = [];
    for (;;) {
      if (this.#flags.isVerbose) this.#reader.takeMatch(/(?:\s|#[^\n]*)+/y);
      const next = this.#reader.peek();
      if (next === '' || next === '|' || next === ')') break;
      const node = this.#item();
      if (node !== null) nodes.push(this.#repeated(node));
    }
    return nodes.length === 1 ? nodes[0] : { kind: 'sequence', nodes };
  }

  /** One thing that may be repeated; null for a comment. */
  #item(): PatternNode | null {
    const start = this.#reader.position;
    const character = this.#reader.take();
    switch (character) {
      case '.':
        return code(this.#flags.dotMatchesAll ? () => true : (found) => found !== 10);
      case '^':
        return { kind: 'assert', test: this.#flags.isMultiline ? isLineStart : isStart };
      case '$':
        return { kind: 'assert', test: this.#flags.isMultiline ? isLineEnd : isEndOrLastBreak };
      case '(':
        return this.#group(start);
      case '[':
        return code(parseCodeSet(this.#reader, this.#flags, start));
      case '\\':
        return this.#escape(start);
      case '*':
      case '+':
      case '?':
        throw this.#reader.error('nothing to repeat', start);
      default:
        return this.#literal(character.codePointAt(0) as number);
    }
  }

  #literal(codePoint: number): PatternNode {
    if (!this.#flags.ignoresCase) return { kind: 'code', test: (found) => found === codePoint, literal: codePoint };
    return code(withoutCase((found) => found === codePoint));
  }

  #repeated(node: PatternNode): PatternNode {
    const position = this.#reader.position;
    const counts = this.#counts();
    if (counts === null) return node;
    const [least, most] = counts;
    if (least > most) throw this.#reader.error('min repeat greater than max repeat', position + 1);
    if (node.kind === 'assert') throw this.#reader.error('nothing to repeat', position);
    const mode = this.#reader.takeIf('?') ? 'lazy' : this.#reader.takeIf('+') ? 'possessive' : 'greedy';
    if (this.#isRepeatNext()) throw this.#reader.error('multiple repeat', this.#reader.position);
    return { kind: 'repeat', node, least, most, mode };
  }

  #isRepeatNext(): boolean {
    return /^[*+?]$/.test(this.#reader.peek()) || this.#reader.isMatch(/\{(?:\d+(?:,\d*)?|,\d+)\}/y);
  }

  #counts(): readonly [number, number] | null {
    if (this.#reader.takeIf('*')) return [0, UNBOUNDED];
    if (this.#reader.takeIf('+')) return [1, UNBOUNDED];
    if (this.#reader.takeIf('?')) return [0, 1];
    const match = this.#reader.takeMatch(/\{(?:(\d+)(,(\d*))?|,(\d+))\}/y);
    if (match === null) return null;
    const [, least, comma, most, only] = match;
    if (least === undefined) return [0, Number(only)];
    if (comma === undefined) return [Number(least), Number(least)];
    return [Number(least), most === '' ? UNBOUNDED : Number(most)];
  }

  #escape(start: number): PatternNode {
    const letter = this.#reader.peek();
    const set = namedSet(letter, this.#flags.isAscii);
    if (set !== null) {
      this.#reader.take();
      return code(set);
    }
    const reference = this.#reader.takeMatch(/[1-9]\d?(?!\d)/y);
    if (reference !== null) return this.#reference(Number(reference[0]), start);
    if (this.#reader.takeIf('A')) return { kind: 'assert', test: isStart };
    if (this.#reader.takeIf('Z')) return { kind: 'assert', test: isEnd };
    if (this.#reader.takeIf('b')) return { kind: 'assert', test: wordBoundary(this.#flags.isAscii, true) };
    if (this.#reader.takeIf('B')) return { kind: 'assert', test: wordBoundary(this.#flags.isAscii, false) };
    return this.#literal(this.#reader.takeEscapedCode(start));
  }

  #reference(index: number, start: number): PatternNode {
    if (index > this.#groupCount) throw this.#reader.error(`invalid group reference ${index}`, start + 1);
    if (this.#open.has(index)) throw this.#reader.error('cannot refer to an open group', start);
    return { kind: 'reference', index, ignoresCase: this.#flags.ignoresCase };
  }

  #group(start: number): PatternNode | null {
    if (!this.#reader.takeIf('?')) return this.#captured(null, start);
    const named = this.#reader.takeMatch(/P<([^>]*)>/y);
    if (named !== null) return this.#captured(named[1], start);
    const reference = this.#reader.takeMatch(/P=([^)]*)\)/y);
    if (reference !== null) return this.#reference(this.#indexOf(reference[1], start), start);
    if (this.#reader.takeMatch(/#[^)]*\)/y) !== null) return null;
    if (this.#reader.takeIf('(')) return this.#conditional(start);
    if (this.#reader.takeIf(':')) return { kind: 'sequence', nodes: [this.#closed(start)] };
    if (this.#reader.takeIf('>')) return { kind: 'atomic', node: this.#closed(start) };
    const look = this.#reader.takeMatch(/(<?)([=!])/y);
    if (look !== null) return this.#look(look[1] === '<', look[2] === '!', start);
    const flags = this.#reader.takeMatch(/([aiLmsux]*)(?:-([imsx]+))?:/y);
    if (flags !== null) return this.#withScopedFlags(flags, start);
    throw this.#reader.error(`unknown extension ?${this.#reader.peek()}`, start + 1);
  }

  #closed(start: number): PatternNode {
    const flags = this.#flags;
    const node = this.#choice();
    this.#flags = flags;
    if (!this.#reader.takeIf(')')) throw this.#reader.error('missing ), unterminated subpattern', start);
    return node;
  }

  #captured(name: string | null, start: number): PatternNode {
    const index = ++this.#groupCount;
    if (name !== null) {
      if (!/^[\p{XID_Start}_]\p{XID_Continue}*$/u.test(name)) {
        throw this.#reader.error(`bad character in group name '${name}'`, start + 4);
      }
      if (this.#groupNames.has(name)) {
        throw this.#reader.error(
          `redefinition of group name '${name}' as group ${index}; was group ${this.#groupNames.get(name)}`,
          start + 4,
        );
      }
      this.#groupNames.set(name, index);
    }
    this.#open.add(index);
    const node = this.#closed(start);
    this.#open.delete(index);
    return { kind: 'group', index, node };
  }

  #look(isBehind: boolean, isNegative: boolean, start: number): PatternNode {
    const node = this.#closed(start);
    const width = isBehind ? fixedWidth(node) : null;
    if (isBehind && width === null) throw this.#reader.error('look-behind requires fixed-width pattern');
    return { kind: 'look', node, behind: width, isNegative };
  }

  #withScopedFlags(match: RegExpExecArray, start: number): PatternNode {
    const before = this.#flags;
    this.#flags = withFlags(withFlags(before, match[1], true), match[2] ?? '', false);
    const node = this.#closed(start);
    this.#flags = before;
    return node;
  }

  #conditional(start: number): PatternNode {
    const condition = this.#reader.takeMatch(/([^)]+)\)/y);
    if (condition === null) throw this.#reader.error('missing group name', start + 3);
    const index = this.#indexOf(condition[1], start);
    const yes = this.#sequence();
    const no = this.#reader.takeIf('|') ? this.#sequence() : NOTHING;
    if (!this.#reader.takeIf(')')) throw this.#reader.error('missing ), unterminated subpattern', start);
    return { kind: 'conditional', index, yes, no };
  }

  #indexOf(name: string, start: number): number {
    const index = /^\d+$/.test(name) ? Number(name) : this.#groupNames.get(name);
    if (index === undefined) throw this.#reader.error(`unknown group name '${name}'`, start + 4);
    return index;
  }
}

function code(test: (code: number) => boolean): PatternNode {
  return { kind: 'code', test, literal: null };
}

const FLAG_NAMES: Readonly<Record<string, keyof Flags>> = {
  a: 'isAscii',
  i: 'ignoresCase',
  m: 'isMultiline',
  s: 'dotMatchesAll',
  x: 'isVerbose',
};

function withFlags(flags: Flags, letters: string, isOn: boolean): Flags {
  const changed = { ...flags };
  for (const letter of letters) {
    if (Object.hasOwn(FLAG_NAMES, letter)) changed[FLAG_NAMES[letter]] = isOn;
  }
  return changed;
}

const isStart: Assertion = (_codes, position) => position === 0;
const isEnd: Assertion = (codes, position) => position === codes.length;
const isLineStart: Assertion = (codes, position) => position === 0 || codes[position - 1] === 10;
const isLineEnd: Assertion = (codes, position) => position === codes.length || codes[position] === 10;
const isEndOrLastBreak: Assertion = (codes, position) =>
  position === codes.length || (position === codes.length - 1 && codes[position] === 10);

function wordBoundary(isAscii: boolean, isWanted: boolean): Assertion {
  const isWord = complement(namedSet('W', isAscii) as (code: number) => boolean);
  return (codes, position) => {
    const before = position > 0 && isWord(codes[position - 1]);
    const after = position < codes.length && isWord(codes[position]);
    return (before !== after) === isWanted && (isWanted || codes.length > 0);
  };
}
