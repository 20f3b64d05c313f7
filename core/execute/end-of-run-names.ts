/** What `on-run-end` hooks see beyond other hooks: `results`, `schemas` and `database_schemas`, as in dbt. */
import { toNodeDict } from '../parse/node-dict.js';
import type { JsonObject } from '../resources/json.js';
import type { NodeResult } from '../results/node-result.js';
import { toValue } from '../template/values/convert.js';
import { Tuple, type Value } from '../template/values/value.js';
import type { RunContext } from './run-context.js';

export function endOfRunNames(context: RunContext, results: readonly NodeResult[]): ReadonlyMap<string, Value> {
  if (context.plan.after.length === 0) return new Map();
  const { schemas } = context.plan;
  const { database } = context.deps.target.credentials;
  return new Map<string, Value>([
    ['results', results.map((result) => toValue(resultDict(result)))],
    ['schemas', [...schemas]],
    ['database_schemas', schemas.map((schema) => new Tuple([database, schema]))],
  ]);
}

function resultDict(result: NodeResult): JsonObject {
  return {
    status: result.status === 'cancelled' ? 'error' : result.status,
    thread_id: result.threadId,
    execution_time: result.executionTime,
    message: result.message,
    failures: result.failures,
    adapter_response: { ...result.adapterResponse },
    timing: result.timing.map(({ name, startedAt, completedAt }) => ({
      name,
      started_at: startedAt,
      completed_at: completedAt,
    })),
    unique_id: result.node.uniqueId,
    node: toNodeDict(result.node),
  };
}
