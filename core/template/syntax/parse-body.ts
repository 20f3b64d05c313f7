/** The nodes between tags. */
import { makeNode, type SyntaxNode } from './nodes.js';
import { parseTuple } from './parse-tuple.js';
import type { TokenStream } from './token-stream.js';

/** Nodes up to one of the end tags (without a tag name: up to the end). The stream then stands at the tag's name. */
export function parseBody(stream: TokenStream, endTags: readonly string[]): SyntaxNode[] {
  return stream.nested(() => {
    const body: SyntaxNode[] = [];
    for (;;) {
      const token = stream.next();
      if (token.kind === 'text') body.push(makeNode('Text', token.offset, { text: token.text }));
      else if (token.kind === 'print-begin') {
        body.push(makeNode('Print', token.offset, { expression: parseTuple(stream) }));
        stream.expect('print-end');
      } else if (token.kind === 'block-begin') {
        if (stream.is('name') && endTags.includes(stream.current.text)) return body;
        body.push(...stream.grammar.statement(stream, endTags));
      } else if (endTags.length === 0) return body;
      else
        throw stream.fail(`unexpected end of template, expected '{% ${endTags.join(" %}' or '{% ")} %}'`, token.offset);
    }
  });
}

/** The body of a tag up to its end tag, both ends taken. A colon after the tag is tolerated, as in Python. */
export function parseBlock(stream: TokenStream, endTags: readonly string[]): SyntaxNode[] {
  stream.takes(':');
  stream.expect('block-end');
  return parseBody(stream, endTags);
}
