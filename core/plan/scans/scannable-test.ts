/**
 * Decides which data tests can be answered by one scan of their relation together with others. Pure, and strict: a test
 * whose question is not fully known from its arguments and its config is asked alone.
 */
import { isFragment } from '../../compile/sql-text.js';
import { isWrittenOut } from '../../parse/generic-tests/test-arguments.js';
import { type Json, JsonFloat, type JsonObject } from '../../resources/json.js';
import type { DataTestNode } from '../../resources/node.js';
import type { RelationName } from '../../resources/relation.js';
import { toValue } from '../../template/values/convert.js';
import { str } from '../../template/values/text.js';
import { storedFailuresType } from '../node-settings.js';
import type { RunOptions } from '../run-plan.js';
import { readThreshold, type Threshold } from './threshold.js';

/** What a test asks of each row, or of all of them. */
export type ScanQuestion =
  | { readonly kind: 'not_null'; readonly column: string }
  | { readonly kind: 'accepted_values'; readonly column: string; readonly list: string }
  /** Answered for small relations only. */
  | { readonly kind: 'unique'; readonly column: string }
  /** At least `digits` of `scale` rows have a value. */
  | { readonly kind: 'completeness'; readonly column: string; readonly digits: string; readonly scale: string };

export interface ScannableTest {
  readonly node: DataTestNode;
  readonly question: ScanQuestion;
  /** What follows `from`: the relation, or its rows that `where` lets through. Tests with the same text share a scan. */
  readonly source: string;
  readonly limit: number | null;
  readonly warnIf: Threshold;
  readonly errorIf: Threshold;
}

/** The relation that a test reads, and how its name is spelled in SQL. */
export interface TestedRelation {
  readonly name: RelationName;
  readonly sql: string;
}

/** The test as a part of a scan; null when it has to be asked alone. */
export function scannableTest(
  node: DataTestNode,
  relation: TestedRelation,
  options: Pick<RunOptions, 'storeFailures'>,
): ScannableTest | null {
  const { config, testMetadata } = node;
  if (testMetadata === null || testMetadata.namespace !== null || storedFailuresType(node, options) !== null)
    return null;
  const question = readQuestion(testMetadata.name, testMetadata.kwargs, relation.name);
  const source = readSource(config.where, relation.sql);
  const limit = readLimit(config.limit);
  const warnIf = readThreshold(config.warn_if);
  const errorIf = readThreshold(config.error_if);
  const countsRows = (config.fail_calc ?? 'count(*)') === 'count(*)';
  if (question === null || source === null || limit === undefined || warnIf === null || errorIf === null) return null;
  return countsRows ? { node, question, source, limit, warnIf, errorIf } : null;
}

function readQuestion(name: string, kwargs: JsonObject, relation: RelationName): ScanQuestion | null {
  const { model: _model, column_name: column, ...others } = kwargs;
  if (typeof column !== 'string' || !isPlainColumn(column, relation) || !isWrittenOut(Object.values(others)))
    return null;
  switch (name) {
    case 'not_null':
    case 'unique':
      return Object.keys(others).length === 0 ? { kind: name, column } : null;
    case 'accepted_values': {
      const { values, quote = true, ...unknown } = others;
      const list = Object.keys(unknown).length === 0 ? valueList(values, quote) : null;
      return list === null ? null : { kind: name, column, list };
    }
    case 'completeness': {
      const { threshold = '1.0', ...unknown } = others;
      const share = Object.keys(unknown).length === 0 ? shareOf(threshold) : null;
      return share === null ? null : { kind: name, column, ...share };
    }
    default:
      return null;
  }
}

/** What the names that a scan gives begin with. */
export const SCAN_NAME = 'tsdbt_scan_';

const NAME = /^[\p{L}_][\p{L}\p{N}_$]*$/u;
const QUOTED_NAME = /^"[^"]+"$/u;

/** Words that are values, names that the tests' own queries give, and columns that every table has beside its own. */
const notColumns: ReadonlySet<string> = new Set([
  ...['null', 'true', 'false', 'default', 'user', 'session_user', 'system_user', 'localtime', 'localtimestamp'],
  ...['current_catalog', 'current_date', 'current_role', 'current_schema', 'current_time', 'current_timestamp'],
  ...['current_user', 'all_values', 'value_field', 'unique_field', 'n_records', 'dbt_subquery', 'dbt_internal_test'],
  ...['completeness_rows', 'completeness_checked', 'completeness_share', 'completeness_complete', 'completeness_total'],
  ...['rowid', 'oid', '_rowid_', 'ctid', 'xmin', 'xmax', 'cmin', 'cmax', 'tableoid'],
]);

/** Whether the text is the name of a column wherever it stands; an expression may mean something else elsewhere. */
function isPlainColumn(text: string, relation: RelationName): boolean {
  if (!NAME.test(text) && !QUOTED_NAME.test(text)) return false;
  const name = text.replaceAll('"', '').toLowerCase();
  return !notColumns.has(name) && !name.startsWith(SCAN_NAME) && name !== relation.identifier.toLowerCase();
}

const LITERAL = /^(-?\d+(\.\d+)?|true|false|'[^'\\]*')$/iu;

/** The list as the macro writes it: texts in quotes, others as they are. */
function valueList(values: Json | undefined, quote: Json): string | null {
  if (!Array.isArray(values) || values.length === 0 || typeof quote !== 'boolean') return null;
  const texts = values.map((value: Json) => (isScalar(value) ? str(toValue(value)) : null));
  const written = texts.map((text) => {
    if (text === null) return null;
    if (quote) return `'${text.replaceAll("'", "''")}'`;
    return LITERAL.test(text) ? text : null;
  });
  return written.includes(null) ? null : written.join(',');
}

function isScalar(value: Json): boolean {
  return value instanceof JsonFloat || ['string', 'number', 'bigint', 'boolean'].includes(typeof value);
}

/** As many digits as multiply any number of rows without leaving the range of the database's whole numbers. */
const SHARE = /^(\d)(?:\.(\d{1,8}))?$/;

function shareOf(threshold: Json): { readonly digits: string; readonly scale: string } | null {
  const [, whole, fraction = ''] = SHARE.exec(str(toValue(threshold))) ?? [];
  if (whole === undefined) return null;
  const digits = Number(`${whole}${fraction}`);
  const scale = 10 ** fraction.length;
  return digits > scale ? null : { digits: String(digits), scale: String(scale) };
}

function readSource(where: Json | undefined, relation: string): string | null {
  if (where === undefined || where === null || where === '') return relation;
  if (typeof where !== 'string' || !isFragment(where) || where.includes(SCAN_NAME)) return null;
  return `(select * from ${relation} where ${where}) dbt_subquery`;
}

/** Undefined when it is not understood. */
function readLimit(limit: Json | undefined): number | null | undefined {
  if (limit === undefined || limit === null) return null;
  return typeof limit === 'number' && Number.isSafeInteger(limit) && limit >= 0 ? limit : undefined;
}
