/** From what was found out about a node to its preview: action, reasons, columns, dependents, rows now. */
import type { Session } from '../../adapter/database.js';
import type { Dependent } from '../../adapter/introspector.js';
import type { CompiledNode } from '../../compile/compiled-node.js';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import { compareColumns } from '../../plan/incremental/columns/compare-columns.js';
import { chooseStrategy } from '../../plan/incremental/strategies.js';
import { uniqueKey } from '../../plan/incremental/unique-key.js';
import type { ModelFacts } from '../../plan/materializations/node-facts.js';
import { isFullRefresh, textSetting } from '../../plan/node-settings.js';
import { wantedKind } from '../../plan/ownership/wanted-kind.js';
import { changedColumns, newColumns } from '../../plan/preview/columns-preview.js';
import type {
  ColumnsPreview,
  DependentPreview,
  NodePreview,
  PreviewAction,
  PreviewReason,
} from '../../plan/preview/node-preview.js';
import { isChange, reasonsOf } from '../../plan/preview/reasons.js';
import type { PlannedNode } from '../../plan/run-plan.js';
import { dependentKey, isBlockedBy } from '../../plan/swap/dependents.js';
import type { GraphNode, UniqueId } from '../../resources/node.js';
import type { ColumnInfo, Relation, RelationState, RelationType } from '../../resources/relation.js';
import { compareFingerprints, type FingerprintInputs } from '../../state/fingerprint.js';
import { fingerprintInputs } from '../ledger/record-node.js';
import type { PreparedNode } from '../node/actions/prepare-node.js';
import { rebuiltLater } from '../node/node-facts.js';
import { relationKey } from '../session/relation-states.js';
import { isKnown, type PlannedColumns } from './planned/planned-relations.js';
import type { PreviewContext } from './preview-context.js';
import type { StepsPreview } from './steps/preview-machine.js';
import { changedParents } from './unsettled-parents.js';

/** What going through a node's steps has brought. */
export interface NodeFindings {
  readonly target: Relation;
  readonly state: RelationState;
  /** Null when the node could not be prepared. */
  readonly prepared: PreparedNode | null;
  readonly compiled: CompiledNode | null;
  readonly steps: StepsPreview;
  readonly end:
    | { readonly kind: 'whole' }
    | { readonly kind: 'unknown'; readonly reason: string }
    | { readonly kind: 'fails'; readonly diagnostics: readonly Diagnostic[] };
  readonly warnings: readonly Diagnostic[];
  /** New files of a source. */
  readonly files: readonly string[];
  /** Columns that the table of a source would get beside those that it has. */
  readonly addedColumns?: readonly ColumnInfo[];
}

/** Builds the preview, and notes for the nodes after it what it leaves. */
export async function finishPreview(
  context: PreviewContext,
  planned: PlannedNode,
  findings: NodeFindings,
  session: Session,
): Promise<NodePreview> {
  const { node } = planned;
  const { state, target, end, steps } = findings;
  const after = wantedKind(node, context.plan.options);
  const before = after !== null && state.presence === 'present' ? state.type : null;
  const columns = after === null || before === null ? null : await columnsOf(context, findings, session);
  const action = actionOf(context, node, findings);
  const reasons = whyOf(context, node, { findings, columns });
  settle(context, node, { findings, columns, reasons, action });
  const { dialect } = context.deps.adapter;
  const counted = before === 'table' ? await countRows(context, target, session) : NOT_COUNTED;
  return {
    node,
    action,
    reasons,
    relation: after === null ? null : dialect.renderRelation(target),
    before,
    after,
    strategy: action === 'add rows' ? strategyOf(findings) : null,
    columns,
    dependents: steps.dependents.map((dependent) => dependentOf(context, node, { dependent, findings })),
    rows: counted.rows,
    hasMoreRows: counted.hasMoreRows,
    files: findings.files,
    statements: end.kind === 'fails' ? [] : steps.statements,
    assumptions: [...steps.assumptions],
    unknown: unknownOf(context, findings, before) ?? counted.unknown,
    diagnostics: [...findings.warnings, ...(end.kind === 'fails' ? end.diagnostics : [])],
  };
}

/** Why not all is known: the steps ended early, or the columns of what takes the place are only known once it does. */
function unknownOf(context: PreviewContext, { end, target }: NodeFindings, before: RelationType | null): string | null {
  if (end.kind === 'unknown') return end.reason;
  const planned = context.planned.find(target);
  if (end.kind === 'fails' || before === null || planned?.presence !== 'present') return null;
  return isKnown(planned.columns) ? null : planned.columns.unknown;
}

function actionOf(context: PreviewContext, node: GraphNode, findings: NodeFindings): PreviewAction {
  const { state, prepared, steps, end } = findings;
  if (end.kind === 'fails') return 'fail';
  if (node.resourceType === 'test') return 'test';
  if (node.resourceType === 'source') return 'load';
  if (state.presence === 'absent') return 'create';
  if (isBatch(node, context, { state, prepared })) return 'add rows';
  const takesPlace = steps.effects.some(({ renamedTo }) => renamedTo !== undefined);
  const isReloaded = !takesPlace && steps.effects.some(({ kind }) => kind === 'changed');
  return node.resourceType === 'seed' && isReloaded ? 'reload' : 'replace';
}

/** Whether an incremental model's table stays and gets the rows of a batch. */
function isBatch(
  node: GraphNode,
  { plan }: PreviewContext,
  { state, prepared }: Pick<NodeFindings, 'state' | 'prepared'>,
): boolean {
  if (node.resourceType !== 'model' || textSetting(node.config, 'materialized') !== 'incremental') return false;
  const isRefresh = prepared?.facts.isFullRefresh ?? isFullRefresh(node, plan.options);
  return state.presence === 'present' && state.type === 'table' && !isRefresh;
}

function strategyOf({ prepared }: NodeFindings): string | null {
  if (prepared === null || prepared.facts.node.resourceType !== 'model') return null;
  const facts = prepared.facts as ModelFacts;
  return chooseStrategy(facts, uniqueKey(facts).length > 0).name;
}

/** Null when nothing differs, or nothing is known. */
async function columnsOf(
  context: PreviewContext,
  { steps, target, addedColumns }: NodeFindings,
  session: Session,
): Promise<ColumnsPreview | null> {
  if (steps.columns !== null) return changedColumns(steps.columns);
  const { introspector, dialect, columnTypes } = context.standing;
  if (addedColumns !== undefined) return newColumns({ added: addedColumns, removed: [], retyped: [] });
  // A preview that ended early may have made the new relation, under its temporary name.
  const made = steps.effects.findLast((effect) => effect.made !== undefined)?.relation ?? target;
  const planned = context.planned.find(target) ?? context.planned.find(made);
  if (planned?.presence !== 'present' || !isKnown(planned.columns)) return null;
  const table = await introspector.columns(session, target);
  return newColumns(compareColumns({ table, batch: planned.columns }, dialect, columnTypes));
}

interface Reasoned {
  readonly findings: NodeFindings;
  readonly columns: ColumnsPreview | null;
}

function whyOf(context: PreviewContext, node: GraphNode, { findings, columns }: Reasoned): readonly PreviewReason[] {
  const { state, prepared, compiled, files, target } = findings;
  const parents = changedParents(context, node);
  if (node.resourceType === 'test' || node.resourceType === 'exposure') {
    return parents.length === 0 ? [{ kind: 'unchanged' }] : [{ kind: 'parents', ids: parents }];
  }
  const extent: FingerprintInputs['extent'] = isBatch(node, context, findings) ? 'batch' : 'whole';
  const isRendered = compiled !== null || node.resourceType === 'seed';
  const inputs = isRendered ? fingerprintInputs(node, compiled, extent) : null;
  const recorded = context.ledger.fingerprintOf(relationKey(target, context.deps.adapter));
  const none = { sql: 'same', config: [], inputs: false } as const;
  const change =
    inputs === null ? (node.resourceType === 'source' ? none : null) : compareFingerprints(recorded, inputs);
  return reasonsOf({
    before: state.presence === 'present' ? state.type : null,
    after: wantedKind(node, context.plan.options),
    change,
    isFullRefresh:
      node.resourceType !== 'source' && (prepared?.facts.isFullRefresh ?? isFullRefresh(node, context.plan.options)),
    hasOtherColumns: columns !== null,
    newFiles: files.length,
    changedParents: parents,
  });
}

interface Outcome extends Reasoned {
  readonly reasons: readonly PreviewReason[];
  readonly action: PreviewAction;
}

/** What the node leaves to those after it. */
function settle(context: PreviewContext, node: GraphNode, { findings, columns, reasons, action }: Outcome): void {
  const { target, state, end } = findings;
  if (wantedKind(node, context.plan.options) === null) return;
  const type = wantedKind(node, context.plan.options) ?? 'table';
  const known = context.planned.find(target);
  const isApplied = [...(columns?.added ?? []), ...(columns?.removed ?? []), ...(columns?.retyped ?? [])].some(
    (column) => column.isApplied,
  );
  const columnsAfter = known?.presence === 'present' ? known.columns : unknownAfter(node);
  const staysTable = action === 'add rows' || action === 'reload' || action === 'load';
  const keepsColumns =
    state.presence === 'present' && !isApplied && end.kind === 'whole' && (isKnown(columnsAfter) || staysTable);
  const isChanged = action === 'fail' || isChange(reasons) || end.kind === 'unknown';
  const sources = context.sourcesAt.get(relationKey(target, context.standing)) ?? [];
  for (const id of [node.uniqueId, ...sources]) context.settled.set(id, { keepsColumns, isChanged });
  if (keepsColumns && !isKnown(columnsAfter)) return;
  context.planned.set(target, { presence: 'present', name: target, type, columns: columnsAfter });
  context.relations.set(target, { presence: 'present', type });
}

function unknownAfter({ name }: GraphNode): PlannedColumns {
  return { unknown: `The columns of ${name} are not known before it is built.` };
}

interface Asked {
  readonly dependent: Dependent;
  readonly findings: NodeFindings;
}

function dependentOf(context: PreviewContext, node: GraphNode, { dependent, findings }: Asked): DependentPreview {
  const { steps, end, target } = findings;
  const quoting = { database: true, schema: true, identifier: true };
  const name =
    dependent.kind === 'view' || dependent.kind === 'materialized_view'
      ? context.deps.adapter.dialect.renderRelation({ ...dependent, type: 'view', quoting })
      : dependent.identifier;
  const builder: UniqueId | null = rebuiltLater(context, dependent, node.uniqueId);
  const isDropped = steps.dropped.has(dependentKey(dependent));
  const named = { dialect: context.deps.adapter.dialect, target };
  const isBlocking = end.kind === 'fails' && end.diagnostics.some((said) => isBlockedBy(said, named, dependent));
  const base = { name, kind: dependent.kind, node: builder };
  if (isBlocking) return { ...base, outcome: 'blocks' };
  if (builder !== null) return { ...base, outcome: 'built' };
  if (isDropped) return { ...base, outcome: 'dropped' };
  const isKept = end.kind === 'whole' && !steps.doubtful.has(dependentKey(dependent));
  return { ...base, outcome: isKept ? 'kept' : 'unknown' };
}

/** Counting more would take longer than anybody waits for a plan. */
const MOST_ROWS = 1_000_000;

interface CountedRows {
  readonly rows: number | null;
  readonly hasMoreRows: boolean;
  /** Why they could not be counted. */
  readonly unknown: string | null;
}

const NOT_COUNTED: CountedRows = { rows: null, hasMoreRows: false, unknown: null };

/** A table that may not be read keeps nobody from knowing the rest. */
async function countRows(context: PreviewContext, target: Relation, session: Session): Promise<CountedRows> {
  const { dialect, classifyError } = context.deps.adapter;
  const table = dialect.renderRelation(target);
  const counted = `select count(*) from (select 1 from ${table} limit ${MOST_ROWS + 1}) tsdbt_rows`;
  try {
    const { rows } = await session.execute(counted);
    const count = Number(rows[0]?.[0] ?? 0);
    return { rows: Math.min(count, MOST_ROWS), hasMoreRows: count > MOST_ROWS, unknown: null };
  } catch (error) {
    const { kind, message } = classifyError(error);
    if (kind === 'connection' || kind === 'cancelled') throw error;
    return { ...NOT_COUNTED, unknown: `Its rows could not be counted: ${message}.` };
  }
}
