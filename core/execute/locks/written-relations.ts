/** From a run plan to the relations that the run writes, by the names of the database's catalog. Pure. */
import { isEphemeral, storedFailuresType } from '../../plan/node-settings.js';
import type { PlannedNode, RunPlan } from '../../plan/run-plan.js';
import type { UniqueId } from '../../resources/node.js';
import type { Relation, RelationName } from '../../resources/relation.js';
import type { RunContext } from '../run-context.js';
import { relationKey } from '../session/relation-states.js';

type Part = {
  readonly plan: RunPlan;
  readonly compiler: Pick<RunContext['compiler'], 'relation'>;
  readonly deps: Pick<RunContext['deps'], 'adapter' | 'target'>;
};

/** Each relation once, in the order of the plan. What hooks and macros write besides is not known before they run. */
export function writtenRelations({ plan, compiler, deps }: Part): readonly RelationName[] {
  const found = new Map<string, RelationName>();
  for (const planned of plan.nodes.values()) {
    if (!writesRelation(planned, plan)) continue;
    const relation = compiler.relation(planned.node, deps);
    const key = relationKey(relation, deps.adapter);
    if (!found.has(key)) found.set(key, catalogName(relation, deps.adapter.dialect.foldIdentifier));
  }
  return [...found.values()];
}

/** The relation that a node of the plan writes; null when it writes none, or the run locks nothing. */
export function lockedRelation({ plan, compiler, deps }: RunContext, id: UniqueId | null): RelationName | null {
  const planned = id === null || deps.locking === null ? undefined : plan.nodes.get(id);
  if (planned === undefined || !writesRelation(planned, plan)) return null;
  return catalogName(compiler.relation(planned.node, deps), deps.adapter.dialect.foldIdentifier);
}

function writesRelation({ node, action }: PlannedNode, { options }: RunPlan): boolean {
  switch (action) {
    case 'materialize':
      return !isEphemeral(node);
    case 'seed':
    case 'load':
      return true;
    case 'test':
      return node.resourceType === 'test' && storedFailuresType(node, options) !== null;
    default:
      return false;
  }
}

function catalogName(relation: Relation, fold: (name: string, isQuoted: boolean) => string): RelationName {
  const { database, schema, identifier, quoting } = relation;
  return {
    database,
    schema: schema === null ? null : fold(schema, quoting.schema),
    identifier: fold(identifier, quoting.identifier),
  };
}
