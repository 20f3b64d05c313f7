/** The smallest expressions: names, constants, tuples, lists, dicts. */

import { type LiteralValue, makeNode, type SyntaxNode } from './nodes.js';
import { parseTuple } from './parse-tuple.js';
import type { TokenStream } from './token-stream.js';

const constants: ReadonlyMap<string, LiteralValue> = new Map<string, LiteralValue>([
  ['true', true],
  ['True', true],
  ['false', false],
  ['False', false],
  ['none', null],
  ['None', null],
]);

export function parsePrimary(stream: TokenStream): SyntaxNode {
  const { kind, text, offset } = stream.current;
  if (kind === 'name') {
    stream.next();
    const constant = constants.get(text);
    return constant === undefined
      ? makeNode('Name', offset, { name: text })
      : makeNode('Constant', offset, { value: constant });
  }
  if (kind === 'string') return parseStrings(stream);
  if (kind === 'integer') return makeNode('Constant', offset, { value: stream.next().number ?? 0 });
  if (kind === 'float') return makeNode('FloatConstant', offset, { number: Number(stream.next().number) });
  if (stream.takes('(')) {
    const tuple = stream.nested(() => parseTuple(stream, { isParenthesised: true }));
    stream.expect('operator', ')');
    return tuple;
  }
  if (stream.is('operator', '['))
    return makeNode('ListOf', offset, { items: parseItems(stream, stream.grammar.expression, ['[', ']']) });
  if (stream.is('operator', '{'))
    return makeNode('DictOf', offset, { pairs: parseItems(stream, parsePair, ['{', '}']) });
  throw stream.unexpected('expected an expression');
}

/** Strings side by side are one string. */
function parseStrings(stream: TokenStream): SyntaxNode {
  const { offset } = stream.current;
  let value = '';
  while (stream.is('string')) value += stream.next().text;
  return makeNode('Constant', offset, { value });
}

function parseItems<Item>(
  stream: TokenStream,
  parseItem: (stream: TokenStream) => Item,
  [open, close]: readonly [string, string],
): Item[] {
  stream.expect('operator', open);
  const items: Item[] = [];
  while (!stream.is('operator', close)) {
    if (items.length > 0) {
      stream.expect('operator', ',');
      if (stream.is('operator', close)) break;
    }
    items.push(stream.nested(() => parseItem(stream)));
  }
  stream.expect('operator', close);
  return items;
}

function parsePair(stream: TokenStream): { key: SyntaxNode; value: SyntaxNode } {
  const key = stream.grammar.expression(stream);
  stream.expect('operator', ':');
  return { key, value: stream.grammar.expression(stream) };
}
