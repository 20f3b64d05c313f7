/**
 * A data test: one query counts the failing rows and compares the count with warn_if and error_if; the rows themselves
 * are fetched only when it fails. Stored failures replace the earlier ones in one transaction.
 */
import type { Cell, StatementResult } from '../../adapter/cell.js';
import type { PlanOutcome, RowSample, StepGenerator } from '../node-plan.js';
import { storedFailuresType, textSetting } from '../node-settings.js';
import { planError } from '../plan-error.js';
import { argument, askRows, type PlanPart, runMain, spell } from '../steps.js';
import { SUMMARY_ROWS, summaryText } from './completeness-summary.js';
import type { DataTestFacts } from './node-facts.js';
import { buildTable, responseOf } from './table.js';
import { buildView } from './view.js';

export function* dataTestPlan(facts: DataTestFacts): StepGenerator {
  const stored = storedFailuresType(facts.node, facts.options);
  const limit = facts.node.config.limit ?? null;
  if (stored === null) return yield* judge(facts, facts.sql, limit);
  const failing = limit === null ? facts.sql : yield* spellLimit(facts.sql, limit);
  yield* stored === 'view' ? buildView(facts, failing) : buildTable(facts, failing);
  return yield* judge(facts, `select * from ${facts.dialect.renderRelation(facts.target)}`, null);
}

type Limit = NonNullable<DataTestFacts['node']['config'][string]>;

function spellLimit(sql: string, limit: Limit): PlanPart<string> {
  return spell('get_limit_subquery_sql', argument.plain(sql), argument.plain(limit));
}

function* judge(facts: DataTestFacts, failing: string, limit: Limit | null): PlanPart<PlanOutcome> {
  const setting = (key: string, fallback: string) => textSetting(facts.node.config, key) ?? fallback;
  const warnIf = setting('warn_if', '!= 0');
  const errorIf = setting('error_if', '!= 0');
  const text = yield* spell(
    'get_test_sql',
    ...[failing, setting('fail_calc', 'count(*)'), warnIf, errorIf, limit].map(argument.plain),
  );
  const isStored = storedFailuresType(facts.node, facts.options) !== null;
  const result = yield* runMain(text, { transaction: isStored ? 'inside' : 'outside', isQuery: true });
  const { failures, shouldWarn, shouldError } = readCounts(facts, result);
  const status = verdict(facts, shouldWarn, shouldError);
  const adapterResponse = responseOf(result);
  const summary = facts.summarySql === null ? [] : [summaryText(yield* askRows(facts.summarySql, SUMMARY_ROWS))];
  if (status.kind === 'pass') {
    return { kind: 'tested', status: 'pass', message: summary.join(), failures, sample: null, adapterResponse };
  }
  const count = `Got ${failures} ${failures === 1 ? 'result' : 'results'}`;
  const verdictText = `${count}, configured to ${status.kind} if ${status.by === 'error' ? errorIf : warnIf}`;
  const message = [verdictText, ...summary].join('; ');
  const sample = yield* sampleRows(facts, failing);
  return { kind: 'tested', status: status.kind, message, failures, sample, adapterResponse };
}

interface Verdict {
  readonly kind: 'pass' | 'warn' | 'fail';
  readonly by: 'warn' | 'error';
}

/** Severity `warn` never looks at error_if; --warn-error makes a warning a failure. */
function verdict(facts: DataTestFacts, shouldWarn: boolean, shouldError: boolean): Verdict {
  const severity = (textSetting(facts.node.config, 'severity') ?? 'error').toLowerCase();
  if (severity === 'error' && shouldError) return { kind: 'fail', by: 'error' };
  if (!shouldWarn) return { kind: 'pass', by: 'warn' };
  return { kind: facts.options.warnError ? 'fail' : 'warn', by: 'warn' };
}

function* sampleRows(facts: DataTestFacts, failing: string): PlanPart<RowSample | null> {
  const count = facts.options.failureRows;
  const query = failing.trim();
  if (count === 0) return { columns: [], rows: [], query };
  const { columns, rows } = yield* askRows(`select * from (\n${query}\n) tsdbt_failing_rows limit ${count}`, count);
  return { columns, rows, query };
}

function readCounts(facts: DataTestFacts, result: StatementResult) {
  const row = result.rows[0];
  const cell = (name: string): Cell => {
    const index = result.columns.findIndex((column) => column.name.toLowerCase() === name);
    return index === -1 || row === undefined ? null : row[index];
  };
  const failures = wholeNumber(cell('failures'));
  if (result.rows.length !== 1 || failures === null) {
    throw planError(
      facts.node,
      'TSDBT_TEST_RESULT_INVALID',
      `${facts.node.uniqueId}: its query answered ${describe(cell('failures'))} failing rows, expected one whole number.`,
      `fail_calc is "${textSetting(facts.node.config, 'fail_calc') ?? 'count(*)'}"; an aggregate of no rows is null: wrap it in coalesce(..., 0).`,
    );
  }
  return { failures, shouldWarn: isTrue(cell('should_warn')), shouldError: isTrue(cell('should_error')) };
}

function wholeNumber(cell: Cell): number | null {
  const text = typeof cell === 'object' && cell !== null ? cell.text : String(cell);
  const number = typeof cell === 'boolean' || cell === null || text === '' ? Number.NaN : Number(text);
  return Number.isInteger(number) ? number : null;
}

/** Databases without a boolean type answer 0 and 1. */
function isTrue(cell: Cell): boolean {
  return cell === true || wholeNumber(cell) === 1 || cell === 'true';
}

function describe(cell: Cell): string {
  if (cell === null) return 'null';
  return typeof cell === 'object' ? cell.text : String(cell);
}
