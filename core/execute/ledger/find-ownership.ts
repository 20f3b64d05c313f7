/** Asks the ledger and the manifest given with --state about a relation of another kind that stands in a node's place. */
import type { Ownership } from '../../plan/ownership/ownership.js';
import { unquestioned } from '../../plan/ownership/ownership.js';
import { wantedKind } from '../../plan/ownership/wanted-kind.js';
import type { GraphNode } from '../../resources/node.js';
import type { Relation, RelationName, RelationState } from '../../resources/relation.js';
import type { OpenNode } from '../node/open-node.js';
import type { RunContext } from '../run-context.js';
import { relationKey } from '../session/relation-states.js';

export interface AskedPlace {
  readonly node: GraphNode;
  readonly target: Relation;
  readonly state: RelationState;
}

/**
 * What is known of the place of a node. The ledger is asked only when another kind stands there, and then anew: another
 * run may have changed both since this one began. An answer that fails is no answer.
 */
export async function findOwnership(
  context: RunContext,
  { node, target, state }: AskedPlace,
  open: Pick<OpenNode, 'session'>,
): Promise<Ownership> {
  const { plan, deps, ledger } = context;
  const key = relationKey(target, deps.adapter);
  const known: Ownership = {
    ...unquestioned,
    isAdopting: plan.options.adopt,
    isLedger: isLedger(context, target),
  };
  if (state.presence !== 'present' || state.type === wantedKind(node, plan.options)) return known;
  if (isBuiltEarlier(context, target, state.type)) return { ...known, provenBy: 'state' };
  const problem = ledger.problem();
  if (problem !== null) return { ...known, ledgerProblem: problem };
  try {
    const entry = await ledger.find(key, (await open.session()).questions);
    const owner = state.holding?.owner ?? null;
    const isSame = entry?.kind === state.type && (owner === null || entry.owner === owner);
    return isSame ? { ...known, provenBy: 'ledger' } : known;
  } catch (error) {
    return { ...known, ledgerProblem: deps.adapter.classifyError(error).message };
  }
}

/** Whether the node would have the name of the ledger. A name without a schema is looked up where the ledger stands. */
function isLedger({ deps, ledger }: RunContext, target: Relation): boolean {
  const { adapter } = deps;
  const schema = target.schema ?? adapter.dialect.bareSchema ?? null;
  return relationKey({ ...target, schema }, adapter) === relationKey(ledger.table, adapter);
}

function isBuiltEarlier({ deps }: RunContext, target: Relation, kind: string): boolean {
  const { adapter, earlier } = deps;
  const sought = placeKey(target);
  return (earlier ?? []).some(({ relation, kind: built }) => {
    const name = adapter.relationName(relation, deps.target.credentials);
    return built === kind && placeKey({ ...relation, ...name }) === sought;
  });

  function placeKey(relation: RelationName): string {
    return `${relation.database ?? ''} ${relationKey(relation, adapter)}`;
  }
}
