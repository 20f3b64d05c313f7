/**
 * The SQL of the ledger: one table in the target's default schema that says what tsdbt made there. Pure. All of it is
 * text that both databases read alike; what goes in are names, kinds, hashes and times, never a value of a command line.
 */
import type { Dialect } from '../../adapter/dialect.js';
import type { JsonObject } from '../../resources/json.js';
import type { Relation, RelationType } from '../../resources/relation.js';

/** The name of the table. No node may have it in the default schema. */
export const LEDGER_NAME = '_tsdbt_ledger';

/** `relation`: a node's own. `temporary`: one that could not be dropped yet. `run`: an invocation that did not end clean. */
type LedgerEntry = 'relation' | 'temporary' | 'run';

/** A relation as the ledger keeps it. */
export interface RelationRecord {
  readonly entry: Exclude<LedgerEntry, 'run'>;
  /** Names that the database takes for the same relation have the same key. */
  readonly key: string;
  readonly relation: Relation;
  readonly nodeId: string;
  readonly kind: RelationType;
  readonly fingerprint: string | null;
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
    text('{}'),
  ]);
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

function upsert({ dialect, table }: LedgerPlace, values: readonly string[]): string {
  const changes = columns.filter((column) => !keyColumns.has(column)).map((column) => `${column} = excluded.${column}`);
  return (
    `insert into ${dialect.renderRelation(table)} (${columns.join(', ')}) values (${values.join(', ')}) ` +
    `on conflict (entry, name) do update set ${changes.join(', ')}`
  );
}
