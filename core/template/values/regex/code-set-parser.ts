/** Reads `[...]` of a regular expression. */
import { complement, namedSet, range, withoutCase } from './code-sets.js';
import type { CodeTest, Flags } from './nodes.js';
import type { PatternReader } from './pattern-reader.js';

/** The set behind an opening bracket that was taken. */
export function parseCodeSet(reader: PatternReader, flags: Flags, start: number): CodeTest {
  const isNegative = reader.takeIf('^');
  const tests: CodeTest[] = [];
  let isFirst = true;
  while (isFirst || !reader.takeIf(']')) {
    if (reader.isAtEnd) throw reader.error('unterminated character set', start);
    isFirst = false;
    tests.push(takeMember(reader, flags, start));
  }
  const isMember: CodeTest = (code) => tests.some((test) => test(code));
  const test = flags.ignoresCase ? withoutCase(isMember) : isMember;
  return isNegative ? complement(test) : test;
}

function takeMember(reader: PatternReader, flags: Flags, start: number): CodeTest {
  const position = reader.position;
  const first = takeOne(reader, flags);
  if (!reader.isMatch(/-[^\]]/y)) return typeof first === 'number' ? range(first, first) : first;
  reader.take();
  if (reader.isAtEnd) throw reader.error('unterminated character set', start);
  const last = takeOne(reader, flags);
  if (typeof first !== 'number' || typeof last !== 'number') throw reader.error('bad character range', position);
  if (last < first) {
    const shown = `${String.fromCodePoint(first)}-${String.fromCodePoint(last)}`;
    throw reader.error(`bad character range ${shown}`, position);
  }
  return range(first, last);
}

/** A code point, or the set of an escape. */
function takeOne(reader: PatternReader, flags: Flags): number | CodeTest {
  const position = reader.position;
  if (!reader.takeIf('\\')) return reader.take().codePointAt(0) as number;
  const set = namedSet(reader.peek(), flags.isAscii);
  if (set !== null) {
    reader.take();
    return set;
  }
  return reader.takeIf('b') ? 8 : reader.takeEscapedCode(position);
}
