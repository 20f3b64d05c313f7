/**
 * Landing: appends the new files of a source to its raw table. A file is known by its content (docs/decisions/0002),
 * lands in one transaction or not at all, and no file lands while any of the new ones does not fit the source.
 */
import type { Session } from '../../adapter/database.js';
import type { NodeRuntime } from '../../compile/node-runtime.js';
import { type Diagnostic, hasErrors } from '../../diagnostics/diagnostic.js';
import { TsdbtError } from '../../diagnostics/error.js';
import { mustWarn } from '../../diagnostics/warning-policy.js';
import { byteLength } from '../../manifest/long-names.js';
import { physicalRelation, relationOfNode } from '../../parse/context/node-relation.js';
import type { PlanOutcome } from '../../plan/node-plan.js';
import { checkOwnership } from '../../plan/ownership/check-ownership.js';
import { isMapping } from '../../resources/json.js';
import type { SourceNode } from '../../resources/node.js';
import type { Relation, RelationState } from '../../resources/relation.js';
import type { LandingFile, LandingFileFinder, LandingPlace } from './landing-file.js';
import { type ColumnMatch, type Declared, landingColumns, matchColumns } from './match-columns.js';

interface NewFile {
  readonly file: LandingFile;
  readonly match: ColumnMatch;
}

interface Landing {
  readonly source: SourceNode;
  readonly relation: Relation;
  readonly runtime: NodeRuntime;
  readonly session: Session;
  readonly place: LandingPlace;
}

/** What the raw table holds before the load; null when it does not stand. */
interface RawTable {
  readonly columns: readonly string[];
  readonly batches: ReadonlySet<string>;
}

/**
 * Fills one source table. Throws a TsdbtError when a file does not fit, when a row is broken, or when what is known of
 * the raw table does not allow to go on; files that landed before the broken one stay.
 */
export async function landSource(
  source: SourceNode,
  runtime: NodeRuntime,
  find: LandingFileFinder,
  place: LandingPlace,
): Promise<PlanOutcome> {
  const { landing, table, waiting, unknown } = await look(source, runtime, find, place);
  for (const { message } of mustWarn(unknown, runtime.invocation.warningPolicy)) {
    runtime.log('warn', message, source.uniqueId);
  }
  let rows = 0;
  let count = 0;
  let columns = table?.columns ?? null;
  for (const entry of waiting) {
    const landed = await landFile(entry, columns, landing);
    if (landed === null) continue;
    rows += landed.rows;
    count++;
    columns = landed.columns;
  }
  const message = count === 0 ? 'NO NEW FILES' : `LOAD ${count} ${count === 1 ? 'FILE' : 'FILES'}`;
  return {
    kind: 'built',
    message,
    rows,
    adapterResponse: { _message: `${message} ${rows}`, rows_affected: rows, files: count },
  };
}

/** What `landSource` would land, as far as the headers say it. */
export interface SourceLook {
  /** Paths of the new files, in the order in which they land. */
  readonly files: readonly string[];
  readonly isNew: boolean;
  /** Columns that the raw table would get: all of them when it would be new. Names and types as SQL. */
  readonly added: readonly RawColumn[];
  /** Columns that the source does not declare. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Looks at the files of a source and its raw table, and lands nothing. Throws what `landSource` would before the first row. */
export async function lookAtSource(
  source: SourceNode,
  runtime: NodeRuntime,
  find: LandingFileFinder,
  place: LandingPlace,
): Promise<SourceLook> {
  const { landing, table, waiting, unknown } = await look(source, runtime, find, place);
  const columns = [...new Set(waiting.flatMap(({ match }) => match.columns))];
  const added = table === null ? columns : columns.filter((column) => !isAmong(column, table.columns, landing));
  return {
    files: waiting.map(({ file }) => file.path),
    isNew: table === null,
    added: table === null ? rawColumns(added, landing) : added.map((column) => textColumn(column, landing)),
    diagnostics: unknown,
  };
}

/** The new files, once all of them fit the source. */
async function look(source: SourceNode, runtime: NodeRuntime, find: LandingFileFinder, place: LandingPlace) {
  const files = await find(source);
  const session = await runtime.session();
  const relation = physicalRelation(relationOfNode(source), runtime);
  const landing: Landing = { source, relation, runtime, session, place };
  const table = await readRawTable(landing);
  if (files.length === 0 && table === null) throw problem(source, 'TSDBT_LANDING_NO_FILE', noFile(source));
  const waiting = newFiles(files, table, source);
  const diagnostics = waiting.flatMap(({ match }) => match.diagnostics);
  if (hasErrors(diagnostics)) throw new TsdbtError(diagnostics);
  checkLengths(waiting, landing);
  return { landing, table, waiting, unknown: waiting.flatMap((entry) => unknownColumns(entry, source)) };
}

/** A name that the database cuts would be found under no name of the file again. */
function checkLengths(files: readonly NewFile[], { source, runtime }: Landing): void {
  const limit = runtime.adapter.capabilities.identifierBytes;
  if (limit === null) return;
  for (const { file, match } of files) {
    const long = match.columns.find((column) => byteLength(column) > limit);
    if (long === undefined) continue;
    const name = `the column "${long.slice(0, 60)}..." of ${file.path} has a name of ${byteLength(long)} bytes`;
    throw problem(
      source,
      'TSDBT_RELATION_NAME_LONG',
      `${name}; the database keeps ${limit}. Map it under external: header:`,
    );
  }
}

function newFiles(files: readonly LandingFile[], table: RawTable | null, source: SourceNode): NewFile[] {
  const seen = new Set(table?.batches);
  const declared = declaredOf(source);
  return files
    .filter((file) => !seen.has(file.hash) && seen.add(file.hash))
    .map((file) => ({ file, match: matchColumns(file, declared, source) }));
}

async function readRawTable({ source, relation, runtime, session, place }: Landing): Promise<RawTable | null> {
  const { state } = place;
  checkOwnership({ node: source, target: relation, ...place, ...runtime.adapter, wanted: 'table', isReplacing: false });
  if (state.presence === 'absent' || isInTheWay(state)) return null;
  if (state.presence === 'unknown') {
    throw problem(source, 'TSDBT_DATABASE_ERROR', `cannot tell whether ${source.relationName} stands: ${state.reason}`);
  }
  const { introspector, dialect } = runtime.adapter;
  const columns = (await introspector.columns(session, relation)).map((column) => column.name);
  if (landingColumns.some((name) => !columns.includes(name))) {
    throw problem(
      source,
      'TSDBT_LANDING_FOREIGN_TABLE',
      `${source.relationName} stands as a table without ${landingColumns.join(', ')}: landing did not make it`,
    );
  }
  const batch = dialect.quoteIdentifier('_batch_id');
  const found = await session.execute(`select distinct ${batch} from ${dialect.renderRelation(relation)}`);
  return { columns, batches: new Set(found.rows.map((row) => String(row[0]))) };
}

/**
 * One file, one transaction: new columns, rows and their `_batch_id` together. Null when another load, started at the
 * same time, has landed the file since the table was read.
 */
async function landFile(
  entry: NewFile,
  standing: readonly string[] | null,
  landing: Landing,
): Promise<{ rows: number; columns: readonly string[] } | null> {
  const { session, relation, runtime } = landing;
  const { file, match } = entry;
  const stamp = [isoText(runtime.invocation.startedAt), file.path, file.hash];
  await session.begin();
  try {
    if (standing !== null && (await hasLanded(file, landing))) {
      await session.rollback();
      return null;
    }
    const columns = await prepareTable(match, standing, landing);
    const { rows } = await session.load({
      relation,
      columns: [...match.columns.map((column) => spelledAs(column, columns, landing)), ...landingColumns],
      batches: stamped(file.batches(), stamp),
      signal: runtime.signal,
    });
    await session.commit(landing.place.record());
    runtime.relations.set(relation, { presence: 'present', type: 'table' });
    return { rows, columns };
  } catch (error) {
    await session.rollback();
    throw error;
  }
}

/** Asked within the transaction, when no other load of this table can be under way any more. */
async function hasLanded({ hash }: LandingFile, { session, relation, runtime }: Landing): Promise<boolean> {
  const { dialect } = runtime.adapter;
  const table = dialect.renderRelation(relation);
  if (dialect.namedLock !== undefined) await session.execute(dialect.namedLock(`tsdbt load ${table}`));
  const condition = `${dialect.quoteIdentifier('_batch_id')} = ${dialect.literal(hash)}`;
  const { rows } = await session.execute(`select 1 from ${table} where ${condition} limit 1`);
  return rows.length > 0;
}

async function* stamped(
  batches: ReturnType<LandingFile['batches']>,
  stamp: readonly string[],
): ReturnType<LandingFile['batches']> {
  for await (const batch of batches) yield batch.map((row) => [...row, ...stamp]);
}

/** Creates the table or adds the columns it lacks; answers its columns. */
async function prepareTable(
  match: ColumnMatch,
  standing: readonly string[] | null,
  landing: Landing,
): Promise<readonly string[]> {
  const { dialect } = landing.runtime.adapter;
  const name = dialect.renderRelation(landing.relation);
  if (standing === null) {
    const { state } = landing.place;
    // What depends on it makes the statement fail: nothing of others is dropped with it.
    if (isInTheWay(state)) await landing.session.execute(`drop ${state.type.replace('_', ' ')} ${name}`);
    const definition = rawColumns(match.columns, landing).map((column) => `${column.name} ${column.type}`);
    await landing.session.execute(`create table ${name} (${definition.join(', ')})`);
    return [...namesOf(match.columns, landing), ...landingColumns];
  }
  const added = match.columns.filter((column) => !isAmong(column, standing, landing));
  for (const column of added) {
    await landing.session.execute(
      `alter table ${name} add column ${dialect.quoteIdentifier(column)} ${dialect.textType}`,
    );
  }
  return [...standing, ...added];
}

/** The declared columns, then the others of the files. */
function namesOf(columns: readonly string[], { source }: Landing): readonly string[] {
  return [...new Set([...declaredOf(source).columns.map((column) => column.name), ...columns])];
}

/** Name and type as SQL. */
interface RawColumn {
  readonly name: string;
  readonly type: string;
}

/** All columns of a new raw table. */
function rawColumns(columns: readonly string[], landing: Landing): readonly RawColumn[] {
  const { dialect } = landing.runtime.adapter;
  const own = landingTypes(dialect.seedType('datetime'), dialect.textType);
  return [
    ...namesOf(columns, landing).map((column) => textColumn(column, landing)),
    ...own.map(([name, type]) => ({ name: dialect.quoteIdentifier(name), type })),
  ];
}

function textColumn(name: string, { runtime }: Landing): RawColumn {
  const { quoteIdentifier, textType } = runtime.adapter.dialect;
  return { name: quoteIdentifier(name), type: textType };
}

/** A relation of another kind, which the node may replace: that was checked before. */
function isInTheWay(state: RelationState): state is Extract<RelationState, { presence: 'present' }> {
  return state.presence === 'present' && state.type !== 'table';
}

function landingTypes(timestamp: string, text: string): [string, string][] {
  const types = { _loaded_at: timestamp, _source_file: text, _batch_id: text };
  return landingColumns.map((column) => [column, types[column]]);
}

function isAmong(column: string, others: readonly string[], landing: Landing): boolean {
  return others.some((other) => isSameColumn(column, other, landing));
}

function isSameColumn(a: string, b: string, { runtime }: Landing): boolean {
  return runtime.adapter.dialect.foldIdentifier(a, true) === runtime.adapter.dialect.foldIdentifier(b, true);
}

function spelledAs(column: string, columns: readonly string[], landing: Landing): string {
  return columns.find((other) => isSameColumn(column, other, landing)) ?? column;
}

function unknownColumns({ file, match }: NewFile, source: SourceNode): Diagnostic[] {
  if (match.unknown.length === 0) return [];
  const names = match.unknown.map((column) => `"${column}"`).join(', ');
  const message = `${file.path}: unknown column ${names} is kept in ${source.relationName}; declare it in ${source.location.file}`;
  return [{ code: 'TSDBT_LANDING_COLUMNS', severity: 'warning', message, node: source.uniqueId }];
}

/** Declared columns and header names of a source. */
function declaredOf(source: SourceNode): Declared {
  const header = source.external?.header;
  return {
    columns: Object.values(source.columns).map((column) => ({
      name: column.name,
      isRequired: column.isRequired === true,
    })),
    header: (isMapping(header) ? header : {}) as Record<string, string>,
  };
}

function noFile({ external, sourceName, name }: SourceNode): string {
  const locations = [external?.location ?? []].flat().map((location) => `"${location}"`);
  return `no file matches ${locations.join(' or ')} of source ${sourceName}.${name}`;
}

/** `2026-01-05T08:15:00.000000Z` as databases read it without a zone. */
function isoText(instant: string): string {
  return instant.replace('T', ' ').replace('Z', '');
}

function problem(source: SourceNode, code: Diagnostic['code'], message: string): TsdbtError {
  return new TsdbtError([{ code, severity: 'error', message, location: source.location, node: source.uniqueId }]);
}
