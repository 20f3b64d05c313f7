import { TsdbtError } from '../../../diagnostics/error.js';
import { checkOptions } from '../known-options.js';
import { runTask } from '../running/run-task.js';
import { cancelledError } from '../to-error.js';
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
  throw status === 'cancelled' ? cancelledError('The query', found) : new TsdbtError(found);
}
