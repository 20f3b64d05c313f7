/** `store_result`, `store_raw_result`, `load_result`: results of statements by name, within one node's templates. */
import { Dict } from '../../../template/values/dict.js';
import { hostFunction } from '../../../template/values/host-function.js';
import { PythonError } from '../../../template/values/python-error.js';
import { str } from '../../../template/values/text.js';
import type { HostFunction, Value } from '../../../template/values/value.js';
import { Tuple } from '../../../template/values/value.js';
import { adapterResponse } from '../table/adapter-response.js';
import { TableValue } from '../table/table-value.js';

/** A result may be read once, `main` excepted; what was read is null. */
export type StoredResults = Map<string, Value>;

/** Their names. */
export const resultNames = ['store_result', 'store_raw_result', 'load_result'] as const;

/** The functions over one store. */
export function resultFunctions(results: StoredResults): Readonly<Record<(typeof resultNames)[number], HostFunction>> {
  return {
    store_result: hostFunction('store_result', 'name, response, agate_table=None', ([name, response, table]) => {
      return store(results, str(name), { response, table });
    }),
    store_raw_result: hostFunction(
      'store_raw_result',
      'name, message=None, code=None, rows_affected=None, agate_table=None',
      ([name, message, code, rows, table]) =>
        store(results, str(name), { response: adapterResponse(message, code, rows), table }),
    ),
    load_result: hostFunction('load_result', 'name', ([name]) => load(results, str(name))),
  };
}

function store(results: StoredResults, name: string, { response, table }: { response: Value; table: Value }): Value {
  const data = table instanceof TableValue ? table.data.rows.map((row) => new Tuple(row)) : [];
  results.set(
    name,
    new Dict([
      ['response', response],
      ['data', data],
      ['table', table],
    ]),
  );
  return '';
}

function load(results: StoredResults, name: string): Value {
  const result = results.get(name);
  if (result === undefined) return null;
  if (result === null) {
    const message = `The 'statement' result named '${name}' has already been loaded into a variable`;
    throw new PythonError('CompilationError', message);
  }
  if (name !== 'main') results.set(name, null);
  return result;
}
