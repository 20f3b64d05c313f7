/** What can be assigned to: names, tuples of names, attributes of a namespace; and the parameters of macros. */
import { makeNode, type Parameter, type SyntaxNode } from './nodes.js';
import { parseExpression } from './parse-expression.js';
import type { TokenStream } from './token-stream.js';

const reserved: ReadonlySet<string> = new Set(['true', 'false', 'none', 'True', 'False', 'None']);

/** `x`, `a, b`, `(a, (b, c))`; with `allowsNamespace` also `ns.x`. */
export function parseAssignTarget(
  stream: TokenStream,
  endWords: readonly string[],
  allowsNamespace = false,
): SyntaxNode {
  const { offset } = stream.current;
  const items: SyntaxNode[] = [];
  let isTuple = false;
  while (isTargetStart(stream, endWords)) {
    items.push(parseOneTarget(stream, allowsNamespace && items.length === 0));
    if (!stream.takes(',')) break;
    isTuple = true;
  }
  if (items.length === 0) throw stream.unexpected('expected a name to assign to');
  return isTuple ? makeNode('TupleOf', offset, { items }) : items[0];
}

function isTargetStart(stream: TokenStream, endWords: readonly string[]): boolean {
  if (stream.is('operator', '(')) return true;
  return stream.is('name') && !endWords.includes(stream.current.text);
}

function parseOneTarget(stream: TokenStream, allowsNamespace: boolean): SyntaxNode {
  const { offset } = stream.current;
  if (stream.takes('(')) {
    const target = stream.nested(() => parseAssignTarget(stream, []));
    stream.expect('operator', ')');
    return target;
  }
  const name = stream.expect('name').text;
  if (reserved.has(name)) throw stream.fail(`cannot assign to '${name}'`, offset);
  if (name === 'loop' && stream.isInLoop) throw stream.fail("Can't assign to special loop variable", offset);
  if (allowsNamespace && stream.takes('.')) {
    return makeNode('NamespaceTarget', offset, { name, attribute: stream.expect('name').text });
  }
  return makeNode('Name', offset, { name });
}

/** `(a, b=1)`: parameters of a macro or a call block. */
export function parseParameters(stream: TokenStream): Parameter[] {
  stream.expect('operator', '(');
  const parameters: Parameter[] = [];
  while (!stream.is('operator', ')')) {
    if (parameters.length > 0) {
      stream.expect('operator', ',');
      if (stream.is('operator', ')')) break;
    }
    const { text: name, offset } = stream.expect('name');
    if (parameters.some((parameter) => parameter.name === name)) {
      throw stream.fail(`duplicate argument '${name}'`, offset);
    }
    const defaultValue = stream.takes('=') ? parseExpression(stream) : null;
    if (defaultValue === null && parameters.at(-1)?.defaultValue) {
      throw stream.fail('non-default argument follows default argument', offset);
    }
    parameters.push({ name, defaultValue });
  }
  stream.expect('operator', ')');
  return parameters;
}
