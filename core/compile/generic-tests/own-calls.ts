/** Watches a rendering: whether only tsdbt's own macros took part in it, and only names that stay what they are for all of a run. */
import { INTERNAL_PACKAGE, isInternalNameTaken } from '../../parse/internal-package.js';
import type { ProjectConfig } from '../../project/project-config.js';

/** Names that macros of tsdbt look up. A name that is in none of these may stand for something that changes. */
const steady: ReadonlySet<string> = new Set([
  ...['adapter', 'api', 'config', 'exceptions', 'flags', 'model', 'modules', 'ref', 'source'],
  '_dbt_generic_test_kwargs',
]);

/** A listener for the scope of one rendering, and what it has heard. */
export function recordCalls(project: Pick<ProjectConfig, 'name' | 'packages'>): {
  readonly areOwn: () => boolean;
  readonly onMacro: (name: string, id: string | null) => void;
} {
  let areOwn = !isInternalNameTaken(project);
  return {
    areOwn: () => areOwn,
    onMacro: (name, id) => {
      areOwn &&= id === null ? steady.has(name) : id.startsWith(`macro.${INTERNAL_PACKAGE}.`);
    },
  };
}
