/**
 * The SQL of the ledger: one table in the target's default schema that says what tsdbt made there. Pure. All of it is
 * text that both databases read alike; what goes in are names, kinds, hashes and times, never a value of a command line.
 */
import type { Dialect } from '../../adapter/dialect.js';
import type { JsonObject } from '../../resources/json.js';
import type { Relation, RelationType } from '../../resources/relation.js';

/** The name of the table. No node may have it in the default schema. */
export const LEDGER_NAME = '_tsdbt_ledger';

/**
 * `relation`: a node's own. `temporary`: one that could not be dropped yet. `run`: an invocation that did not end clean.
 * `test`: a data test that passed.
 */
type LedgerEntry = 'relation' | 'temporary' | 'run' | 'test';

/** A relation as the ledger keeps it. */
export interface RelationRecord {
  readonly entry: Exclude<LedgerEntry, 'run' | 'test'>;
  /** Names that the database takes for the same relation have the same key. */
  readonly key: string;
  readonly relation: Relation;
  readonly nodeId: string;
  readonly kind: RelationType;
  readonly fingerprint: string | null;
  /** One line on how it came about, for runs that ask whether it has to be built again; null for none. */
  readonly details?: string | null;
}

export interface LedgerPlace {
  readonly dialect: Dialect;
  /** The table itself. */
  readonly table: Relation;
  readonly invocationId: string;
}

const columns = [
  'entry',
  'name',
  'node_id',
  'kind',
  'owner',
  'fingerprint',
  'invocation_id',
  'changed_at',
  'details',
] as const;

const keyColumns: ReadonlySet<string> = new Set(['entry', 'name']);
const requiredColumns: ReadonlySet<string> = new Set(['entry', 'name', 'invocation_id', 'changed_at', 'details']);

/** Creates the table unless it stands. */
export function createLedger({ dialect, table }: LedgerPlace): string {
  const types = columns.map(
    (column) => `${column} ${dialect.textType}${requiredColumns.has(column) ? ' not null' : ''}`,
  );
  return `create table if not exists ${dialect.renderRelation(table)} (${types.join(', ')}, primary key (entry, name))`;
}

/** Enters a relation, or what has become of it. */
export function recordRelation(place: LedgerPlace, record: RelationRecord, changedAt: string): string {
  const { dialect } = place;
  const text = (value: string | null) => dialect.literal(value);
  return upsert(place, [
    text(record.entry),
    text(record.key),
    text(record.nodeId),
    text(record.kind),
    dialect.ownerOf?.(record.relation) ?? 'null',
    text(record.fingerprint),
    text(place.invocationId),
    text(changedAt),
    detailsOf(place, record),
  ]);
}

/** The database puts behind it what it leaves the relation like. */
function detailsOf({ dialect }: LedgerPlace, { details = null, relation, kind }: RelationRecord): string {
  const mark = dialect.markOf?.({ ...relation, type: kind });
  if (details === null || mark === undefined) return dialect.literal('{}');
  return `${dialect.literal(details)} || coalesce(${mark}, '')`;
}

/** Tests in one statement. */
const TESTS_AT_ONCE = 400;

/** Enters tests that passed, in a few statements. */
export function recordTests(
  place: LedgerPlace,
  tests: readonly { readonly id: string; readonly text: string }[],
  changedAt: string,
): string[] {
  const text = (value: string | null) => place.dialect.literal(value);
  const rows = tests.map(({ id, text: details }) => {
    const own = [text('test'), text(id), text(id), 'null', 'null', 'null'];
    return [...own, text(place.invocationId), text(changedAt), text(details)];
  });
  const batches = Array.from({ length: Math.ceil(rows.length / TESTS_AT_ONCE) }, (_, index) =>
    rows.slice(index * TESTS_AT_ONCE, (index + 1) * TESTS_AT_ONCE),
  );
  return batches.map((batch) => upsert(place, ...batch));
}

/** Takes out tests whose earlier success no longer counts. */
export function forgetTests({ dialect, table }: LedgerPlace, ids: readonly string[]): string {
  const names = ids.map((id) => dialect.literal(id)).join(', ');
  return `delete from ${dialect.renderRelation(table)} where entry = 'test' and name in (${names})`;
}

/** What is known of how relations came about and which tests passed: entry, name, kind, details. */
export function listReuse({ dialect, table }: Omit<LedgerPlace, 'invocationId'>): string {
  return `select entry, name, kind, details from ${dialect.renderRelation(table)} where entry in ('relation', 'test')`;
}

/** Enters the invocation. */
export function recordRun(place: LedgerPlace, details: JsonObject, changedAt: string): string {
  const text = (value: string) => place.dialect.literal(value);
  const values = [text('run'), text(place.invocationId), 'null', 'null', 'null', 'null'];
  return upsert(place, [...values, text(place.invocationId), text(changedAt), text(JSON.stringify(details))]);
}

/** Takes out a temporary relation that was dropped. */
export function forgetTemporary({ dialect, table }: LedgerPlace, key: string): string {
  return `delete from ${dialect.renderRelation(table)} where entry = 'temporary' and name = ${dialect.literal(key)}`;
}

/** Takes out the invocation, and those that began before a time. */
export function forgetRuns({ dialect, table, invocationId }: LedgerPlace, before: string): string {
  const isDone = `name = ${dialect.literal(invocationId)} or changed_at < ${dialect.literal(before)}`;
  return `delete from ${dialect.renderRelation(table)} where entry = 'run' and (${isDone})`;
}

/** Kind and owner of a relation. */
export function findRelation({ dialect, table }: LedgerPlace, key: string): string {
  return `select kind, owner from ${dialect.renderRelation(table)} where entry = 'relation' and name = ${dialect.literal(key)}`;
}

/** Everything that the ledger says of nodes' own relations: key, kind, owner, fingerprint. */
export function listRelations({ dialect, table }: Omit<LedgerPlace, 'invocationId'>): string {
  return `select name, kind, owner, fingerprint from ${dialect.renderRelation(table)} where entry = 'relation'`;
}

/** Other invocations that may have left temporary relations behind. */
export function findUnclean({ dialect, table, invocationId }: LedgerPlace): string {
  const isOther = `invocation_id <> ${dialect.literal(invocationId)}`;
  return `select distinct invocation_id from ${dialect.renderRelation(table)} where entry in ('temporary', 'run') and ${isOther}`;
}

function upsert({ dialect, table }: LedgerPlace, ...rows: readonly (readonly string[])[]): string {
  const changes = columns.filter((column) => !keyColumns.has(column)).map((column) => `${column} = excluded.${column}`);
  return (
    `insert into ${dialect.renderRelation(table)} (${columns.join(', ')}) values ${rows.map((values) => `(${values.join(', ')})`).join(', ')} ` +
    `on conflict (entry, name) do update set ${changes.join(', ')}`
  );
}
