/** What all commands over a selection share: selects, says what was wrong with the words, and which default stood in for them. */
import {
  createWarningPolicy,
  hasErrors,
  type NodeSelectionRequest,
  type Project,
  selectForCommand,
} from '../../core/index.js';
import type { Invocation } from '../invocation/invocation.js';

/** The selection; null when it was wrong, which is said. */
export function selectNodes(
  { flags, reporter }: Invocation,
  project: Project,
  request: NodeSelectionRequest,
): ReturnType<typeof selectForCommand>['value'] | null {
  const { value: selection, diagnostics } = selectForCommand(project, request);
  const said = createWarningPolicy(flags)(diagnostics);
  reporter.diagnostics(said);
  if (hasErrors(said)) return null;
  if (selection.defaultSelector !== undefined) {
    reporter.info(`Using the default selector '${selection.defaultSelector}' of selectors.yml`);
  }
  return selection;
}
