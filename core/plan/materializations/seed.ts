/**
 * `seed`: a table from a file. While the columns stay the same its rows are replaced in place, in one transaction, so
 * views and grants stay; else, and with --full-refresh, a new table takes its place.
 */
import type { MadeFrom } from '../../adapter/introspector.js';
import { isMapping } from '../../resources/json.js';
import type { ColumnInfo } from '../../resources/relation.js';
import type { PlanOutcome, StepGenerator } from '../node-plan.js';
import { askColumns, load, type PlanPart, run } from '../steps.js';
import { withObjectsOfHooks } from '../swap/keep-settings.js';
import { refuseCascadingKeys } from './cascading-keys.js';
import type { SeedFacts } from './node-facts.js';
import { checkSeedColumn } from './seed-column.js';
import { finishTable, newRelation, withHooks } from './table.js';

export function* seedPlan(facts: SeedFacts): StepGenerator {
  return yield* withObjectsOfHooks(facts, withHooks(buildSeed(facts)));
}

function* buildSeed(facts: SeedFacts): PlanPart<PlanOutcome> {
  const { target, dialect, state, isFullRefresh: isRefresh } = facts;
  const built = newRelation(facts);
  const made = { columns: typedColumns(facts) };
  const definition = made.columns.map(({ name, type }) => `${name} ${type}`).join(', ');
  const create = `create table ${dialect.renderRelation(built)} (${definition})`;
  yield* run(create, { kind: 'created', relation: built, made });
  const columns = yield* askColumns(built);
  const names = columns.map((column) => column.name);
  const isTable = state.presence === 'present' && state.type === 'table';
  if (isTable && !isRefresh && isSame(columns, yield* askColumns(target))) {
    yield* run(`drop table ${dialect.renderRelation(built)}`, { kind: 'dropped', relation: built });
    yield { kind: 'assert', relation: target, expected: state };
    yield* refuseCascadingKeys(facts, 'all rows');
    yield* run(`delete from ${dialect.renderRelation(target)}`, { kind: 'changed', relation: target });
    return seeded('INSERT', yield* load(target, names));
  }
  const rows = yield* load(built, names);
  yield* finishTable(facts, built);
  return seeded(isRefresh ? 'CREATE' : 'INSERT', rows);
}

function typedColumns(facts: SeedFacts): Extract<MadeFrom, { readonly columns: unknown }>['columns'] {
  const types = facts.node.config.column_types;
  const named = isMapping(types) ? types : {};
  return facts.seedColumns.map(({ name, type }) => {
    const own = Object.hasOwn(named, name) ? (named as Record<string, unknown>)[name] : undefined;
    checkSeedColumn(facts, name, own);
    return { name: columnName(facts, name), type: typeof own === 'string' ? own : facts.dialect.seedType(type) };
  });
}

/** Quoted unless `quote_columns` is false, as in dbt; a header that is no plain name is always quoted, so it stays a name. */
function columnName(facts: SeedFacts, name: string): string {
  const isPlain = /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);
  return isPlain && facts.node.config.quote_columns === false ? name : facts.dialect.quoteIdentifier(name);
}

function isSame(a: readonly ColumnInfo[], b: readonly ColumnInfo[]): boolean {
  return (
    a.length === b.length &&
    a.every((column, index) => column.name === b[index].name && spelledType(column) === spelledType(b[index]))
  );
}

function spelledType(column: ColumnInfo): string {
  return [column.dataType, column.charSize, column.numericPrecision, column.numericScale].join(' ');
}

function seeded(code: 'CREATE' | 'INSERT', rows: number): PlanOutcome {
  const message = `${code} ${rows}`;
  return { kind: 'built', message, rows, adapterResponse: { _message: message, code, rows_affected: rows } };
}
