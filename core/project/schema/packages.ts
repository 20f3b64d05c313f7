/** Schemas of packages.yml and dependencies.yml, and of selectors.yml but for what stands under `definition`. */
import * as v from 'valibot';
import { anything, closed, described, flag, list, open, optional, text, textOrNumber } from './builders.js';

const packageEntry = closed({
  local: optional(described(text(), 'A folder with a dbt_project.yml, relative to the project.')),
  package: optional(described(text(), 'A package of the dbt hub: owner/name.')),
  version: optional(v.union([textOrNumber(), v.array(v.string())], 'a version or a list of them')),
  'install-prerelease': optional(flag()),
  git: optional(described(text(), 'A git repository.')),
  revision: optional(v.union([textOrNumber(), v.array(v.string())], 'a branch, tag or commit')),
  subdirectory: optional(text()),
  'warn-unpinned': optional(flag()),
  tarball: optional(described(text(), 'Address of an archive.')),
  private: optional(described(text(), 'A private repository: owner/name.')),
  provider: optional(text()),
  name: optional(text()),
});

/** packages.yml and dependencies.yml. */
export const packagesSchema = closed({
  packages: optional(described(list(packageEntry, 'a list of packages'), 'Packages that the project uses.')),
  projects: optional(described(list(open({}), 'a list of projects'), 'tsdbt does not use other projects yet.')),
});

export type PackageEntryShape = v.InferOutput<typeof packageEntry>;

const selector = closed({
  name: text(),
  description: optional(text()),
  default: optional(described(flag(), 'Whether it stands for a command line that selects nothing itself.')),
  definition: described(
    anything(),
    'An expression as on the command line, or a mapping of union, intersection or method.',
  ),
});

/** selectors.yml. */
export const selectorsSchema = closed({
  version: optional(textOrNumber()),
  selectors: optional(list(selector, 'a list of selectors')),
});
