/**
 * A model's query as its files say it now, compared with the relation that stands: what a full build would change. Reads
 * only, in sessions that the database lets change nothing. Never throws: what goes wrong is the answer.
 */
import type { CompiledNode } from '../../compile/compiled-node.js';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import { failureDiagnostics } from '../../execute/failure/failure-diagnostics.js';
import { type OpenNode, openNode } from '../../execute/node/open-node.js';
import type { RunContext } from '../../execute/run-context.js';
import type { ModelNode } from '../../resources/node.js';
import type { RelationType } from '../../resources/relation.js';
import { type CompareRequest, compareInDatabase } from '../compare-in-database.js';
import type { ComparedColumn, Comparison } from '../comparison.js';
import { positionOf } from '../find-key.js';
import { querySource, type RowSource, relationSource } from '../row-source.js';

interface DiffFrame {
  readonly node: ModelNode;
  /** The rendered name of the relation. */
  readonly relation: string;
}

export type ModelDiff =
  | (DiffFrame & {
      readonly kind: 'compared';
      readonly type: RelationType;
      readonly comparison: Comparison;
      /** The key that the project has for the model, when a column of it is missing on a side: rows were compared whole. */
      readonly unusableKey: readonly string[] | null;
    })
  /** Nothing stands there yet: this is what a build would make. */
  | (DiffFrame & { readonly kind: 'absent'; readonly rows: number; readonly columns: readonly ComparedColumn[] })
  | (DiffFrame & { readonly kind: 'failed'; readonly diagnostics: readonly Diagnostic[] });

export interface DiffOptions {
  /** The key that was asked for, which must be there. */
  readonly key: readonly string[] | null;
  /** The key that the project has for the model. */
  readonly ownKey: readonly string[];
  readonly sampleLimit: number;
  readonly signal: AbortSignal;
}

/** Compiles the model as for a full refresh, so that an incremental one answers all of its rows, and compares. */
export async function diffModel(context: RunContext, model: ModelNode, options: DiffOptions): Promise<ModelDiff> {
  const { deps, compiler } = context;
  const node: ModelNode = { ...model, config: { ...model.config, full_refresh: true } };
  const target = compiler.relation(node, deps);
  const frame = { node: model, relation: deps.adapter.dialect.renderRelation(target) };
  const open = openNode(context, { node, purpose: 'preview', signal: options.signal, threadId: 'main' });
  const progress: { compiled: CompiledNode | null } = { compiled: null };
  try {
    progress.compiled = await compiler.compile(node, open.runtime);
    const { questions } = await open.session();
    const found = await deps.adapter.introspector.relation(questions, target);
    const after = await querySource(deps.adapter, questions, progress.compiled.sql.text.trim());
    if (found === null) {
      return { ...frame, kind: 'absent', columns: after.columns, rows: await countRows(open, after) };
    }
    const before = await relationSource(deps.adapter, questions, target);
    const key = chooseKey(context, options, { before, after });
    const comparison = await compareInDatabase(
      { before, after, key: key.columns, sampleLimit: options.sampleLimit },
      { adapter: deps.adapter, session: questions },
    );
    return { ...frame, kind: 'compared', type: found.type, comparison, unusableKey: key.unusable };
  } catch (error) {
    const place = {
      ...{ node: model, compiled: progress.compiled, compiledPath: null, activity: 'comparison' },
      ...{ session: open.openedSession(), locate: compiler.locate, classify: deps.adapter.classifyError },
    };
    return { ...frame, kind: 'failed', diagnostics: failureDiagnostics(error, place) };
  } finally {
    await open.close();
  }
}

async function countRows(open: OpenNode, { query }: RowSource): Promise<number> {
  const { questions } = await open.session();
  const { rows } = await questions.execute(`select count(*) from (\n${query}\n) tsdbt_counted`, { isSingle: true });
  return Number(rows[0]?.[0]);
}

interface ChosenKey {
  readonly columns: CompareRequest['key'];
  readonly unusable: readonly string[] | null;
}

/** A key that was asked for must be there; the project's own is used where both sides have it. */
function chooseKey(
  { deps }: RunContext,
  { key, ownKey }: DiffOptions,
  { before, after }: { readonly before: RowSource; readonly after: RowSource },
): ChosenKey {
  if (key !== null) return { columns: key, unusable: null };
  if (ownKey.length === 0) return { columns: null, unusable: null };
  const sides = [before, after].map(({ columns }) => columns.map(({ name }) => name));
  const isUsable = ownKey.every((name) => sides.every((side) => positionOf(name, side, deps.adapter.dialect) !== -1));
  return isUsable ? { columns: ownKey, unusable: null } : { columns: null, unusable: ownKey };
}
