/**
 * What a line of `--log-format json` holds, event by event. `npm run schemas` makes the JSON Schema of the package from it,
 * and the tests hold what the program prints against it.
 */
import * as v from 'valibot';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const seconds = v.pipe(v.number(), v.minValue(0));
const text = v.string();
const level = v.picklist(['debug', 'info', 'warn', 'error']);
const status = v.picklist(['success', 'pass', 'warn', 'fail', 'error', 'skipped', 'cancelled', 'no-op']);
const timestamp = v.pipe(text, v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/));
/** Empty before there is one. */
const perhapsTimestamp = v.union([timestamp, v.literal('')]);

const nodeInfo = v.strictObject({
  unique_id: text,
  resource_type: text,
  node_name: text,
  node_path: text,
  materialized: text,
  node_status: v.union([v.literal('started'), status]),
  node_started_at: perhapsTimestamp,
  node_finished_at: perhapsTimestamp,
  meta: v.record(text, v.unknown()),
  node_checksum: text,
  node_relation: v.union([
    v.strictObject({ database: text, schema: text, alias: text, relation_name: text }),
    v.strictObject({}),
  ]),
});

const message = v.strictObject({ msg: text });
const templateMessage = v.strictObject({ msg: text, unique_id: v.nullable(text) });
const nodeResult = v.strictObject({
  index: count,
  total: count,
  status,
  message: text,
  execution_time: seconds,
  rows: v.nullable(count),
  num_failures: v.nullable(v.number()),
  node_info: nodeInfo,
});
const problem = v.strictObject({ message: text, path: text, compiled_path: v.nullable(text), node_info: nodeInfo });

/** By the event's name: its code, which is dbt's where dbt has the event, and its data. */
const logEvents = {
  Note: { code: 'Z050', data: message },
  Formatting: { code: 'Z017', data: message },
  Watch: { code: 'Z901', data: v.looseObject({ msg: text }) },
  PrintEvent: { code: 'Z052', data: message },
  JinjaLogInfo: { code: 'I062', data: templateMessage },
  JinjaLogDebug: { code: 'I063', data: templateMessage },
  SQLQuery: {
    code: 'E016',
    data: v.strictObject({ conn_name: text, sql: text, status: text, elapsed: seconds }),
  },
  LockWaiting: {
    code: 'Q900',
    data: v.strictObject({
      host: v.nullable(text),
      pid: v.nullable(count),
      started_at: v.nullable(text),
      command: v.nullable(text),
      invocation_id: v.nullable(text),
      relations: v.array(text),
      waited: seconds,
      timeout: seconds,
    }),
  },
  ConcurrencyLine: {
    code: 'Q027',
    data: v.strictObject({ num_threads: count, target_name: text, node_count: count }),
  },
  LogStartLine: { code: 'Q011', data: v.strictObject({ index: count, total: count, node_info: nodeInfo }) },
  LogModelResult: { code: 'Q012', data: nodeResult },
  LogSeedResult: { code: 'Q016', data: nodeResult },
  LogTestResult: { code: 'Q007', data: nodeResult },
  SkippingDetails: { code: 'Q034', data: nodeResult },
  LogNodeNoOpResult: { code: 'Q019', data: nodeResult },
  LogHookEndLine: {
    code: 'Q033',
    data: v.strictObject({
      index: count,
      total: count,
      statement: text,
      status: v.picklist(['success', 'error', 'skipped']),
      message: text,
      execution_time: seconds,
    }),
  },
  FinishedRunningStats: { code: 'E047', data: v.strictObject({ execution_time: seconds }) },
  SlowestNodes: {
    code: 'Q901',
    data: v.strictObject({ nodes: v.array(v.strictObject({ unique_id: text, execution_time: seconds })) }),
  },
  EndOfRunSummary: {
    code: 'Z030',
    data: v.strictObject({ num_errors: count, num_warnings: count, keyboard_interrupt: v.boolean() }),
  },
  RunResultFailure: { code: 'Z022', data: problem },
  RunResultWarning: { code: 'Z021', data: problem },
  ReusedNodes: { code: 'Q903', data: v.strictObject({ reused: count, total: count }) },
  NodeReused: {
    code: 'Q904',
    data: v.strictObject({ index: count, total: count, unique_id: text, reason: text }),
  },
  NodeNotReused: { code: 'Q905', data: v.strictObject({ unique_id: text, reason: text }) },
  SkippedNodes: {
    code: 'Q902',
    data: v.strictObject({ causes: v.array(v.strictObject({ cause: text, count })) }),
  },
  StatsLine: {
    code: 'Z023',
    data: v.strictObject({
      stats: v.strictObject({ pass: count, warn: count, error: count, skip: count, noop: count, total: count }),
    }),
  },
} as const;

/** A finding; its code is the one that the manual explains. */
const diagnostic = v.strictObject({
  code: v.pipe(text, v.regex(/^TSDBT_[A-Z0-9_]+$/)),
  severity: v.picklist(['warning', 'error']),
  message: text,
  file: v.nullable(text),
  line: v.nullable(count),
  column: v.nullable(count),
  hint: v.nullable(text),
  unique_id: v.nullable(text),
  compiled_path: v.nullable(text),
});

/** What every line says of itself. */
const info = v.strictObject({
  name: text,
  code: text,
  level,
  msg: text,
  invocation_id: text,
  pid: count,
  thread: text,
  ts: timestamp,
  category: text,
  extra: v.record(text, v.unknown()),
});
const anyLine = v.strictObject({ info, data: v.looseObject({}) });

function eventOf(name: string, code: v.GenericSchema, data: v.GenericSchema) {
  return v.looseObject({ info: v.looseObject({ name: v.literal(name), code }), data });
}

const byName = {
  ...Object.fromEntries(
    Object.entries(logEvents).map(([name, { code, data }]) => [name, eventOf(name, v.literal(code), data)]),
  ),
  Diagnostic: eventOf('Diagnostic', diagnostic.entries.code, diagnostic),
};

/** One line, whichever event it tells. */
export const logLineSchema = v.intersect([anyLine, v.union(Object.values(byName))]);

/** Parts that several events share. */
export const logDefinitions = { node_info: nodeInfo, node_result: nodeResult, problem };

/** The names of all events. */
export const logEventNames: readonly string[] = Object.keys(byName);

/** What is wrong with a line, in words; null when nothing is. */
export function logLineProblem(line: string): string | null {
  const value = JSON.parse(line);
  const schema = (byName as Record<string, v.GenericSchema>)[value?.info?.name];
  if (schema === undefined) return `no event of the schema: ${line}`;
  const { success, issues } = v.safeParse(v.intersect([anyLine, schema]), value);
  return success ? null : `${v.summarize(issues)}\n${line}`;
}
