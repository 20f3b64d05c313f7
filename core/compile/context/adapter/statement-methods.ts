/** Methods of `adapter` that run SQL as it is. */

import { isTruthy } from '../../../template/values/operators/truth.js';
import { str } from '../../../template/values/text.js';
import { smallIntOf } from '../../../template/values/types/numbers.js';
import { Tuple, type Value } from '../../../template/values/value.js';
import type { NodeContext } from '../node-context.js';
import { responseOf } from '../table/adapter-response.js';
import { emptyTable, tableOf } from '../table/statement-table.js';
import { executeSql, withSession } from './database-call.js';
import type { AdapterMethods } from './method.js';

export const statementMethods: AdapterMethods = {
  execute: { signature: 'sql, auto_begin=False, fetch=False, limit=None', call: execute },
  commit: { signature: '', call: commit },
  type: { signature: '', call: ({ runtime }) => runtime.adapter.type },
};

/** A pair of what the database said and the rows, which are empty unless they are asked for. */
async function execute(context: NodeContext, [sql, , fetch, limit]: readonly Value[]): Promise<Value> {
  const result = await executeSql(context, str(sql));
  const { print } = context.runtime;
  const rows = limit === null ? result.rows : result.rows.slice(0, smallIntOf(limit as number));
  const table = isTruthy(fetch) ? tableOf({ ...result, rows }, print) : emptyTable(print);
  return new Tuple([responseOf(result), table]);
}

/** Ends the open transaction; statements outside of one are committed as they run. */
async function commit(context: NodeContext): Promise<Value> {
  await withSession(context, async (session) => {
    if (session.inTransaction) await session.commit();
  });
  return null;
}
