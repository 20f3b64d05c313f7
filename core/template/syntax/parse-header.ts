/** The opening tag of a macro and of dbt's blocks that are macros underneath: tests and materializations. */
import type { Parameter } from './nodes.js';
import { parseExpression } from './parse-expression.js';
import { parseParameters } from './parse-target.js';
import type { TokenStream } from './token-stream.js';

export interface Header {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  /** The adapter that a materialization is for; null for other blocks. */
  readonly adapter: string | null;
}

/** Reads what follows the tag's name, up to the end of the tag. */
export function parseHeader(stream: TokenStream, tag: 'macro' | 'test' | 'data_test' | 'materialization'): Header {
  const name = stream.expect('name').text;
  if (tag !== 'materialization') return { name, parameters: parseParameters(stream), adapter: null };
  let adapter = 'default';
  while (stream.takes(',')) {
    const option = stream.expect('name').text;
    if (option === 'default') continue;
    stream.expect('operator', '=');
    const { current } = stream;
    parseExpression(stream);
    if (option === 'adapter' && current.kind === 'string') adapter = current.text;
    else if (option !== 'supported_languages') {
      throw stream.fail(
        `unknown option '${option}' of a materialization, expected default, adapter or supported_languages`,
        current.offset,
      );
    }
  }
  return { name, parameters: [], adapter };
}
