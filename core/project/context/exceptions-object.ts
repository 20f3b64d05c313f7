/**
 * `exceptions.*`: how templates raise errors and warn. Errors carry the template's message; the engine adds the place. A
 * warning that counts as an error is raised like one.
 */
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import type { WarningPolicy } from '../../diagnostics/warning-policy.js';
import { hostFunction } from '../../template/values/host-function.js';
import { iterate } from '../../template/values/operators/truth.js';
import { PythonError } from '../../template/values/python-error.js';
import { str } from '../../template/values/text.js';
import { type HostFunction, TemplateObject, type Value } from '../../template/values/value.js';
import type { BaseContextOptions } from './context-options.js';

/** Functions that raise their first argument, by name. */
const RAISING: Readonly<Record<string, string>> = {
  raise_compiler_error: 'CompilationError',
  raise_database_error: 'DatabaseError',
  raise_not_implemented: 'NotImplementedError',
  raise_dependency_error: 'DependencyError',
  raise_fail_fast_error: 'FailFastError',
  raise_dataclass_not_dict: 'CompilationError',
  raise_duplicate_patch_name: 'CompilationError',
  raise_duplicate_resource_name: 'CompilationError',
  raise_invalid_property_yml_version: 'CompilationError',
  raise_cache_inconsistent: 'CompilationError',
};

/** Functions that raise a sentence about their arguments. */
const SENTENCES: Readonly<Record<string, (args: readonly string[]) => string>> = {
  missing_config: ([, name]) => `The model lacks the config '${name}'.`,
  missing_materialization: ([, adapter]) => `There is no materialization of that name for ${adapter}.`,
  missing_relation: ([relation]) => `The relation ${relation} does not exist.`,
  relation_wrong_type: ([relation, expected]) => `The relation ${relation} exists, but is no ${expected}.`,
  raise_ambiguous_alias: ([, , name]) => `Two nodes have the relation ${name}.`,
  raise_ambiguous_catalog_match: ([id]) => `Two relations of the catalog are ${id}.`,
  raise_dep_not_found: ([, , name]) => `The node depends on ${name}, which was not found.`,
  raise_contract_error: () => 'The columns of the model differ from its contract.',
  column_type_missing: ([names]) => `The contract needs a data_type for the columns ${names}.`,
};

class ExceptionsObject extends TemplateObject {
  readonly typeName = 'exceptions';
  readonly #functions: ReadonlyMap<string, HostFunction>;

  constructor(functions: ReadonlyMap<string, HostFunction>) {
    super();
    this.#functions = functions;
  }

  override attribute(name: string): Value | undefined {
    return this.#functions.get(name);
  }

  override item(key: Value): Value | undefined {
    return typeof key === 'string' ? this.#functions.get(key) : undefined;
  }

  override text(): string {
    return '<exceptions>';
  }
}

type ExceptionsOptions = Pick<BaseContextOptions, 'sink' | 'onUse'> & { readonly policy: WarningPolicy | undefined };

export function exceptionsObject({ sink, onUse, policy }: ExceptionsOptions): Value {
  const functions = new Map<string, HostFunction>();
  for (const [name, type] of Object.entries(RAISING)) {
    const raise = hostFunction(name, 'msg, node=None, **rest', ([message]) => {
      throw new PythonError(type, str(message));
    });
    functions.set(name, raise);
  }
  for (const [name, sentence] of Object.entries(SENTENCES)) {
    const raise = hostFunction(name, '*args, **kwargs', ([args]) => {
      throw new PythonError('CompilationError', sentence(textsOf(args)));
    });
    functions.set(name, raise);
  }
  const warn = hostFunction('warn', 'msg, node=None', ([message]) => {
    const text = str(message);
    onUse?.('warning', '');
    const warning: Diagnostic = { code: 'TSDBT_TEMPLATE_WARNING', severity: 'warning', message: text };
    for (const { severity } of policy === undefined ? [warning] : policy([warning])) {
      if (severity === 'error') throw new PythonError('CompilationError', text);
      sink.warn(text);
    }
    return '';
  });
  functions.set('warn', warn);
  functions.set(
    'warn_snapshot_timestamp_data_types',
    hostFunction('warn_snapshot_timestamp_data_types', '*args', () => ''),
  );
  return new ExceptionsObject(functions);
}

function textsOf(args: Value): string[] {
  return Array.from(iterate(args), str);
}
