/** Statements on whole relations whose text is the same in all databases; the kind of the relation is part of it. */
import type { Relation, RelationType } from '../../resources/relation.js';
import type { NodeFacts } from '../materializations/node-facts.js';
import { planError } from '../plan-error.js';

const words: Readonly<Record<RelationType, string | null>> = {
  table: 'table',
  view: 'view',
  materialized_view: 'materialized view',
  external: null,
  cte: null,
};

/** Renames within the schema. */
export function renameSql(facts: NodeFacts, from: Relation, to: Relation): string {
  const { dialect } = facts;
  const name = dialect.renderRelation({ ...to, database: null, schema: null });
  return `alter ${wordOf(facts, from)} ${dialect.renderRelation(from)} rename to ${name}`;
}

/** Never cascades: what depends on the relation makes the statement fail. */
export function dropSql(facts: NodeFacts, relation: Relation): string {
  return `drop ${wordOf(facts, relation)} ${facts.dialect.renderRelation(relation)}`;
}

/** How a kind of relation is called in SQL; null for one that tsdbt does not replace. */
export function relationWord(type: RelationType): string | null {
  return words[type];
}

function wordOf(facts: NodeFacts, { type }: Relation): string {
  const word = relationWord(type ?? 'table');
  if (word === null) throw wrongType(facts, type ?? 'table');
  return word;
}

/** The error for a relation that tsdbt does not replace. */
function wrongType(facts: NodeFacts, found: string): Error {
  const name = facts.dialect.renderRelation(facts.target);
  return planError(
    facts.node,
    'TSDBT_RELATION_WRONG_TYPE',
    `${name} is a relation of type ${found}; ${facts.node.uniqueId} does not replace it.`,
    'Drop or rename it, or change the alias of the node.',
  );
}
