/** `log` and `print`: both print nothing where they stand. */
import { hostFunction } from '../../../template/values/host-function.js';
import { isTruthy } from '../../../template/values/operators/truth.js';
import { str } from '../../../template/values/text.js';
import type { HostFunction } from '../../../template/values/value.js';
import type { ContextSink } from '../context-options.js';

export function messageFunctions(sink: ContextSink): Readonly<Record<'log' | 'print', HostFunction>> {
  const log = hostFunction('log', 'msg, info=False', ([message, isInfo]) => {
    sink.log(str(message), isTruthy(isInfo));
    return '';
  });
  const print = hostFunction('print', 'msg', ([message]) => {
    sink.print(str(message));
    return '';
  });
  return { log, print };
}
