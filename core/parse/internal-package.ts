/** The package of the built-in macros, and whether its name is theirs alone. */
import type { ProjectConfig } from '../project/project-config.js';

export const INTERNAL_PACKAGE = 'dbt';

/** Whether a user's package has the same name: then ids do not tell its macros from the built-in ones. */
export function isInternalNameTaken({ name, packages }: Pick<ProjectConfig, 'name' | 'packages'>): boolean {
  return name === INTERNAL_PACKAGE || packages.some((each) => each.name === INTERNAL_PACKAGE);
}
