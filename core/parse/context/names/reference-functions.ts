/** `ref` and `source`: read the arguments as dbt does, hand the call on, give what the stage answers. */
import type { RefCall, SourceCall } from '../../../resources/node.js';
import { PythonError } from '../../../template/values/python-error.js';
import { repr, str } from '../../../template/values/text.js';
import { isFloat } from '../../../template/values/types/numbers.js';
import { type CallArguments, HostFunction, type Value } from '../../../template/values/value.js';

/** `ref('name')`, `ref('package', 'name')`, with `v=` or `version=`. */
export function refFunction(answer: (call: RefCall) => Value): HostFunction {
  return new HostFunction('ref', (call) => answer(readRef(call)));
}

/** `source('source', 'table')`. */
export function sourceFunction(answer: (call: SourceCall) => Value): HostFunction {
  return new HostFunction('source', ({ args, kwargs }) => {
    if (args.length !== 2 || kwargs.size > 0) {
      throw compilationError(`source() takes exactly two arguments (${args.length + kwargs.size} given)`);
    }
    return answer({ source: nameOf('source', args[0]), table: nameOf('source', args[1]) });
  });
}

function readRef({ args, kwargs }: CallArguments): RefCall {
  if (args.length < 1 || args.length > 2) {
    throw compilationError(`ref() takes at most two arguments (${args.length} given)`);
  }
  for (const keyword of kwargs.keys()) {
    if (keyword !== 'v' && keyword !== 'version') throw compilationError(`ref() has no argument '${keyword}'`);
  }
  const names = args.map((value) => nameOf('ref', value));
  return {
    package: names.length === 2 ? names[0] : null,
    name: names[names.length - 1],
    version: versionOf(kwargs.get('version') ?? kwargs.get('v') ?? null),
  };
}

/** A float counts by its spelling: `v=1.0` is not the version 1. */
function versionOf(value: Value): RefCall['version'] {
  if (isFloat(value)) return str(value);
  return typeof value === 'number' || typeof value === 'string' ? value : null;
}

function nameOf(caller: string, value: Value): string {
  if (typeof value === 'string') return value;
  throw compilationError(`${caller}() takes names as text, found ${repr(value)}`);
}

function compilationError(message: string): PythonError {
  return new PythonError('CompilationError', message);
}
