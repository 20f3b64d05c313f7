/** One line of the table: a figure of tsdbt, what was measured beside it in the same run, and the goal. */

export interface BenchRow {
  readonly figure: string;
  /** What tsdbt took. */
  readonly ours: string;
  /** What stands on the same machine: what it is, and what it took. */
  readonly beside: string;
  /** Ours in terms of what stands beside it. */
  readonly ratio: string;
  /** The same with real dbt, when that was asked for. */
  readonly dbt: string;
  readonly goal: string;
  /** The largest resident memory of the processes. */
  readonly memory: string;
}

const HEADER: BenchRow = {
  figure: 'figure',
  ours: 'tsdbt',
  beside: 'beside it',
  ratio: 'ratio',
  dbt: 'real dbt',
  goal: 'goal',
  memory: 'peak memory',
};

/** A row with what is not known left empty. */
export function row(parts: Pick<BenchRow, 'figure' | 'ours'> & Partial<BenchRow>): BenchRow {
  return { beside: '', ratio: '', dbt: '', goal: '', memory: '', ...parts };
}

/** The table as Markdown whose columns stand under each other; columns that nobody filled are left out. */
export function benchTable(rows: readonly BenchRow[]): string {
  const keys = (Object.keys(HEADER) as (keyof BenchRow)[]).filter((key) => rows.some((each) => each[key] !== ''));
  const cells = [HEADER, ...rows].map((each) => keys.map((key) => each[key]));
  const widths = keys.map((_, column) => Math.max(...cells.map((each) => each[column].length)));
  const line = (each: readonly string[]) => `| ${each.map((cell, index) => cell.padEnd(widths[index])).join(' | ')} |`;
  const [header = [], ...body] = cells;
  return [line(header), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...body.map(line)].join('\n');
}
