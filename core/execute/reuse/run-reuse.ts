/**
 * What a run knows of earlier builds: read once from the ledger and the catalog, kept current while nodes are built. It
 * decides which nodes need not be built, and says what the ledger keeps of those that are.
 */
import { randomBytes } from 'node:crypto';
import type { Session } from '../../adapter/database.js';
import type { CompiledNode } from '../../compile/compiled-node.js';
import { readBy } from '../../compile/read-by.js';
import { isFullRefresh, storedFailuresType } from '../../plan/node-settings.js';
import type { PlannedNode, RunPlan } from '../../plan/run-plan.js';
import type { GraphNode, ManifestNode, SourceNode, UniqueId } from '../../resources/node.js';
import type { RelationType } from '../../resources/relation.js';
import type { NodeResult } from '../../results/node-result.js';
import type { Recipe } from '../../state/reuse/recipe.js';
import type { RunRecipes } from '../../state/reuse/remembered-recipes.js';
import type { RunLedger, TestRecords } from '../ledger/run-ledger.js';
import { relationKey } from '../session/relation-states.js';
import { type DataStore, type DataVersion, dataVersion, forgetVersion } from './data-versions.js';
import { type Decision, decide, type ReadRelation } from './decide.js';
import { readLedger, sourcesOf } from './read-earlier.js';
import { changingReason, hasPlainBatches, type ReuseParts } from './repeatable-node.js';
import { type ReuseRow, rowText } from './reuse-row.js';
import { recipesOf } from './run-recipes.js';
import { readSourceVersions } from './source-versions.js';

export interface RunReuse {
  /** Reads what is known. A ledger that is not there yet knows nothing. */
  readonly open: (session: Session) => Promise<void>;
  /** Before a node starts, its parents done: notes what it is about to read, and says whether it may be left as it is. */
  readonly begin: (planned: PlannedNode) => Decision;
  /** What the ledger is to say of a node's relation, at the end of the transaction that makes it; null: nothing. */
  readonly describe: (made: MadeRelation) => string | null;
  /** Takes over what became of a node. */
  readonly finish: (result: NodeResult) => void;
  /** Tests whose success is to be recorded, and those whose earlier success no longer counts. */
  readonly tests: () => TestRecords;
  /** At the end of the run: leaves for the next one what this one has worked out. */
  readonly leave: () => Promise<void>;
}

interface MadeRelation {
  readonly node: GraphNode;
  readonly key: string;
  readonly kind: RelationType;
  readonly compiled: CompiledNode | null;
  readonly hooks: readonly string[];
  /** Whether all rows were made, or some were added. */
  readonly isWhole: boolean;
  /** Nothing of the node's work comes after the transaction. */
  readonly isLast: boolean;
}

interface Parts extends ReuseParts {
  readonly plan: RunPlan;
  readonly ledger: RunLedger;
}

/** What a node was about to read when it began. */
interface Begun {
  readonly recipe: Recipe;
  readonly inputs: Readonly<Record<string, string | null>>;
}

/** The state of one run. */
interface Book {
  readonly parts: Parts;
  readonly store: DataStore & {
    readonly rows: Map<string, ReuseRow>;
    readonly marks: Map<string, string>;
    readonly built: Set<string>;
    readonly sources: Map<string, DataVersion>;
  };
  /** Successes of tests that the ledger knows. */
  readonly tests: Map<UniqueId, ReuseRow>;
  readonly begun: Map<UniqueId, Begun>;
  readonly decided: Map<UniqueId, Decision>;
  /** What nodes have made whose end is not known yet. */
  readonly pending: Map<UniqueId, { readonly key: string; readonly row: ReuseRow }>;
  readonly passed: Map<UniqueId, ReuseRow>;
  readonly undone: Set<UniqueId>;
  /** Keys of relations by unique id. */
  readonly keys: Map<UniqueId, string>;
  /** Null until the ledger is read. */
  recipes: RunRecipes | null;
}

const UNREAD: Decision = { isReused: false, reason: 'the ledger cannot be read' };

/** Nothing is asked before `open`; without it nothing is reused and nothing recorded. */
export function createRunReuse(parts: Parts): RunReuse {
  const book: Book = {
    parts,
    store: {
      rows: new Map(),
      marks: new Map(),
      built: new Set(),
      sources: new Map(),
      known: new Map(),
      readers: new Map(),
    },
    keys: new Map(),
    tests: new Map(),
    begun: new Map(),
    decided: new Map(),
    pending: new Map(),
    passed: new Map(),
    undone: new Set(),
    recipes: null,
  };
  return {
    open: (session) => openBook(book, session),
    begin: (planned) => {
      const id = planned.node.uniqueId;
      const decision = book.decided.get(id) ?? beginNode(book, planned);
      book.decided.set(id, decision);
      return decision;
    },
    describe: (made) => describeMade(book, made),
    finish: (result) => finishNode(book, result),
    tests: () => ({
      passed: [...book.passed].map(([id, row]) => ({ id, text: rowText(row) })),
      undone: [...book.undone],
    }),
    leave: async () => {
      await book.recipes?.keep();
    },
  };
}

async function openBook(book: Book, session: Session): Promise<void> {
  const { parts, store, tests } = book;
  const { adapter } = parts.deps;
  if (!(await readLedger(session, parts, { rows: store.rows, tests }))) return;
  const sources = parts.plan.options.reuse ? sourcesOf(parts) : [];
  const keys = [...store.rows.keys(), ...sources.map((source) => keyOf(book, source))];
  const schemas = new Set(keys.map((key) => (JSON.parse(key) as (string | null)[])[0]));
  for (const found of (await adapter.introspector.marks?.(session, [...schemas])) ?? []) {
    store.marks.set(relationKey(found, adapter), found.mark);
  }
  const versions = await readSourceVersions(parts, sources, { session, marks: store.marks });
  for (const [key, version] of versions) store.sources.set(key, version);
  book.recipes = recipesOf(parts.deps);
}

function keyOf({ parts, keys }: Pick<Book, 'parts' | 'keys'>, node: GraphNode): string {
  const key = keys.get(node.uniqueId) ?? relationKey(parts.compiler.relation(node, parts.deps), parts.deps.adapter);
  keys.set(node.uniqueId, key);
  return key;
}

function readsOf(book: Book, node: ManifestNode): ReadRelation[] {
  const reads = readBy(node, book.parts.deps.manifest).map((each) => ({ key: keyOf(book, each), name: each.uniqueId }));
  return [...new Map(reads.map((each) => [each.key, each])).values()];
}

function beginNode(book: Book, { node, action }: PlannedNode): Decision {
  const { parts, store, recipes } = book;
  const { options } = parts.plan;
  if (recipes === null || !isRecorded(node) || action === 'compile' || action === 'show') return UNREAD;
  const recipe = recipes.of(node);
  const reads = readsOf(book, node);
  const inputs = Object.fromEntries(reads.map(({ key }) => [key, dataVersion(key, store).version]));
  book.begun.set(node.uniqueId, { recipe, inputs });
  if (!options.reuse) return { isReused: false, reason: 'reuse was not asked for' };
  const isTest = node.resourceType === 'test';
  const isKept = !isTest || storedFailuresType(node, options) !== null;
  const relation = isKept ? keyOf(book, node) : null;
  const row = isTest ? book.tests.get(node.uniqueId) : store.rows.get(keyOf(book, node));
  return decide(
    { type: node.resourceType, recipe, reads, relation, row, forced: forcedReason(node, parts.plan) },
    store,
  );
}

function describeMade(book: Book, { node, key, kind, compiled, hooks, isWhole, isLast }: MadeRelation): string | null {
  const { parts, pending, begun } = book;
  const start = begun.get(node.uniqueId);
  const row = (what: Pick<ReuseRow, 'recipe' | 'common' | 'inputs' | 'why'>): string => {
    const made: ReuseRow = { ...what, kind, version: newVersion(), mark: null };
    pending.set(node.uniqueId, { key, row: made });
    return rowText(made);
  };
  if (node.resourceType === 'source') return row({ recipe: null, common: null, inputs: {}, why: null });
  if (start === undefined || node.resourceType === 'exposure') return null;
  const isFirst = isWhole && node.config.materialized === 'incremental';
  const isDone = isLast && !(isFirst && !hasPlainBatches(node, parts));
  const { hash: recipe, common } = isDone && start.recipe.hash !== null ? start.recipe : UNKNOWN;
  return row({ recipe, common, inputs: start.inputs, why: changingReason(node, { compiled, hooks }, parts) });
}

const UNKNOWN = { hash: null, common: null };

function finishNode(book: Book, { node, status, compiled }: NodeResult): void {
  const { parts, store, pending } = book;
  const made = pending.get(node.uniqueId);
  pending.delete(node.uniqueId);
  if (made !== undefined) forgetVersion(made.key, store);
  if (status === 'skipped' || !isRecordedOrSource(node)) return;
  const isGood = status === 'success' || status === 'pass' || status === 'warn';
  if (isGood && made !== undefined) {
    store.rows.set(made.key, made.row);
    store.built.add(made.key);
  }
  // What a node that failed has left is not known.
  if (!isGood && (node.resourceType !== 'test' || node.relationName !== null)) {
    store.rows.delete(keyOf(book, node));
    forgetVersion(keyOf(book, node), store);
  }
  // A test that was only looked at has found nothing out.
  const isTried = parts.plan.nodes.get(node.uniqueId)?.action === 'test';
  if (node.resourceType !== 'test' || status === 'cancelled' || !isTried) return;
  if (status !== 'pass') book.undone.add(node.uniqueId);
  const start = book.begun.get(node.uniqueId);
  if (status !== 'pass' || start === undefined || start.recipe.hash === null || compiled === null) return;
  const { hash: recipe, common } = start.recipe;
  const why = changingReason(node, { compiled, hooks: [] }, parts);
  const version = newVersion();
  book.passed.set(node.uniqueId, { recipe, common, inputs: start.inputs, why, kind: null, version, mark: null });
}

function newVersion(): string {
  return randomBytes(12).toString('hex');
}

function isRecordedOrSource(node: GraphNode): node is ManifestNode | SourceNode {
  return node.resourceType === 'source' || isRecorded(node);
}

function isRecorded(node: GraphNode): node is ManifestNode {
  return node.resourceType === 'model' || node.resourceType === 'seed' || node.resourceType === 'test';
}

/** What settles that a node is built, whatever the ledger says. */
function forcedReason(node: ManifestNode, plan: RunPlan): string | null {
  if (node.config.reuse === false) return 'its config says reuse: false';
  if (node.resourceType !== 'test' && isFullRefresh(node, plan.options)) return 'it is refreshed in full';
  // A file that is too big to be read while parsing is known by its path alone.
  if (node.resourceType === 'seed' && node.checksum.name !== 'sha256') return 'its file is too big to be compared';
  return null;
}
