/** One query of the caller's, as rows. */
import type { Diagnostic } from '../../../diagnostics/diagnostic.js';
import { TsdbtError } from '../../../diagnostics/error.js';
import { checkOptions } from '../known-options.js';
import { runTask } from '../running/run-task.js';
import type { QueryOptions } from '../types/options.js';
import type { Project } from '../types/project.js';
import type { Table } from '../types/results.js';

/** Throws what kept the query from answering. */
export async function runQuery(project: Project, sql: string, options: QueryOptions): Promise<Table> {
  checkOptions('query', options);
  const signal = options.signal ?? new AbortController().signal;
  const task = { command: 'show', sql, options: { ...options, limit: options.limit ?? null, threads: 1 } } as const;
  const { results, status, diagnostics } = await runTask(project, task, { emit: () => {}, signal });
  const table = results[0]?.table;
  if (table != null) return table;
  const found = [...diagnostics, ...results.flatMap((result) => result.diagnostics)];
  throw new TsdbtError(status === 'cancelled' ? [cancelled, ...found] : found);
}

const cancelled: Diagnostic = {
  code: 'TSDBT_RUN_CANCELLED',
  severity: 'error',
  message: 'The query was cancelled.',
};
