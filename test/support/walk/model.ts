/**
 * The small model of what must stand in the database while a random walk edits, runs, kills and interferes. It knows
 * nothing of SQL: rows are plain data, a view is its definition, and a run is predicted node by node.
 */

export type Strategy = 'append' | 'delete+insert' | 'merge';

export type OnSchemaChange = 'ignore' | 'fail' | 'append_new_columns' | 'sync_all_columns';

export type Build =
  | { readonly as: 'view' | 'table' }
  | { readonly as: 'incremental'; readonly strategy: Strategy; readonly onSchemaChange: OnSchemaChange };

/** A model of the project: `select id, v + add as v, '<rev>' as rev [, 1 as x] from <parent> where v % 5 <> skip`. */
export interface WalkNode {
  readonly name: string;
  /** `src`, or an earlier node. */
  readonly parent: string;
  readonly build: Build;
  readonly add: number;
  readonly skip: number;
  /** Whether it has the column `x`, which nothing reads. */
  readonly hasX: boolean;
  /** Changes with each edit, so that rows and definitions tell which edit made them. */
  readonly rev: string;
}

export interface Row {
  readonly id: number | null;
  readonly v: number;
  readonly rev: string;
  /** Left out where there is no such column. */
  readonly x?: number | null;
}

type Definition = Pick<WalkNode, 'parent' | 'add' | 'skip' | 'hasX' | 'rev'>;

/** What stands under a name. A view without a definition of the project answers the same rows always. */
export type Standing =
  | { readonly kind: 'table'; readonly rows: readonly Row[]; readonly hasX: boolean }
  | { readonly kind: 'view'; readonly definition: Definition | readonly Row[] };

export interface World {
  readonly nodes: readonly WalkNode[];
  readonly source: readonly Row[];
  readonly standing: ReadonlyMap<string, Standing>;
  /** What tsdbt has made, by its own word: name to kind. */
  readonly ledger: ReadonlyMap<string, Standing['kind']>;
  /** Views that somebody else made, on a node each: their names to the names that they read. */
  readonly foreignViews: ReadonlyMap<string, string>;
}

export interface RunSettings {
  readonly fullRefresh: boolean;
  readonly adopt: boolean;
}

type Status = 'success' | 'error' | 'skipped';

export interface Prediction {
  readonly world: World;
  readonly statuses: ReadonlyMap<string, Status>;
}

/** The rows that a name answers now; null when it, or what it reads, is not there. */
export function rowsOf(world: World, name: string): readonly Row[] | null {
  if (name === 'src') return world.source;
  const standing = world.standing.get(name);
  if (standing === undefined) return null;
  return standing.kind === 'table' ? standing.rows : evaluate(world, standing.definition);
}

function evaluate(world: World, definition: Definition | readonly Row[]): readonly Row[] | null {
  if (isConstant(definition)) return definition;
  const { parent, add, skip, hasX, rev } = definition;
  const rows = rowsOf(world, parent);
  if (rows === null) return null;
  return rows
    .filter(({ v }) => v % 5 !== skip)
    .map(({ id, v }) => ({ id, v: v + add, rev, ...(hasX ? { x: 1 } : {}) }));
}

/** What a whole run makes of the world when nothing disturbs it: nodes in order, children of what failed left out. */
export function predictRun(before: World, settings: RunSettings): Prediction {
  const statuses = new Map<string, Status>();
  let world = before;
  for (const node of before.nodes) {
    const parent = statuses.get(node.parent) ?? 'success';
    const built = parent === 'success' ? build(world, node, settings) : null;
    statuses.set(node.name, parent !== 'success' ? 'skipped' : built === null ? 'error' : 'success');
    if (built !== null) world = withStanding(world, node.name, built);
  }
  return { world, statuses };
}

/** The world with something of tsdbt's making under a name. */
function withStanding(world: World, name: string, standing: Standing): World {
  return {
    ...world,
    standing: new Map(world.standing).set(name, standing),
    ledger: new Map(world.ledger).set(name, standing.kind),
  };
}

function build(world: World, node: WalkNode, { fullRefresh, adopt }: RunSettings): Standing | null {
  const old = world.standing.get(node.name);
  const kind = node.build.as === 'view' ? 'view' : 'table';
  const isOurs = old === undefined || old.kind === kind || world.ledger.get(node.name) === old.kind;
  if (!isOurs && !adopt) return null;
  const batch = evaluate(world, node);
  if (batch === null) return null;
  if (kind === 'view') return { kind, definition: node };
  const { hasX } = node;
  if (node.build.as !== 'incremental' || old?.kind !== 'table' || fullRefresh) return { kind, rows: batch, hasX };
  const fitted = fitColumns(old, { rows: batch, hasX }, node.build.onSchemaChange);
  const rows = fitted === null ? null : changed(fitted, node.build.strategy);
  return fitted === null || rows === null ? null : { kind, rows, hasX: fitted.hasX };
}

interface Columned {
  readonly rows: readonly Row[];
  readonly hasX: boolean;
}

interface Fitted extends Columned {
  readonly batch: readonly Row[];
}

/** Table and batch with the columns that both have after a change of columns; null when the mode refuses it. */
function fitColumns(table: Columned, batch: Columned, mode: OnSchemaChange): Fitted | null {
  if (table.hasX === batch.hasX) return { rows: table.rows, batch: batch.rows, hasX: table.hasX };
  if (mode === 'fail' || (mode === 'ignore' && table.hasX)) return null;
  if (mode === 'ignore') return { rows: table.rows, batch: batch.rows.map(withoutX), hasX: false };
  if (mode === 'sync_all_columns' && table.hasX)
    return { rows: table.rows.map(withoutX), batch: batch.rows, hasX: false };
  const rows = table.hasX ? table.rows : table.rows.map((row) => ({ ...row, x: null }));
  return { rows, batch: batch.rows, hasX: true };
}

function withoutX({ id, v, rev }: Row): Row {
  return { id, v, rev };
}

/** The rows after a batch; null when the strategy refuses it. A missing id equals a missing id. */
function changed({ rows, batch, hasX }: Fitted, strategy: Strategy): readonly Row[] | null {
  const whole = batch.map((row) => (hasX ? { x: null, ...row } : row));
  if (strategy === 'append') return [...rows, ...whole];
  const inBatch = new Map(batch.map((row) => [row.id, row]));
  if (strategy === 'delete+insert') return [...rows.filter(({ id }) => !inBatch.has(id)), ...whole];
  if (inBatch.size < batch.length) return null;
  const known = new Set(rows.map(({ id }) => id));
  // A merge keeps what a batch has no column for.
  return [...rows.map((row) => ({ ...row, ...inBatch.get(row.id) })), ...whole.filter(({ id }) => !known.has(id))];
}

function isConstant(definition: Definition | readonly Row[]): definition is readonly Row[] {
  return Array.isArray(definition);
}

/** The names of views that go when a relation is dropped by cascade: all that read it, directly or through views. */
export function viewsOn(world: World, name: string): readonly string[] {
  const direct = [
    ...[...world.standing].flatMap(([view, standing]) =>
      standing.kind === 'view' && !isConstant(standing.definition) && standing.definition.parent === name ? [view] : [],
    ),
    ...[...world.foreignViews].flatMap(([view, target]) => (target === name ? [view] : [])),
  ];
  return direct.flatMap((view) => [view, ...viewsOn(world, view)]);
}

/** The world without these relations; what tsdbt has written down of them stays. */
export function withoutRelations(world: World, names: readonly string[]): World {
  const standing = new Map(world.standing);
  const foreignViews = new Map(world.foreignViews);
  for (const name of names) {
    standing.delete(name);
    foreignViews.delete(name);
  }
  return { ...world, standing, foreignViews };
}
