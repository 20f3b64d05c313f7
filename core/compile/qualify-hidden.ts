/**
 * Where relations are named without a schema, `with orders as (select * from {{ ref('orders') }})` would read itself.
 * The names that templates wrote get the schema then; what users wrote by hand is left alone. Pure.
 */

import { physicalRelation, relationOfNode } from '../parse/context/node-relation.js';
import type { ManifestNode } from '../resources/node.js';
import type { Piece, RenderedText } from '../template/source-map.js';
import type { RunRuntime } from './node-runtime.js';
import { readBy } from './read-by.js';
import { cteNames } from './sql-text.js';

type Part = Pick<RunRuntime, 'manifest' | 'adapter' | 'target'>;

/** The SQL of a node with its hidden relations named in full. */
export function qualifyHidden(sql: RenderedText, node: ManifestNode, runtime: Part): RenderedText {
  const { bareSchema, renderRelation } = runtime.adapter.dialect;
  if (bareSchema === undefined) return sql;
  const ctes = cteNames(sql.text);
  const hidden = new Map<string, string>();
  for (const parent of ctes.size === 0 ? [] : readBy(node, runtime.manifest)) {
    const relation = physicalRelation(relationOfNode(parent), runtime);
    if (relation.schema !== null || !ctes.has(relation.identifier.toLowerCase())) continue;
    const quoting = { ...relation.quoting, schema: false };
    hidden.set(renderRelation(relation), renderRelation({ ...relation, schema: bareSchema, quoting }));
  }
  if (hidden.size === 0) return sql;
  const pieces = sql.pieces.map((piece) => qualifiedPiece(piece, hidden));
  return { text: pieces.map(({ text }) => text).join(''), pieces };
}

function qualifiedPiece(piece: Piece, hidden: ReadonlyMap<string, string>): Piece {
  if (piece.origin === null || piece.origin.isVerbatim) return piece;
  const whole = hidden.get(piece.text);
  if (whole !== undefined) return { ...piece, text: whole };
  let { text } = piece;
  for (const [name, qualified] of hidden) {
    text = text.replaceAll(
      new RegExp(`(\\b(?:from|join)\\s+)${escaped(name)}(?!\\s*\\.)`, 'giu'),
      `$1${qualified.replaceAll('$', '$$$$')}`,
    );
  }
  return { ...piece, text };
}

function escaped(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&');
}
