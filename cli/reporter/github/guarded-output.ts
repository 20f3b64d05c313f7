/** In GitHub Actions every printed line may be a command of the runner; only what tsdbt means as one may be. */
import { withoutCommands } from '../../../core/index.js';
import type { Output } from '../../output.js';

/** The same way to the screen for the report and for notices, commands taken out of them. Data is left as it is. */
export function guardedOutput(output: Output): Output {
  return {
    ...output,
    report: (text, form) => output.report(withoutCommands(text), form),
    notice: (text) => output.notice(withoutCommands(text)),
  };
}
