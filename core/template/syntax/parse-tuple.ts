/** Expressions with commas between them. */
import { makeNode, type SyntaxNode } from './nodes.js';
import type { Grammar, TokenStream } from './token-stream.js';

export interface TupleOptions {
  /** Words that end the tuple, as `in` and `recursive` of a for tag. */
  readonly endWords?: readonly string[];
  /** How an item is read, when it is no whole expression (the iterable of a for tag). */
  readonly parseItem?: Grammar['expression'];
  /** Inside parentheses: `()` is a tuple. */
  readonly isParenthesised?: boolean;
}

/** One expression, or a tuple when commas follow. */
export function parseTuple(stream: TokenStream, options: TupleOptions = {}): SyntaxNode {
  const { offset } = stream.current;
  const items: SyntaxNode[] = [];
  let isTuple = false;
  while (!endsTuple(stream, options)) {
    items.push(
      options.parseItem === undefined
        ? stream.grammar.expression(stream)
        : stream.nested(() => (options.parseItem as Grammar['expression'])(stream)),
    );
    if (!stream.takes(',')) break;
    isTuple = true;
  }
  if (isTuple || (items.length === 0 && options.isParenthesised)) return makeNode('TupleOf', offset, { items });
  if (items.length === 0) throw stream.unexpected('expected an expression');
  return items[0];
}

function endsTuple(stream: TokenStream, options: TupleOptions): boolean {
  const { kind, text } = stream.current;
  if (kind === 'print-end' || kind === 'block-end' || (kind === 'operator' && text === ')')) return true;
  return kind === 'name' && options.endWords?.includes(text) === true;
}
