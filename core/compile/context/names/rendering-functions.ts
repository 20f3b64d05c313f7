/** `render`, `write`, `try_or_compiler_error` and what else templates call that needs only themselves. */
import { TsdbtError } from '../../../diagnostics/error.js';
import { callValue } from '../../../template/values/call.js';
import { hostFunction } from '../../../template/values/host-function.js';
import { listOf } from '../../../template/values/operators/truth.js';
import { PythonError } from '../../../template/values/python-error.js';
import { str } from '../../../template/values/text.js';
import type { HostFunction } from '../../../template/values/value.js';
import { contextError } from '../context-error.js';
import type { NodeContext } from '../node-context.js';

/** Their names. */
export const renderingNames = [
  'render',
  'write',
  'try_or_compiler_error',
  'adapter_macro',
  'submit_python_job',
] as const;

export function renderingFunctions(
  context: NodeContext,
): Readonly<Record<(typeof renderingNames)[number], HostFunction>> {
  return {
    render: hostFunction('render', 'string', async ([text]) => {
      const file = context.node?.location.file ?? 'render()';
      const template = context.runtime.environment.compile({ text: str(text), file });
      return (await template.render(context.scope())).text;
    }),
    // What a node compiles to and runs is written by the executor.
    write: hostFunction('write', 'payload', () => ''),
    try_or_compiler_error: hostFunction(
      'try_or_compiler_error',
      'message_if_exception, func, *args, **kwargs',
      async ([message, func, args]) => {
        try {
          return await callValue(func, { args: listOf(args), kwargs: new Map() });
        } catch (error) {
          if (!(error instanceof PythonError || error instanceof TsdbtError)) throw error;
          throw new PythonError('CompilationError', str(message));
        }
      },
    ),
    adapter_macro: hostFunction('adapter_macro', 'name, *args, **kwargs', ([name]) => {
      const message = `adapter_macro('${str(name)}') is no more in dbt.`;
      throw contextError('TSDBT_FEATURE_UNAVAILABLE', message, {
        hint: `Write adapter.dispatch('${str(name)}')(...).`,
      });
    }),
    submit_python_job: hostFunction('submit_python_job', 'parsed_model, compiled_code', () => {
      throw contextError('TSDBT_FEATURE_UNAVAILABLE', 'Python models are not built by this version.');
    }),
  };
}
