/** Expressions by Jinja's grammar and precedence, lowest first; arithmetic by the strengths of its operators. */

import { makeNode, type NodeOf, type SyntaxNode } from './nodes.js';
import { parseArguments } from './parse-arguments.js';
import { parsePrimary } from './parse-primary.js';
import type { TokenStream } from './token-stream.js';

/** `a if b else c` and everything below it. */
export function parseExpression(stream: TokenStream): SyntaxNode {
  return stream.nested(parseConditional);
}

function parseConditional(stream: TokenStream): SyntaxNode {
  let node = parseOr(stream);
  while (stream.is('name', 'if')) {
    const { offset } = stream.next();
    const test = parseOr(stream);
    const otherwise = stream.takesWord('else') ? parseExpression(stream) : null;
    node = makeNode('Conditional', offset, { test, chosen: node, otherwise });
  }
  return node;
}

/** An expression without `a if b else c`. */
export function parseOr(stream: TokenStream): SyntaxNode {
  let left = parseAnd(stream);
  while (stream.is('name', 'or')) {
    const { offset } = stream.next();
    left = makeNode('Logic', offset, { operator: 'or', left, right: parseAnd(stream) });
  }
  return left;
}

function parseAnd(stream: TokenStream): SyntaxNode {
  let left = parseNot(stream);
  while (stream.is('name', 'and')) {
    const { offset } = stream.next();
    left = makeNode('Logic', offset, { operator: 'and', left, right: parseNot(stream) });
  }
  return left;
}

function parseNot(stream: TokenStream): SyntaxNode {
  if (!stream.is('name', 'not')) return parseCompare(stream);
  const { offset } = stream.next();
  return makeNode('Not', offset, { value: stream.nested(parseNot) });
}

const comparisons: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=']);

function parseCompare(stream: TokenStream): SyntaxNode {
  const first = parseArithmetic(stream, WEAKEST);
  const { offset } = stream.current;
  let operator = comparisonAt(stream);
  if (operator === null) return first;
  const rest: { operator: string; value: SyntaxNode }[] = [];
  while (operator !== null) {
    rest.push({ operator, value: parseArithmetic(stream, WEAKEST) });
    operator = comparisonAt(stream);
  }
  return makeNode('Compare', offset, { first, rest });
}

function comparisonAt(stream: TokenStream): string | null {
  const { kind, text } = stream.current;
  if (kind === 'operator') return comparisons.has(text) ? stream.next().text : null;
  if (kind !== 'name') return null;
  if (text === 'in') return stream.next().text;
  if (text !== 'not' || stream.ahead.kind !== 'name' || stream.ahead.text !== 'in') return null;
  stream.next();
  stream.next();
  return 'not in';
}

/** How strongly operators bind; those of one strength from left to right. */
const strengths: ReadonlyMap<string, number> = new Map([
  ...['+', '-'].map((operator) => [operator, 1] as const),
  ['~', 2],
  ...['*', '/', '//', '%'].map((operator) => [operator, 3] as const),
  ['**', 4],
]);
const WEAKEST = 1;

/** Operands with operators that bind at least so strongly. */
function parseArithmetic(stream: TokenStream, least: number): SyntaxNode {
  const start = stream.current.offset;
  let left = parseUnary(stream, true);
  for (;;) {
    const { kind, text, offset } = stream.current;
    const strength = kind === 'operator' ? strengths.get(text) : undefined;
    if (strength === undefined || strength < least) return left;
    if (text === '~') left = parseConcat(stream, left, { start, strength });
    else {
      stream.next();
      left = makeNode('Binary', offset, { operator: text, left, right: parseArithmetic(stream, strength + 1) });
    }
  }
}

function parseConcat(
  stream: TokenStream,
  first: SyntaxNode,
  { start, strength }: { readonly start: number; readonly strength: number },
): SyntaxNode {
  const parts = [first];
  while (stream.takes('~')) parts.push(parseArithmetic(stream, strength + 1));
  return makeNode('Concat', start, { parts });
}

function parseUnary(stream: TokenStream, withFilter: boolean): SyntaxNode {
  const { offset, kind, text } = stream.current;
  let node: SyntaxNode;
  if (kind === 'operator' && (text === '-' || text === '+')) {
    stream.next();
    const value = stream.nested(() => parseUnary(stream, false));
    node = makeNode('Unary', offset, { operator: text, value });
  } else {
    node = parsePrimary(stream);
  }
  node = parsePostfix(stream, node);
  return withFilter ? parseFilters(stream, node) : node;
}

/** Attributes, items, slices and calls. */
export function parsePostfix(stream: TokenStream, start: SyntaxNode): SyntaxNode {
  let node = start;
  for (;;) {
    const { kind, text, offset } = stream.current;
    if (kind !== 'operator') return node;
    if (text === '(') node = parseCall(stream, node);
    else if (stream.takes('.')) node = parseDot(stream, node, offset);
    else if (stream.takes('[')) node = parseSubscript(stream, node, offset);
    else return node;
  }
}

function parseCall(stream: TokenStream, callee: SyntaxNode): SyntaxNode {
  const call = makeNode('Call', callee.offset, { callee, args: parseArguments(stream) });
  stream.calls.push(call);
  return call;
}

function parseDot(stream: TokenStream, object: SyntaxNode, offset: number): SyntaxNode {
  if (stream.is('name')) return makeNode('Attribute', offset, { object, name: stream.next().text });
  if (!stream.is('integer')) throw stream.unexpected('expected a name or a number after the dot');
  const key = makeNode('Constant', offset, { value: stream.next().number ?? 0 });
  return makeNode('Item', offset, { object, key });
}

function parseSubscript(stream: TokenStream, object: SyntaxNode, offset: number): SyntaxNode {
  const bounds = parseSubscriptPart(stream);
  if (stream.takes(']')) return subscript(object, bounds, offset);
  const items = [bounds];
  while (stream.takes(',') && !stream.is('operator', ']')) items.push(parseSubscriptPart(stream));
  stream.expect('operator', ']');
  if (items.some((part) => part.length > 1)) throw stream.fail('a slice cannot be one of several indexes', offset);
  const key = makeNode('TupleOf', offset, { items: items.map(([index]) => index as SyntaxNode) });
  return makeNode('Item', offset, { object, key });
}

function subscript(object: SyntaxNode, bounds: readonly (SyntaxNode | null)[], offset: number): SyntaxNode {
  const [start, stop = null, step = null] = bounds;
  if (bounds.length > 1) return makeNode('SliceOf', offset, { object, start, stop, step });
  return makeNode('Item', offset, { object, key: start as SyntaxNode });
}

/** One index, or the two or three bounds of a slice, null for those left out. */
function parseSubscriptPart(stream: TokenStream): (SyntaxNode | null)[] {
  const bounds: (SyntaxNode | null)[] = [null];
  while (!stream.is('operator', ']') && !stream.is('operator', ',')) {
    if (stream.takes(':')) {
      if (bounds.push(null) > 3) throw stream.unexpected("expected ']'");
    } else if (bounds.at(-1) === null) bounds[bounds.length - 1] = parseExpression(stream);
    else throw stream.unexpected("expected ']'");
  }
  if (bounds.length === 1 && bounds[0] === null) throw stream.unexpected('expected an index');
  return bounds;
}

/** `| filter(...)`, `is test(...)`, and calls of what they gave. */
function parseFilters(stream: TokenStream, start: SyntaxNode): SyntaxNode {
  let node = start;
  for (;;) {
    const { kind, text } = stream.current;
    if (kind === 'operator' && text === '|') node = parseFilter(stream, node);
    else if (kind === 'operator' && text === '(') node = parseCall(stream, node);
    else if (kind === 'name' && text === 'is') node = parseTest(stream, node);
    else return node;
  }
}

/** A filter chain after `|`; with `startsInline` the first name stands without a bar (`{% filter upper %}`). */
export function parseFilter(stream: TokenStream, start: SyntaxNode | null, startsInline = false): NodeOf<'Filter'> {
  let value = start;
  let isFirst = startsInline;
  let filter: NodeOf<'Filter'> | null = null;
  while (isFirst || stream.takes('|')) {
    isFirst = false;
    const { offset } = stream.current;
    const name = parseDottedName(stream);
    const args = stream.is('operator', '(') ? parseArguments(stream) : [];
    filter = makeNode('Filter', offset, { value, name, args });
    value = filter;
  }
  if (filter === null) throw stream.unexpected('expected a filter');
  return filter;
}

function parseDottedName(stream: TokenStream): string {
  let name = stream.expect('name').text;
  while (stream.takes('.')) name += `.${stream.expect('name').text}`;
  return name;
}

/** Kinds of tokens that may begin the only argument of a test that is written without parentheses. */
const argumentStarts: ReadonlySet<string> = new Set(['name', 'string', 'integer', 'float']);
const wordsAfterTest: ReadonlySet<string> = new Set(['else', 'or', 'and', 'if']);

function parseTest(stream: TokenStream, value: SyntaxNode): SyntaxNode {
  const { offset } = stream.next();
  const isNegated = stream.takesWord('not');
  const name = parseDottedName(stream);
  const test = makeNode('Test', offset, { value, name, args: parseTestArguments(stream) });
  return isNegated ? makeNode('Not', offset, { value: test }) : test;
}

function parseTestArguments(stream: TokenStream): NodeOf<'Call'>['args'] {
  if (stream.is('operator', '(')) return parseArguments(stream);
  if (stream.is('name', 'is')) throw stream.fail('You cannot chain multiple tests with is');
  const { kind, text } = stream.current;
  const begins =
    (argumentStarts.has(kind) && !(kind === 'name' && wordsAfterTest.has(text))) ||
    (kind === 'operator' && '[{'.includes(text));
  if (!begins) return [];
  const argument = parsePostfix(stream, parsePrimary(stream));
  return [{ kind: 'plain', name: null, value: argument }];
}
