/** `completion`: prints the script with which a shell completes tsdbt's command lines. */
import { closestNames, didYouMean } from '../../../core/index.js';
import type { ExitCode } from '../../command-entry.js';
import { scripts } from '../../completion/scripts.js';
import { isShell, shells } from '../../completion/shells.js';
import type { Invocation } from '../../invocation/invocation.js';

/** The script says itself where it belongs. */
export async function completion({ positionals: [shell], reporter, output }: Invocation): Promise<ExitCode> {
  if (isShell(shell)) {
    output.data(scripts[shell]);
    return 0;
  }
  reporter.diagnostics([
    {
      code: 'TSDBT_ARGUMENT_INVALID',
      severity: 'error',
      message: `There is no completion for '${shell}'; expected ${shells.join(', ')}.`,
      hint: didYouMean(closestNames(shell, shells)),
    },
  ]);
  return 2;
}
