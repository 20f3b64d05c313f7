/** `ref`, `source` and `this` at execution: relations of nodes that parsing has recorded as dependencies. */
import type { RefTarget } from '../../../manifest/manifest.js';
import { refFunction, sourceFunction } from '../../../parse/context/names/reference-functions.js';
import { relationOfNode } from '../../../parse/context/node-relation.js';
import { relationSpelling } from '../../../parse/context/relation-spelling.js';
import { ephemeralRelation, RelationValue } from '../../../parse/context/relation-value.js';
import type { DataTestNode, ManifestNode, ModelNode, SourceNode, UniqueId } from '../../../resources/node.js';
import type { HostFunction, Value } from '../../../template/values/value.js';
import type { NodeRuntime } from '../../node-runtime.js';
import { contextError } from '../context-error.js';
import type { NodeContext } from '../node-context.js';

/** The functions of one node. */
export function referenceFunctions(context: NodeContext): {
  readonly ref: HostFunction;
  readonly source: HostFunction;
} {
  const { manifest } = context.runtime;
  return {
    ref: refFunction((call) => {
      const target = manifest.resolveRef(idOf(context), call.package, call.name, call.version);
      const names = call.package === null ? `'${call.name}'` : `'${call.package}', '${call.name}'`;
      const written = call.version === null ? `ref(${names})` : `ref(${names}, v=${call.version})`;
      return nodeRelation(context, checked(context, target, { kind: 'ref', written }));
    }),
    source: sourceFunction((call) => {
      const target = manifest.resolveSource(idOf(context), call.source, call.table);
      const written = `source('${call.source}', '${call.table}')`;
      return nodeRelation(context, checked(context, target, { kind: 'source', written }));
    }),
  };
}

export interface TestedName {
  readonly call: 'ref' | 'source';
  /** A source's name; before `second` a package, else a node. */
  readonly first: string;
  readonly second: string | undefined;
}

/** What `ref` or `source` answers a test; null where they refuse, or answer with the CTE of an ephemeral model. */
export function testedRelation(
  { uniqueId, dependsOn }: Pick<DataTestNode, 'uniqueId' | 'dependsOn'>,
  { manifest, adapter, target }: NodeRuntime,
  { call, first, second }: TestedName,
): RelationValue | null {
  if (call === 'source' && second === undefined) return null;
  const [packageName, name] = second === undefined ? [null, first] : [first, second];
  const found =
    call === 'source'
      ? manifest.resolveSource(uniqueId, first, name)
      : manifest.resolveRef(uniqueId, packageName, name, null);
  if (found.kind !== 'found' || !dependsOn.nodes.includes(found.node.uniqueId) || isInjected(found.node)) return null;
  return new RelationValue(relationOfNode(found.node), relationSpelling(adapter, target.credentials));
}

function isInjected(node: ManifestNode | SourceNode): node is ModelNode {
  return node.resourceType === 'model' && node.config.materialized === 'ephemeral';
}

/** The relation of a node or source; the CTE of an ephemeral model, which the SQL then needs. */
function nodeRelation(context: NodeContext, node: ManifestNode | SourceNode): RelationValue {
  if (isInjected(node)) {
    context.onEphemeral(node);
    return ephemeralRelation(node.alias, context.relations);
  }
  return new RelationValue(relationOfNode(node), context.relations);
}

/** `this`; none where there is no relation of one's own. */
export function thisRelation({ node, relations }: NodeContext): Value {
  if (node === null || node.resourceType === 'operation') return null;
  return new RelationValue(relationOfNode(node), relations);
}

interface Call {
  readonly kind: 'ref' | 'source';
  readonly written: string;
}

function checked(context: NodeContext, target: RefTarget, call: Call): ManifestNode | SourceNode {
  const { node } = context;
  const caller = node?.uniqueId ?? 'The macro';
  if (target.kind === 'disabled') {
    const message = `${caller} calls ${call.written}, but ${target.node.uniqueId} is disabled.`;
    throw contextError('TSDBT_REF_DISABLED', message, { hint: 'Enable it, or take the call out.' });
  }
  if (target.kind === 'missing') {
    const code = call.kind === 'ref' ? 'TSDBT_REF_MISSING' : 'TSDBT_SOURCE_MISSING';
    const hint = target.suggestions.length === 0 ? null : `Did you mean ${target.suggestions.join(' or ')}?`;
    throw contextError(
      code,
      `${caller} calls ${call.written}, but there is no such ${call.kind === 'ref' ? 'node' : 'table'}.`,
      { hint },
    );
  }
  if (node === null || isRecorded(node, target.node.uniqueId)) return target.node;
  const message = `${caller} calls ${call.written}, but parsing did not see the call, so the order of building may be wrong.`;
  const hint = `Put this comment at the top of ${node.originalFilePath}: -- depends_on: {{ ${call.written} }}`;
  throw contextError('TSDBT_REF_UNRECORDED', message, { hint });
}

/** Operations run before or after all nodes, so they may name any. */
function isRecorded(node: ManifestNode, id: UniqueId): boolean {
  return node.resourceType === 'operation' || node.dependsOn.nodes.includes(id);
}

/** Macros that are run by name resolve names as the root project does. */
function idOf({ node, runtime }: NodeContext): UniqueId {
  return node?.uniqueId ?? `operation.${runtime.project.name}.run`;
}
