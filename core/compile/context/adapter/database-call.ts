/** Calls to the database from templates: a failure becomes a template error, so that it gets the place of the call. */
import type { StatementResult } from '../../../adapter/cell.js';
import type { Session } from '../../../adapter/database.js';
import { TsdbtError } from '../../../diagnostics/error.js';
import { contextError } from '../context-error.js';
import type { NodeContext } from '../node-context.js';

/** Runs a call on the node's session. */
export async function withSession<T>(context: NodeContext, call: (session: Session) => Promise<T>): Promise<T> {
  const { runtime } = context;
  try {
    return await call(await runtime.session());
  } catch (error) {
    if (error instanceof TsdbtError || runtime.signal.aborted) throw error;
    const { message, hint, detail } = runtime.adapter.classifyError(error);
    const notes = detail === null ? [] : [{ message: detail }];
    throw contextError('TSDBT_DATABASE_ERROR', message, { hint, notes, cause: error });
  }
}

/** Runs SQL that a template wrote. */
export function executeSql(context: NodeContext, sql: string): Promise<StatementResult> {
  context.runtime.onQuery?.();
  return withSession(context, (session) => session.execute(sql, { signal: context.runtime.signal }));
}
