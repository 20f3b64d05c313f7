/** Looks at one node in two databases: columns, number of rows, and the rows themselves up to a limit. Reads only. */
import type { Adapter, Credentials } from '../../adapter/adapter.js';
import type { Session } from '../../adapter/database.js';
import { compareAcross } from '../../compare/compare-across.js';
import { positionOf } from '../../compare/find-key.js';
import { pairColumns } from '../../compare/pair-columns.js';
import { type RowSource, relationSource } from '../../compare/row-source.js';
import type { ComparedNode } from '../../report/report.js';
import { isMapping, type JsonObject } from '../../resources/json.js';
import type { Relation } from '../../resources/relation.js';

export interface Side {
  readonly adapter: Adapter;
  readonly credentials: Credentials;
  readonly session: Session;
}

export interface CompareLimits {
  /** Rows of a side up to which rows are compared. */
  readonly rows: number;
  /** Rows of each kind of difference to show. */
  readonly samples: number;
}

export type NodeLook = Pick<ComparedNode, 'rows' | 'columns' | 'comparison'> & {
  /** Why rows were not compared, or not by their key; null when they were, or when there is only one side. */
  readonly note: string | null;
  /** Columns whose values were passed over. */
  readonly ignored: readonly string[];
  /** Sides whose database lacks the relation that it should have. */
  readonly missing: readonly ('base' | 'change')[];
};

export interface LookOptions {
  readonly key: readonly string[];
  readonly limits: CompareLimits;
  /** Whether a column differs from build to build, so that its values tell nothing. */
  readonly isIgnored: (column: string) => boolean;
  readonly signal: AbortSignal;
}

/** One side may have no such node; its dict of manifest.json is null then. */
export async function compareNode(
  dicts: { readonly before: JsonObject | null; readonly after: JsonObject | null },
  sides: { readonly before: Side; readonly after: Side },
  { key, limits, isIgnored, signal }: LookOptions,
): Promise<NodeLook> {
  const before = dicts.before === null ? null : await lookAt(dicts.before, sides.before);
  const after = dicts.after === null ? null : await lookAt(dicts.after, sides.after);
  const rows = { before: before?.count ?? null, after: after?.count ?? null };
  const missing: NodeLook['missing'] = [
    ...(dicts.before !== null && before === null ? (['base'] as const) : []),
    ...(dicts.after !== null && after === null ? (['change'] as const) : []),
  ];
  if (before === null || after === null) return { ...NOTHING, rows, missing };
  const { adapter } = sides.after;
  const { differences, common } = pairColumns({ before: before.source.columns, after: after.source.columns }, adapter);
  const most = Math.max(before.count, after.count);
  if (most > limits.rows) {
    const note = `has ${most} rows, more than the ${limits.rows} up to which rows are compared (--compare-rows)`;
    return { ...NOTHING, rows, columns: differences, note };
  }
  const ignored = common.map((column) => column.after.name).filter(isIgnored);
  const kept = common.filter((column) => !isIgnored(column.after.name));
  if (kept.length === 0) return { ...NOTHING, rows, columns: differences, note: 'has no column to compare', ignored };
  const names = kept.map((column) => column.after.name);
  const isUsable = key.every((name) => positionOf(name, names, adapter.dialect) !== -1);
  const comparison = await compareAcross(
    {
      before: without(before.source, isIgnored, adapter),
      after: without(after.source, isIgnored, adapter),
      sampleLimit: limits.samples,
      key: isUsable ? key : null,
    },
    { adapter, sessions: { before: sides.before.session, after: sides.after.session }, signal },
  );
  const note = isUsable ? null : `was compared by whole rows: its key ${key.join(', ')} is not on both sides`;
  return { rows, columns: differences, comparison, note, ignored, missing };
}

const NOTHING = { columns: null, comparison: null, note: null, ignored: [], missing: [] } as const;

function without({ query, columns }: RowSource, isIgnored: LookOptions['isIgnored'], { dialect }: Adapter): RowSource {
  const kept = columns.filter(({ name }) => !isIgnored(name));
  if (kept.length === columns.length) return { query, columns };
  const names = kept.map(({ name }) => dialect.quoteIdentifier(name)).join(', ');
  return { query: `select ${names} from (\n${query}\n) tsdbt_kept`, columns: kept };
}

async function lookAt(
  dict: JsonObject,
  side: Side,
): Promise<{ readonly source: RowSource; readonly count: number } | null> {
  const relation = relationOf(dict, side);
  const source = await relationSource(side.adapter, side.session, relation);
  if (source.columns.length === 0) return null;
  const { rows } = await side.session.execute(`select count(*) from (\n${source.query}\n) tsdbt_counted`);
  return { source, count: Number(rows[0]?.[0]) };
}

/** The relation as the catalog names it. */
function relationOf(dict: JsonObject, { adapter, credentials }: Side): Relation {
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  const rendered = text(dict.relation_name) ?? '';
  const folded = (name: string | null) => {
    if (name === null) return null;
    return adapter.dialect.foldIdentifier(name, rendered.includes(adapter.dialect.quoteIdentifier(name)));
  };
  const config = isMapping(dict.config) ? dict.config : {};
  const declared = { database: text(dict.database), schema: text(dict.schema), identifier: text(dict.alias) ?? '' };
  const name = adapter.relationName(declared, credentials);
  return {
    database: folded(name.database),
    schema: folded(name.schema),
    identifier: folded(name.identifier) ?? '',
    type: config.materialized === 'view' ? 'view' : 'table',
    quoting: { database: true, schema: true, identifier: true },
  };
}
