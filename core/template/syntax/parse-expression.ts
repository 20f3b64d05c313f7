/** Expressions by Jinja's grammar and precedence, one function a level, lowest first. */

import { makeNode, type NodeOf, type SyntaxNode } from './nodes.js';
import { parseArguments } from './parse-arguments.js';
import { parsePrimary } from './parse-primary.js';
import type { TokenStream } from './token-stream.js';

/** `a if b else c` and everything below it. */
export function parseExpression(stream: TokenStream): SyntaxNode {
  return stream.nested(() => {
    let node = parseOr(stream);
    while (stream.is('name', 'if')) {
      const { offset } = stream.next();
      const test = parseOr(stream);
      const otherwise = stream.takesWord('else') ? parseExpression(stream) : null;
      node = makeNode('Conditional', offset, { test, chosen: node, otherwise });
    }
    return node;
  });
}

/** An expression without `a if b else c`. */
export function parseOr(stream: TokenStream): SyntaxNode {
  return parseLogic(stream, 'or', (inner) => parseLogic(inner, 'and', parseNot));
}

function parseLogic(
  stream: TokenStream,
  operator: 'and' | 'or',
  parseOperand: (stream: TokenStream) => SyntaxNode,
): SyntaxNode {
  let left = parseOperand(stream);
  while (stream.is('name', operator)) {
    const { offset } = stream.next();
    left = makeNode('Logic', offset, { operator, left, right: parseOperand(stream) });
  }
  return left;
}

function parseNot(stream: TokenStream): SyntaxNode {
  if (!stream.is('name', 'not')) return parseCompare(stream);
  const { offset } = stream.next();
  return makeNode('Not', offset, { value: stream.nested(() => parseNot(stream)) });
}

const comparisons: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=']);

function parseCompare(stream: TokenStream): SyntaxNode {
  const first = parseSum(stream);
  const rest: { operator: string; value: SyntaxNode }[] = [];
  const { offset } = stream.current;
  for (;;) {
    const operator = comparisonAt(stream);
    if (operator === null) break;
    rest.push({ operator, value: parseSum(stream) });
  }
  return rest.length === 0 ? first : makeNode('Compare', offset, { first, rest });
}

function comparisonAt(stream: TokenStream): string | null {
  const { kind, text } = stream.current;
  if (kind === 'operator' && comparisons.has(text)) return stream.next().text;
  if (stream.takesWord('in')) return 'in';
  if (stream.is('name', 'not') && stream.ahead.kind === 'name' && stream.ahead.text === 'in') {
    stream.next();
    stream.next();
    return 'not in';
  }
  return null;
}

function parseSum(stream: TokenStream): SyntaxNode {
  return parseBinary(stream, ['+', '-'], parseConcat);
}

function parseConcat(stream: TokenStream): SyntaxNode {
  const { offset } = stream.current;
  const parts = [parseProduct(stream)];
  while (stream.takes('~')) parts.push(parseProduct(stream));
  return parts.length === 1 ? parts[0] : makeNode('Concat', offset, { parts });
}

function parseProduct(stream: TokenStream): SyntaxNode {
  return parseBinary(stream, ['*', '/', '//', '%'], (inner) =>
    parseBinary(inner, ['**'], (power) => parseUnary(power, true)),
  );
}

function parseBinary(
  stream: TokenStream,
  operators: readonly string[],
  parseOperand: (stream: TokenStream) => SyntaxNode,
): SyntaxNode {
  let left = parseOperand(stream);
  while (stream.current.kind === 'operator' && operators.includes(stream.current.text)) {
    const { offset, text } = stream.next();
    left = makeNode('Binary', offset, { operator: text, left, right: parseOperand(stream) });
  }
  return left;
}

function parseUnary(stream: TokenStream, withFilter: boolean): SyntaxNode {
  const { offset, text } = stream.current;
  let node: SyntaxNode;
  if (stream.is('operator', '-') || stream.is('operator', '+')) {
    stream.next();
    const value = stream.nested(() => parseUnary(stream, false));
    node = makeNode('Unary', offset, { operator: text as '-' | '+', value });
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
    const { offset } = stream.current;
    if (stream.takes('.')) node = parseDot(stream, node, offset);
    else if (stream.takes('[')) node = parseSubscript(stream, node, offset);
    else if (stream.is('operator', '(')) node = parseCall(stream, node);
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
    if (stream.is('operator', '|')) node = parseFilter(stream, node);
    else if (stream.is('name', 'is')) node = parseTest(stream, node);
    else if (stream.is('operator', '(')) node = parseCall(stream, node);
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
