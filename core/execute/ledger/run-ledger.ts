/**
 * The ledger as one run uses it: entered at its start, written to by the transactions of its nodes, read when a node
 * finds something else in its place. Where it cannot be had the run goes on, and nothing counts as ours on its word.
 */
import type { Adapter } from '../../adapter/adapter.js';
import type { Cell } from '../../adapter/cell.js';
import type { Session } from '../../adapter/database.js';
import type { FailureKind } from '../../adapter/failure.js';
import type { JsonObject } from '../../resources/json.js';
import type { Relation } from '../../resources/relation.js';
import { timestamp } from '../clock.js';
import type { ExecuteDeps } from '../execute-deps.js';
import {
  createLedger,
  findRelation,
  findUnclean,
  forgetRuns,
  forgetTemporary,
  forgetTests,
  LEDGER_NAME,
  type LedgerPlace,
  type RelationRecord,
  recordRelation,
  recordRun,
  recordTests,
} from './ledger-sql.js';

/** What became of tests: those that passed, each with a line on what it read, and those whose earlier success no longer counts. */
export interface TestRecords {
  readonly passed: readonly { readonly id: string; readonly text: string }[];
  readonly undone: readonly string[];
}

/** What the ledger says of one relation. */
export interface KnownRelation {
  readonly kind: string | null;
  readonly owner: string | null;
}

interface LedgerStart {
  readonly session: Session;
  /** Makes the schema of the ledger when it is missing. */
  readonly createSchema: () => Promise<void>;
  readonly details: JsonObject;
}

export interface RunLedger {
  readonly table: Relation;
  /** Enters the run, making the table where there is none; answers why there is no ledger, null when there is one. Throws what nodes would meet too. */
  readonly start: (start: LedgerStart) => Promise<string | null>;
  /** Takes out a run that ended clean; notes of another that it ended. */
  readonly finish: (session: Session, details: JsonObject | null) => Promise<void>;
  /** Why the ledger says nothing; null when it does. */
  readonly problem: () => string | null;
  /** Statements for the transaction that makes the relations; none where there is no ledger. */
  readonly record: (records: readonly RelationRecord[]) => readonly string[];
  /** Statements for the transaction that drops temporary relations. */
  readonly forget: (keys: readonly string[]) => readonly string[];
  /** Enters tests that passed and takes out others; nothing where there is no ledger. */
  readonly noteTests: (records: TestRecords, session: Session) => Promise<void>;
  /** Null: the ledger does not know the relation. */
  readonly find: (key: string, session: Session) => Promise<KnownRelation | null>;
  /** Ids of other invocations that may have left temporary relations behind. */
  readonly unclean: (session: Session) => Promise<readonly string[]>;
}

/** The nodes fail for these too, and say so; to go on without a ledger would help nobody. */
const fatalKinds: ReadonlySet<FailureKind> = new Set<FailureKind>([
  ...(['connection', 'authentication', 'locked', 'timeout', 'cancelled', 'disk', 'corrupt', 'driver_missing'] as const),
]);

/** Longest wait for somebody who holds rows of the ledger: by then the node holds locks that readers of its relation wait for. */
const LOCK_TIMEOUT_MS = 1000;

/** Rows of runs that did not end clean are kept for so long. */
const KEPT_DAYS = 90;
const DAY_MS = 24 * 60 * 60 * 1000;

type Deps = Pick<ExecuteDeps, 'adapter' | 'target' | 'invocation'>;

/** The ledger of a run. Nothing is asked or written before `start`. */
export function createRunLedger({ adapter, target, invocation }: Deps): RunLedger {
  const { dialect } = adapter;
  const table = ledgerTable({ adapter, target });
  const place: LedgerPlace = { dialect, table, invocationId: invocation.id };
  let problem: string | null = 'it was not opened';
  const limit = dialect.lockTimeout?.(LOCK_TIMEOUT_MS);
  const whenReady = (statements: readonly string[]) => {
    if (problem !== null || statements.length === 0) return [];
    return limit === undefined ? statements : [limit, ...statements];
  };
  return {
    table,
    start: async ({ session, createSchema, details }) => {
      problem = await enter(place, { adapter, session, createSchema, details });
      return problem;
    },
    finish: async (session, details) => {
      if (problem !== null) return;
      const oldest = new Date(Date.now() - KEPT_DAYS * DAY_MS).toISOString();
      await session.execute(details === null ? forgetRuns(place, oldest) : recordRun(place, details, timestamp()));
    },
    problem: () => problem,
    record: (records) => whenReady(records.map((record) => recordRelation(place, record, timestamp()))),
    forget: (keys) => whenReady(keys.map((key) => forgetTemporary(place, key))),
    noteTests: async ({ passed, undone }, session) => {
      if (undone.length > 0) await session.execute(forgetTests(place, undone));
      if (problem !== null || passed.length === 0) return;
      await session.begin();
      await session.executeAll(recordTests(place, passed, timestamp()));
      await session.commit();
    },
    find: async (key, session) => {
      const [row] = (await session.execute(findRelation(place, key))).rows;
      return row === undefined ? null : { kind: textOf(row[0]), owner: textOf(row[1]) };
    },
    unclean: async (session) => (await session.execute(findUnclean(place))).rows.map(([id]) => String(id)),
  };
}

/** In the target's default schema; where names without a schema are found in one place, there. */
function ledgerTable({ adapter, target }: Pick<Deps, 'adapter' | 'target'>): Relation {
  const { database, schema } = target.credentials;
  const named = { database, schema, identifier: LEDGER_NAME };
  const name = adapter.relationName(named, target.credentials);
  const { bareSchema } = adapter.dialect;
  const quoting = { database: true, schema: true, identifier: true };
  return { ...name, ...(bareSchema === undefined ? {} : { schema: bareSchema }), type: 'table', quoting };
}

interface Entering extends LedgerStart {
  readonly adapter: Adapter;
}

/** Null, or why it is not possible. */
async function enter(place: LedgerPlace, entering: Entering): Promise<string | null> {
  const { adapter, session, details } = entering;
  const entry = recordRun(place, details, timestamp());
  try {
    await session.execute(entry);
    return null;
  } catch (error) {
    const { kind, message } = adapter.classifyError(error);
    if (fatalKinds.has(kind)) throw error;
    if (kind !== 'missing_relation') return message;
  }
  try {
    await makeTable(place, entry, entering);
    return null;
  } catch (error) {
    await session.rollback();
    const { kind, message } = adapter.classifyError(error);
    if (fatalKinds.has(kind)) throw error;
    return message;
  }
}

/** Two first runs at the same moment make one table: the second waits for the first. */
async function makeTable(place: LedgerPlace, entry: string, { session, createSchema }: Entering): Promise<void> {
  const { dialect, table } = place;
  await createSchema();
  await session.begin();
  const lock = dialect.namedLock?.(`tsdbt ledger ${dialect.renderRelation(table)}`);
  await session.executeAll([...(lock === undefined ? [] : [lock]), createLedger(place)]);
  await session.commit([entry]);
}

function textOf(cell: Cell): string | null {
  return cell === null ? null : String(cell);
}
