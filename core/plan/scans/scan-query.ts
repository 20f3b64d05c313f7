/**
 * The query of a scan, and what its one row says to each test: answers to the very statements that the test sends when
 * it is alone. A statement that reads differently, for whatever reason, has no answer here and goes to the database.
 */
import type { Cell, StatementResult } from '../../adapter/cell.js';
import { SCAN_NAME, type ScannableTest, type ScanQuestion } from './scannable-test.js';

/** How the database's macros spell what `completeness` computes: of the whole, and beside each row. */
export interface CompletenessWords {
  readonly isBlank: string;
  readonly share: string;
  readonly shareBesideRow: string;
}

export interface ScanPart {
  readonly test: ScannableTest;
  /** Null for other tests. */
  readonly words: CompletenessWords | null;
}

/** The answer to a statement of a test; null when the scan has none. */
export type ScanAnswers = (sql: string) => StatementResult | null;

/**
 * Rows up to which `unique` is answered too. It needs a sort of its own, for which the database reads the relation again:
 * of few rows that is cheaper than another statement, and what takes long is better done beside other work.
 */
const FEW_ROWS = 10_000;

/** One query for all parts, which have the same source. */
export function scanQuery(parts: readonly ScanPart[]): string {
  const { source } = parts[0]!.test;
  const named = (texts: readonly string[]) => texts.map((text, index) => `  ${text} as ${SCAN_NAME}${index}`);
  const asksUnique = parts.some(({ test }) => test.question.kind === 'unique');
  if (!asksUnique) return `select\n${named(parts.flatMap(measures)).join(',\n')}\nfrom ${source}`;
  const [inner, outer]: [string[], string[]] = [[], []];
  for (const part of parts) {
    if (part.test.question.kind === 'unique') outer.push(uniqueOfFew(part));
    for (const measure of measures(part)) {
      outer.push(`${SCAN_NAME}m${inner.length}`);
      inner.push(`    ${measure} as ${SCAN_NAME}m${inner.length}`);
    }
  }
  inner.push(`    count(*) as ${SCAN_NAME}rows`);
  return `select\n${named(outer).join(',\n')}\nfrom (\n  select\n${inner.join(',\n')}\n  from ${source}\n) ${SCAN_NAME}of_all`;
}

/** The test's own query, which the database carries out only when there are few rows. */
function uniqueOfFew(part: ScanPart): string {
  const [failing] = failingQueries(part);
  const count = `(select count(*) from (${failing}) dbt_internal_test)`;
  return `case when ${SCAN_NAME}rows <= ${FEW_ROWS} then ${count} end`;
}

/** The number of columns of a part. */
export function widthOf({ question }: ScannableTest): number {
  return question.kind === 'completeness' ? 3 : 1;
}

/** What each part learns from the one row of the scan, in their order. */
export function readScan(parts: readonly ScanPart[], result: StatementResult): readonly ScanAnswers[] {
  const row = result.rows.length === 1 ? result.rows[0]! : [];
  let next = 0;
  return parts.map((part) => {
    const cells = row.slice(next, next + widthOf(part.test));
    next += widthOf(part.test);
    return answersOf(part, cells, result);
  });
}

function measures({ test, words }: ScanPart): string[] {
  const { question } = test;
  switch (question.kind) {
    case 'not_null':
      return [`count(*) filter (where ${question.column} is null)`];
    case 'accepted_values':
      return [`count(*) filter (where ${question.column} not in (${question.list}))`];
    case 'unique':
      return [];
    case 'completeness':
      return [known(words).share, completeRows(known(words)), 'count(*)'];
  }
}

function completeRows({ isBlank }: CompletenessWords): string {
  return `sum(case when ${isBlank} then 0 else 1 end)`;
}

function answersOf(part: ScanPart, cells: readonly Cell[], { message, rowsAffected }: StatementResult): ScanAnswers {
  const answers = new Map<string, StatementResult>();
  const { test, words } = part;
  const found = failingRows(test.question, cells);
  if (found !== null) {
    const failures = test.limit === null || found <= BigInt(test.limit) ? found : BigInt(test.limit);
    const row = [failures, test.warnIf.isMet(failures), test.errorIf.isMet(failures)];
    const verdict = { columns: named('failures', 'should_warn', 'should_error'), rows: [row], message, rowsAffected };
    for (const failing of failingQueries(part)) answers.set(normalized(verdictQuery(test, failing)), verdict);
  }
  if (test.question.kind === 'completeness' && found !== null) {
    const columns = named('completeness_share', 'completeness_complete', 'completeness_total');
    answers.set(normalized(summaryQuery(test, known(words))), { columns, rows: [cells], message, rowsAffected });
  }
  return (sql) => answers.get(normalized(sql)) ?? null;
}

/** How many rows the test's query would give; null when the scan does not tell. */
function failingRows(question: ScanQuestion, cells: readonly Cell[]): bigint | null {
  const counts = cells.map(wholeNumber);
  switch (question.kind) {
    case 'not_null':
    case 'unique':
      return counts[0] ?? null;
    case 'accepted_values':
      // The test counts values and the scan counts rows, which are none at the same time.
      return counts[0] === 0n ? 0n : null;
    case 'completeness': {
      const [, complete, total] = counts;
      if (total === 0n) return 0n;
      if (typeof complete !== 'bigint' || typeof total !== 'bigint') return null;
      return complete * BigInt(question.scale) < total * BigInt(question.digits) ? total - complete : 0n;
    }
  }
}

function wholeNumber(cell: Cell): bigint | null {
  if (typeof cell === 'bigint') return cell;
  return typeof cell === 'number' && Number.isSafeInteger(cell) ? BigInt(cell) : null;
}

function named(...names: readonly string[]): StatementResult['columns'] {
  return names.map((name) => ({ name, type: null }));
}

/** The macros of the built-in tests as they read when rendered; `not_null` names all columns where rows would be stored. */
function failingQueries({ test, words }: ScanPart): readonly string[] {
  const { question, source } = test;
  const { column } = question;
  switch (question.kind) {
    case 'not_null':
      return [column, '*'].map((columns) => `select ${columns} from ${source} where ${column} is null`);
    case 'unique':
      return [
        `select ${column} as unique_field, count(*) as n_records from ${source} where ${column} is not null ` +
          `group by ${column} having count(*) > 1`,
      ];
    case 'accepted_values':
      return [
        `with all_values as ( select ${column} as value_field, count(*) as n_records from ${source} group by ${column} ) ` +
          `select * from all_values where value_field not in ( ${question.list} )`,
      ];
    case 'completeness': {
      const { isBlank, shareBesideRow } = known(words);
      const complete = `sum(case when ${isBlank} then 0 else 1 end) over ()`;
      return [
        `select * from ( select ${shareBesideRow} as completeness_share, ${complete} as completeness_complete, ` +
          `count(*) over () as completeness_total, completeness_rows.* from (select * from ${source}) completeness_rows ` +
          `) completeness_checked where ${isBlank} and ` +
          `completeness_complete * ${question.scale} < completeness_total * ${question.digits}`,
      ];
    }
  }
}

function verdictQuery({ limit, warnIf, errorIf }: ScannableTest, failing: string): string {
  return (
    `select count(*) as failures, count(*) ${warnIf.text} as should_warn, count(*) ${errorIf.text} as should_error ` +
    `from ( ${failing} ${limit === null ? '' : `limit ${limit}`} ) dbt_internal_test`
  );
}

function summaryQuery({ source }: ScannableTest, words: CompletenessWords): string {
  return (
    `select ${words.share} as completeness_share, ${completeRows(words)} as completeness_complete, ` +
    `count(*) as completeness_total from ${source}`
  );
}

/** White space outside of quotes says nothing. */
function normalized(sql: string): string {
  return sql.replaceAll(/'[^']*'|"[^"]*"|\s+/g, (part) => (/^\s/.test(part) ? ' ' : part)).trim();
}

function known(words: CompletenessWords | null): CompletenessWords {
  if (words === null) throw new Error('the words of completeness were not spelled');
  return words;
}
