/** How the kinds of relations are called in what people read. Literal. */
import type { RelationType } from '../../resources/relation.js';

/** One or two words for each kind. */
export const relationKindWords: Readonly<Record<RelationType, string>> = {
  table: 'table',
  view: 'view',
  materialized_view: 'materialized view',
  external: 'foreign table',
  cte: 'query',
};
