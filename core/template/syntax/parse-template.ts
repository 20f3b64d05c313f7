/** A template's text to its syntax tree. */
import type { TemplateSource } from '../template.js';
import { makeNode, type NodeOf } from './nodes.js';
import { parseBody } from './parse-body.js';
import { parseExpression } from './parse-expression.js';
import { parseStatement } from './parse-statement.js';
import { TokenStream } from './token-stream.js';

/** The tokens of a source with the grammar to parse them by. */
export function createTokenStream(source: TemplateSource): TokenStream {
  return new TokenStream(source, { expression: parseExpression, statement: parseStatement });
}

export interface ParsedTemplate {
  readonly tree: NodeOf<'Template'>;
  /** Every call in the tree. */
  readonly calls: readonly NodeOf<'Call'>[];
}

/** Throws a TsdbtError with TSDBT_TEMPLATE_SYNTAX and the position when the text breaks the grammar. */
export function parseTemplate(source: TemplateSource): ParsedTemplate {
  const stream = createTokenStream(source);
  return { tree: makeNode('Template', 0, { body: parseBody(stream, []) }), calls: stream.calls };
}
