/** Builds what a node's transaction writes to the ledger just before its commit. */
import type { CompiledNode } from '../../compile/compiled-node.js';
import type { Effect } from '../../plan/node-plan.js';
import type { GraphNode } from '../../resources/node.js';
import type { Relation, RelationState } from '../../resources/relation.js';
import { type FingerprintInputs, fingerprint } from '../../state/fingerprint.js';
import type { RunContext } from '../run-context.js';
import { relationKey } from '../session/relation-states.js';
import type { RelationRecord } from './ledger-sql.js';
import { standings } from './node-records.js';

export interface RecordedNode {
  readonly node: GraphNode;
  readonly target: Relation;
  /** What was known of the place before the node began. */
  readonly state: RelationState;
  /** Null for a node without SQL of its own. */
  readonly compiled: CompiledNode | null;
  /** Statements of its hooks so far. */
  readonly hooks: readonly string[];
}

/** Statements that record what the effects leave standing; `isLast` when the node's work ends with this transaction. */
export function recordStatements(
  context: RunContext,
  recorded: RecordedNode,
  effects: readonly Effect[],
  isLast = true,
): string[] {
  const { deps, ledger } = context;
  const { node, target, state } = recorded;
  const keyOf = (relation: Relation) => relationKey(relation, deps.adapter);
  const before = state.presence === 'present' ? state.type : null;
  const records: RelationRecord[] = [];
  const forgotten: string[] = [];
  for (const { relation, kind, isTemporary } of standings(effects, { target, before, keyOf })) {
    const key = keyOf(relation);
    const part = { key, relation, nodeId: node.uniqueId };
    if (kind === null) forgotten.push(...(isTemporary ? [key] : []));
    else if (isTemporary) records.push({ ...part, kind, entry: 'temporary', fingerprint: null });
    else {
      const extent = extentOf(effects, target);
      const made = {
        node,
        key,
        kind,
        compiled: recorded.compiled,
        hooks: recorded.hooks,
        isWhole: extent === 'whole',
        isLast,
      };
      const details = context.reuse.describe(made);
      records.push({
        ...part,
        kind,
        entry: 'relation',
        fingerprint: fingerprintOf(context, recorded, extent),
        details,
      });
    }
  }
  return [...ledger.record(records), ...ledger.forget(forgotten)];
}

/** An incremental model that only adds rows makes no relation: its table is changed and nothing takes its place. */
function extentOf(effects: readonly Effect[], { identifier }: Relation): FingerprintInputs['extent'] {
  const makesTarget = ({ kind, relation, renamedTo }: Effect) =>
    kind !== 'changed' && kind !== 'dropped' && (renamedTo ?? relation).identifier === identifier;
  return effects.some(makesTarget) ? 'whole' : 'batch';
}

/** Null for a source, whose table grows with every file. */
function fingerprintOf(
  { settings }: RunContext,
  { node, compiled }: RecordedNode,
  extent: FingerprintInputs['extent'],
): string | null {
  const inputs = fingerprintInputs(node, compiled, extent);
  return inputs === null ? null : fingerprint(inputs, settings);
}

/** What the fingerprint of a node is made from; null for a node that has none. */
export function fingerprintInputs(
  node: GraphNode,
  compiled: CompiledNode | null,
  extent: FingerprintInputs['extent'],
): FingerprintInputs | null {
  if (node.resourceType === 'source' || node.resourceType === 'exposure') return null;
  const { config, rawCode } = node;
  if (node.resourceType !== 'seed') {
    return { sql: compiled?.sql.text ?? '', code: rawCode, config, inputs: [], extent };
  }
  const { name, checksum } = node.checksum;
  // Its rows are all of the file's, put into the table that stands or into a new one.
  return { sql: '', code: '', config, inputs: [`${name}:${checksum}`], extent: 'whole' };
}
