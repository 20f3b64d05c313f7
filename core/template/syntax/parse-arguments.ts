/** The arguments of a call: plain, `name=value`, `*rest`, `**options`, a comma at the end allowed. */

import type { Argument } from './nodes.js';
import type { TokenStream } from './token-stream.js';

export function parseArguments(stream: TokenStream): Argument[] {
  stream.expect('operator', '(');
  const args: Argument[] = [];
  while (!stream.is('operator', ')')) {
    if (args.length > 0) {
      stream.expect('operator', ',');
      if (stream.is('operator', ')')) break;
    }
    args.push(parseArgument(stream, args));
  }
  stream.expect('operator', ')');
  return args;
}

function parseArgument(stream: TokenStream, before: readonly Argument[]): Argument {
  const isFirst = before.length === 0;
  const follows = (wanted: Argument['kind']) => before.some(({ kind }) => kind === wanted);
  if (!isFirst && (follows('options') || (follows('rest') && stream.is('operator', '*')))) {
    throw stream.fail('invalid syntax for function call expression');
  }
  if (stream.takes('**')) return { kind: 'options', name: null, value: stream.grammar.expression(stream) };
  if (stream.takes('*')) return { kind: 'rest', name: null, value: stream.grammar.expression(stream) };
  if (stream.is('name') && stream.ahead.kind === 'operator' && stream.ahead.text === '=') {
    const name = stream.next().text;
    stream.next();
    return { kind: 'keyword', name, value: stream.grammar.expression(stream) };
  }
  if (!isFirst && before.some(({ kind }) => kind !== 'plain'))
    throw stream.fail('a positional argument follows a keyword argument');
  return { kind: 'plain', name: null, value: stream.grammar.expression(stream) };
}
